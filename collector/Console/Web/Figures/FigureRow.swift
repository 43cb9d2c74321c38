import Dossiers
import Progress

/// One line of figures, as tables show it.
struct FigureRow: Sendable {
    let name: String
    /// The page of the office, or the table of the level's offices.
    let href: String?
    let level: String
    let numerator: String
    let numeratorHref: String?
    let denominator: String
    let rate: String
    /// Whether the rate is a percentage; else it says why there is none.
    let isKnown: Bool
    /// The rate drawn; nothing where there is none.
    let bar: String?
    let target: String
    let gap: String
    let verdict: String
    /// `good`, `wait` or `bad`; nothing where there is no verdict.
    let kind: String?
    let pace: String
    let forecast: String
    /// The last day on which something came; only in tables of offices.
    var lastDay: String?
    let notes: [String]
}

extension FigureRow {
    /// - Parameter links: nil where nothing leads anywhere, as in a frozen report.
    init(_ line: ReportLine, _ links: FigureLinks?, _ language: Language) {
        let figures = FigureText(language)
        let kind: String? =
            switch line.verdict {
            case .met: "good"
            case .notYet: line.pace.map { $0.isOnPace } ?? true ? "wait" : "bad"
            case .notMet: "bad"
            case .noDenominator, nil: nil
            }
        let href: String? =
            switch line.scope {
            case .level(let level): links?.offices(line.indicator, level)
            case .site(let site): links?.office(site.id)
            case .province, .authority: nil
            }
        let (rate, isKnown) = Self.rate(of: line, figures, language)
        self.init(
            name: figures.name(of: line), href: href, level: line.level.map { Texts.levelName($0)(language) } ?? "",
            numerator: line.knownNumerator.map { Texts.count($0, language) } ?? "–",
            numeratorHref: links?.numerator(of: line),
            denominator: line.rate.denominator.map { Texts.count($0, language) } ?? "–", rate: rate,
            isKnown: isKnown, bar: isKnown ? Self.bar(of: line, kind, figures, language) : nil,
            target: figures.target(of: line), gap: figures.gap(of: line),
            // Without a denominator the rate says so already.
            verdict: line.verdict.flatMap { $0 == .noDenominator ? nil : Texts.verdict($0)(language) } ?? "",
            kind: kind, pace: figures.pace(of: line), forecast: figures.forecast(of: line),
            notes: Self.notes(of: line, language))
    }

    /// One office runs the process or does not: that is no share.
    private static func rate(of line: ReportLine, _ figures: FigureText, _ language: Language) -> (String, Bool) {
        if line.indicator == .offices, case .site = line.scope {
            let text =
                line.notes.contains(.exempt)
                ? Texts.exempt : line.rate.numerator > 0 ? Texts.runsProcess : Texts.runsNoProcess
            return (text(language), false)
        }
        return (figures.rate(of: line), line.ratePermille != nil)
    }

    private static func bar(
        of line: ReportLine, _ kind: String?, _ figures: FigureText, _ language: Language
    ) -> String? {
        guard let permille = line.ratePermille else { return nil }
        let expected = line.verdict == .met ? nil : line.pace?.expectedPermille
        return RateBar(
            permille: permille, target: line.target?.permille, expected: expected, kind: kind,
            title: Texts.barTitle(
                rate: figures.rate(of: line), target: figures.target(of: line),
                expected: expected.map { figures.percentage(Rate($0, of: 1000), decimals: 1) }, language)
        ).svg
    }

    private static func notes(of line: ReportLine, _ language: Language) -> [String] {
        var notes = line.notes.compactMap { note -> String? in
            if line.indicator == .offices, note == .exempt { return nil }
            // It is of the level's target, and stands beside the level.
            if case .otherReading = note, case .site = line.scope { return nil }
            return Texts.note(note)(language)
        }
        if !line.withoutDenominator.isEmpty, line.rate.denominator != nil {
            notes.append(Texts.withoutDenominator(line.withoutDenominator.count)(language))
        }
        return notes
    }
}
