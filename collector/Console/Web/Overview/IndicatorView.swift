import Dossiers
import Progress

/// One indicator's lines as a table.
struct IndicatorView: Sendable {
    struct Row: Sendable {
        let name: String
        let numerator: String
        let denominator: String
        let rate: String
        /// Whether the rate is a percentage; else it says why there is none.
        let isKnown: Bool
        let target: String
        let verdict: String
        /// `good`, `wait` or `bad`; nothing where there is no verdict.
        let kind: String?
        let pace: String
        let forecast: String
        let note: String?
    }

    let code: String
    let name: String
    /// What the numerator counts.
    let numeratorName: String
    let rows: [Row]

    /// The report's lines, by indicator.
    static func tables(of report: ProgressReport, _ language: Language) -> [IndicatorView] {
        report.request.indicators.compactMap { indicator in
            let lines = report.lines.filter { $0.indicator == indicator }
            guard !lines.isEmpty else { return nil }
            return IndicatorView(
                code: indicator.rawValue, name: Texts.indicatorName(indicator)(language),
                numeratorName: (indicator == .offices ? Texts.officesRunning : Texts.digitised)(language),
                rows: lines.map { Row($0, language) })
        }
    }
}

extension IndicatorView.Row {
    init(_ line: ReportLine, _ language: Language) {
        let figures = FigureText(language)
        let kind: String? =
            switch line.verdict {
            case .met: "good"
            case .notYet: line.pace.map { $0.isOnPace } ?? true ? "wait" : "bad"
            case .notMet: "bad"
            case .noDenominator, nil: nil
            }
        self.init(
            name: figures.name(of: line), numerator: Texts.count(line.rate.numerator, language),
            denominator: line.rate.denominator.map { Texts.count($0, language) } ?? "–",
            rate: figures.rate(of: line), isKnown: line.rate.denominator != nil, target: figures.target(of: line),
            // Without a denominator the rate says so already.
            verdict: line.verdict.flatMap { $0 == .noDenominator ? nil : Texts.verdict($0)(language) } ?? "",
            kind: kind, pace: figures.pace(of: line), forecast: figures.forecast(of: line),
            note: line.withoutDenominator.isEmpty || line.rate.denominator == nil
                ? nil : Texts.withoutDenominator(line.withoutDenominator.count)(language))
    }
}

/// Figures of a report in words of a language.
struct FigureText: Sendable {
    private let language: Language

    init(_ language: Language) { self.language = language }

    func name(of line: ReportLine) -> String {
        switch line.scope {
        case .province: Texts.wholeProvince(language)
        case .level(let level): Texts.levelName(level)(language)
        case .site, .authority: line.label
        }
    }

    /// The percentage, or why there is none; the comma is a point in English.
    func rate(of line: ReportLine) -> String {
        if line.rate.denominator == nil {
            let isUnlike = line.notes.contains { if case .unlike = $0 { true } else { false } }
            return (isUnlike ? Texts.notSummed : Texts.noDenominator)(language)
        }
        return percentage(line.rate, decimals: 1)
    }

    func target(of line: ReportLine) -> String {
        line.target.map { percentage(Rate($0.permille, of: 1000), decimals: $0.permille % 10 == 0 ? 0 : 1) } ?? ""
    }

    /// Once the target is met, pace is no question.
    func pace(of line: ReportLine) -> String {
        guard let pace = line.pace, line.verdict != .met else { return "" }
        return (pace.isOnPace ? Texts.onPace : Texts.behind)(language)
    }

    func forecast(of line: ReportLine) -> String {
        switch line.pace?.forecast {
        case nil, .met, .unknown: ""
        case .on(let day): day.vietnamese
        case .standstill: Texts.standstill(language)
        case .beyond: Texts.beyondFiftyYears(language)
        }
    }

    private func percentage(_ rate: Rate, decimals: Int) -> String {
        let text = rate.vietnamese(decimals: decimals)
        return language == .vietnamese ? text : String(text.map { $0 == "," ? "." : $0 })
    }
}
