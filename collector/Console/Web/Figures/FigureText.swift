import Dossiers
import Progress

/// Figures of a report in words of a language.
struct FigureText: Sendable {
    private let language: Language

    init(_ language: Language) { self.language = language }

    func name(of line: ReportLine) -> String {
        switch line.scope {
        case .province: return Texts.wholeProvince(language)
        case .level(let level): return Texts.levelName(level)(language)
        case .authority(let code, _): return Texts.authority(printable(code))(language)
        case .site(let site):
            let name = site.pageName(under: line.parent)
            // A result may name an office at a level that is not the office's own.
            guard let level = line.level, level != site.level else { return name }
            return "\(name), \(Texts.levelName(level)(language))"
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

    /// Once the target is met, or its year is over, pace is no question.
    func pace(of line: ReportLine) -> String {
        guard let pace = line.pace, line.verdict == .notYet else { return "" }
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

    /// How far the rate is below its target, in points of percentage; negative above it.
    func gap(of line: ReportLine) -> String {
        guard let gap = line.gapPermille else { return "" }
        let tenths = Rate(abs(gap), of: 1000)
        return Texts.points(percentage(tenths, decimals: 1).filter { $0 != "%" }, isBehind: gap > 0)(language)
    }

    func percentage(_ rate: Rate, decimals: Int) -> String {
        let text = rate.vietnamese(decimals: decimals)
        return language == .vietnamese ? text : String(text.map { $0 == "," ? "." : $0 })
    }
}

extension ReportLine {
    /// The rate in thousandths, rounded down; nil where there is none.
    var ratePermille: Int? {
        guard let denominator = rate.denominator, denominator > 0 else { return nil }
        return Int(clamping: Int128(rate.numerator) * 1000 / Int128(denominator))
    }

    /// How far the rate is below its target, in thousandths, rounded up: never 0 while the target is not met.
    var gapPermille: Int? {
        guard let target else { return nil }
        return ratePermille.map { target.permille - $0 }
    }
}
