import Dossiers
import Progress
import Registry

/// The offices' figures that a table or heat map shows, read at one moment.
struct OfficesFigures: Sendable {
    /// The lines of the indicator within reach, in the order that was asked for.
    let lines: [ReportLine]
    /// All lines by office, for offices by indicators.
    let all: [ReportLine]
    /// The same as a report, for the file.
    let report: ProgressReport
    /// The last day of a submission, by the office's identity.
    let lastDays: [String: CalendarDay]
    /// By month, for offices by months.
    let months: [CounterScope: [CalendarDay: Int]]
    var request: ReportRequest { report.request }

    /// The months shown: a year.
    static let monthCount = 12

    init(_ query: OfficesQuery, reach: Access.Reach, from reader: FiguresReader) throws(RegistryError) {
        let glance = try ProgressReport.glance(query.choice.request(query.indicators), from: reader)
        let day = glance.levels.request.day
        let all = glance.offices.filter { line in
            line.isWithin(reach) && (query.level == nil || line.level == query.level)
        }
        let own = all.filter { $0.indicator == query.indicator }
        let lastDays = try reader.lastDays(
            of: .submissions, scopes: Set(own.compactMap { $0.scope.siteID?.rawValue }), through: day)
        lines = own.sorted(by: query.order, isReversed: query.isReversed, lastDays)
        self.all = all
        self.lastDays = lastDays
        var report = glance.levels
        report.lines = query.form == .indicators ? all : lines
        self.report = report
        months =
            query.form == .months
            ? try query.measure.map { measure throws(RegistryError) in
                try reader.months(of: measure, from: Self.months(to: day)[0], through: day)
            } ?? [:] : [:]
    }

    /// The first days of the months that end with that of `day`.
    static func months(to day: CalendarDay) -> [CalendarDay] {
        var months = [day.firstOfMonth]
        while months.count < monthCount { months.append(months[months.count - 1].advanced(by: -1).firstOfMonth) }
        return months.reversed()
    }
}

extension [ReportLine] {
    /// The lines in another order; equal ones, and those that have no such value, in the order they had, the latter
    /// always last.
    func sorted(
        by order: OfficesQuery.Order, isReversed: Bool, _ lastDays: [String: CalendarDay]
    ) -> [ReportLine] {
        func value(_ line: ReportLine) -> Int? {
            switch order {
            case .official, .name: nil
            case .count: line.knownNumerator
            case .rate: line.ratePermille
            case .gap: line.gapPermille
            // Who never sent anything is the furthest back.
            case .activity: line.scope.siteID.map { lastDays[$0.rawValue]?.number ?? Int.min }
            }
        }
        switch order {
        case .official: return isReversed ? reversed() : self
        case .name:
            let named = map { (key: searchKey(of: FigureText(.vietnamese).name(of: $0)), line: $0) }
            return named.enumerated().sorted { a, b in
                if a.element.key == b.element.key { return a.offset < b.offset }
                return (a.element.key < b.element.key) != isReversed
            }.map(\.element.line)
        default:
            let isDescending = order.isDescending != isReversed
            return map { (value: value($0), line: $0) }.enumerated().sorted { a, b in
                guard let first = a.element.value else { return b.element.value == nil && a.offset < b.offset }
                guard let second = b.element.value else { return true }
                if first == second { return a.offset < b.offset }
                return isDescending ? first > second : first < second
            }.map(\.element.line)
        }
    }
}
