import Dossiers
import Progress
import Registry

/// A line of a report in a frozen document.
///
/// - `indicator`, `scope` (see `FrozenScope`), `level` (absent for the province), `parent`: the office above
/// - `numerator`; `denominator`, absent where none is known; `source`: counted, reported, mixed
/// - `target`, `verdict`, `pace` (`expectedPermille`, `isOnPace`, `forecast`, `forecastDay`), as far as there are any
/// - `withoutDenominator`: offices that are not in the rate, each with `scope`, `parent`, `numerator`
/// - `notes`: each with `code`, `text` as it was shown, and what it speaks of (see `FrozenNote`)
/// - `rollUp`: of a successor, `predecessors` whose figures are in the rate, and its `own` rate
struct FrozenLine: Codable, Hashable {
    let indicator: Indicator
    let scope: FrozenScope
    let level: Level?
    let parent: Site?
    let numerator: Int
    let denominator: Int?
    let source: NumeratorSource
    let target: Target?
    let verdict: ReportLine.Verdict?
    let pace: FrozenPace?
    let withoutDenominator: [Outside]
    let notes: [FrozenNote]
    let rollUp: RollUp?

    struct RollUp: Codable, Hashable {
        let predecessors: [Site]
        let own: Rate
    }

    struct Outside: Codable, Hashable {
        let scope: FrozenScope
        let parent: Site?
        let numerator: Int
    }

    init(_ line: ReportLine) {
        indicator = line.indicator
        scope = FrozenScope(line.scope)
        level = line.level
        parent = line.parent
        numerator = line.rate.numerator
        denominator = line.rate.denominator
        source = line.source
        target = line.target
        verdict = line.verdict
        pace = line.pace.map(FrozenPace.init)
        withoutDenominator = line.withoutDenominator.map {
            Outside(scope: FrozenScope($0.scope), parent: $0.parent, numerator: $0.numerator)
        }
        notes = line.notes.map(FrozenNote.init)
        rollUp = line.rollUp.map { RollUp(predecessors: $0.predecessors, own: $0.own) }
    }

    func line() throws(FrozenReportError) -> ReportLine {
        var outside: [ReportLine.Outside] = []
        for entry in withoutDenominator {
            outside.append(
                ReportLine.Outside(
                    scope: try entry.scope.lineScope(), parent: entry.parent, numerator: entry.numerator))
        }
        var stated: [ReportLine.Note] = []
        for note in notes { stated.append(try note.note()) }
        return ReportLine(
            indicator: indicator, scope: try scope.lineScope(), level: level, parent: parent,
            rate: Rate(numerator, of: denominator), source: source, target: target, verdict: verdict,
            pace: try pace?.pace(), withoutDenominator: outside, notes: stated,
            rollUp: rollUp.map { ReportLine.RollUp(predecessors: $0.predecessors, own: $0.own) })
    }
}

/// Whose figures they are: `kind` province, level (with `level`), site (with `site`, as it stood, or with `id` only in a
/// baseline) or authority (with `id` and `level`).
struct FrozenScope: Codable, Hashable {
    var kind: Kind
    var level: Level?
    var site: Site?
    var id: String?

    enum Kind: String, Codable {
        case province, level, site, authority
    }

    init(_ scope: ReportLine.Scope) {
        switch scope {
        case .province: kind = .province
        case .level(let level): (kind, self.level) = (.level, level)
        case .site(let site): (kind, self.site) = (.site, site)
        case .authority(let code, let level): (kind, id, self.level) = (.authority, code, level)
        }
    }

    init(_ scope: Baseline.Scope) {
        switch scope {
        case .level(let level): (kind, self.level) = (.level, level)
        case .site(let site): (kind, id) = (.site, site.rawValue)
        case .authority(let code, let level): (kind, id, self.level) = (.authority, code, level)
        }
    }

    func lineScope() throws(FrozenReportError) -> ReportLine.Scope {
        switch (kind, level, site, id) {
        case (.province, _, _, _): .province
        case (.level, let level?, _, _): .level(level)
        case (.site, _, let site?, _): .site(site)
        case (.authority, let level?, _, let code?): .authority(code, level)
        default: throw .unknownForm
        }
    }

    var baselineScope: Baseline.Scope? {
        switch (kind, level, id) {
        case (.level, let level?, _): .level(level)
        case (.site, _, let id?): SiteID(rawValue: id).map { .site($0) }
        case (.authority, let level?, let code?): .authority(code, level)
        default: nil
        }
    }
}

struct FrozenPace: Codable, Hashable {
    let expectedPermille: Int
    let isOnPace: Bool
    let forecast: String
    let forecastDay: CalendarDay?

    init(_ pace: Pace) {
        (expectedPermille, isOnPace) = (pace.expectedPermille, pace.isOnPace)
        switch pace.forecast {
        case .met: (forecast, forecastDay) = ("met", nil)
        case .on(let day): (forecast, forecastDay) = ("on", day)
        case .standstill: (forecast, forecastDay) = ("standstill", nil)
        case .beyond: (forecast, forecastDay) = ("beyond", nil)
        case .unknown: (forecast, forecastDay) = ("unknown", nil)
        }
    }

    func pace() throws(FrozenReportError) -> Pace {
        let forecast: Pace.Forecast
        switch (self.forecast, forecastDay) {
        case ("met", _): forecast = .met
        case ("on", let day?): forecast = .on(day)
        case ("standstill", _): forecast = .standstill
        case ("beyond", _): forecast = .beyond
        case ("unknown", _): forecast = .unknown
        default: throw .unknownForm
        }
        return Pace(expectedPermille: expectedPermille, isOnPace: isOnPace, forecast: forecast)
    }
}
