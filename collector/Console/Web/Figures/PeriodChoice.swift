import Dossiers
import Progress

/// Of which period and day a page speaks, as its address says.
struct PeriodChoice: Sendable {
    let period: Period
    /// The last day to be looked at.
    let asOf: CalendarDay
    /// What is wrong with what was asked for; then the period is the year that runs.
    let problem: Text?
    private let today: CalendarDay
    private let year: String
    private let part: String
    private let isWindow: Bool
    private let day: String

    /// The parts of a year, as `Period` writes them.
    static let parts = [
        "", "H1", "H2", "Q1", "Q2", "Q3", "Q4", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12",
    ]

    /// - Parameter fields: `year`, `part`, `window` (15) and `day`; what is absent is the year that runs, until today.
    init(_ fields: FormFields, today: CalendarDay) {
        self.today = today
        year = fields.text("year") ?? String(today.year)
        part = fields.text("part") ?? ""
        isWindow = fields.text("window") == "15"
        day = fields.text("day") ?? ""
        let name = year + (part.isEmpty ? "" : "-\(part)") + (isWindow ? "@15" : "")
        let wanted = Self.parts.contains(part) ? Period(name) : nil
        let asOf = day.isEmpty ? today : CalendarDay(day)
        problem = Self.problem(wanted, asOf, today)
        if problem == nil, let wanted, let asOf {
            (period, self.asOf) = (wanted, asOf)
        } else {
            (period, self.asOf) = (Period(year: today.year), today)
        }
    }

    private static func problem(_ period: Period?, _ asOf: CalendarDay?, _ today: CalendarDay) -> Text? {
        guard let period else { return Texts.noSuchPeriod }
        guard let asOf else { return Texts.badDay }
        if asOf > today { return Texts.dayAhead(today) }
        return asOf < period.first ? Texts.periodBegins(period.first) : nil
    }

    /// The request for a report of it.
    func request(_ indicators: [Indicator] = [], sites: [SiteID] = []) -> ReportRequest {
        // The day is not before the period: that was looked at.
        try! ReportRequest(period: period, asOf: asOf, indicators: indicators, sites: sites)
    }

    /// The fields of an address that leads to the same period; none for the year that runs.
    var fields: [(name: String, value: String?)] {
        guard problem == nil else { return [] }
        return [
            ("year", year == String(today.year) ? nil : year), ("part", part), ("window", isWindow ? "15" : nil),
            ("day", asOf == today ? nil : day),
        ]
    }

    /// `path` with the period and further `fields`.
    func path(_ path: String, _ further: [(name: String, value: String?)] = []) -> String {
        let query = FormFields.query(further + fields)
        return query.isEmpty ? path : "\(path)?\(query)"
    }
}

/// The fields by which a page's period is chosen.
struct PeriodView: Sendable {
    struct Part: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    let year: String
    let lastYear: Int
    let parts: [Part]
    let isWindow: Bool
    let day: String
    let lastDay: String
    let problem: String?
}

extension PeriodChoice {
    /// The fields with what was asked for, right or wrong.
    func view(_ language: Language) -> PeriodView {
        PeriodView(
            year: year, lastYear: today.year,
            parts: Self.parts.map {
                PeriodView.Part(value: $0, name: Texts.partOfYear($0)(language), isChosen: $0 == part)
            },
            isWindow: isWindow, day: day.isEmpty ? today.description : day, lastDay: today.description,
            problem: problem?(language))
    }
}
