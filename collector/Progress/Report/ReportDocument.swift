import Dossiers

/// A report for programs: `progress --json`. Fields are only ever added.
///
/// - `period` (`name`, `first`, `last`, where a rule says so `due`: to be sent before this day), `day`: the last day counted
/// - `lines`: each with `indicator` (R1 to R6), `scope` (`kind`: province, level, site, authority; `level`; `id` and
///   `name` of a site or authority; `parent`, `parentName` of a site), `numerator` (null with R4 where nothing was
///   reported), `denominator` and `percent` (text with a point, two decimals; both null without a denominator, the
///   latter also over zero), `numeratorSource` (counted, reported, mixed), `target` (`year`, `permille`, where the plan
///   has two readings `other`: `permille`, `basis`) or null, `verdict` (met, not_yet, not_met, no_denominator) or null,
///   `pace` (`expectedPermille`, `onPace`, `forecast`: met, on, standstill, beyond, unknown, and `forecastDay`) or null,
///   `withoutDenominator` (as scopes, with `numerator` but for R4), `notes` (`code`, `text` in Vietnamese), and of
///   successors `rollUp` (`predecessors`, whose figures are in the numerator and denominator; `ownNumerator`,
///   `ownDenominator`)
package struct ReportDocument: Encodable, Sendable {
    private let period: PeriodDocument
    private let day: CalendarDay
    private let lines: [LineDocument]

    /// The document of `report`.
    package init(_ report: ProgressReport) {
        let period = report.request.period
        self.period = PeriodDocument(
            name: period.description, first: period.first, last: period.last, due: report.due)
        day = report.request.day
        lines = report.lines.map(LineDocument.init)
    }
}

private struct PeriodDocument: Encodable {
    let name: String
    let first: CalendarDay
    let last: CalendarDay
    /// The report must have been sent before it.
    let due: CalendarDay?
}

private struct LineDocument: Encodable {
    let line: ReportLine

    enum Key: String, CodingKey {
        case indicator, scope, numerator, denominator, percent, numeratorSource, target, verdict, pace
        case withoutDenominator, notes, rollUp
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(line.indicator, forKey: .indicator)
        try container.encode(ScopeDocument(line.scope, level: line.level, parent: line.parent), forKey: .scope)
        try container.encode(line.knownNumerator, forKey: .numerator)
        // Null rather than absent: a missing denominator is a statement.
        try container.encode(line.rate.denominator, forKey: .denominator)
        try container.encode(line.rate.percentText, forKey: .percent)
        try container.encode(line.source, forKey: .numeratorSource)
        try container.encode(
            line.target.map { TargetDocument(year: $0.year, permille: $0.permille, other: $0.other) }, forKey: .target)
        try container.encode(line.verdict, forKey: .verdict)
        try container.encode(line.pace.map(PaceDocument.init), forKey: .pace)
        try container.encode(
            line.withoutDenominator.map {
                ScopeDocument(
                    $0.scope, level: line.level, parent: $0.parent,
                    numerator: line.indicator == .signed ? nil : $0.numerator)
            }, forKey: .withoutDenominator)
        try container.encode(line.notes.map { NoteDocument(code: $0.code, text: $0.vietnamese) }, forKey: .notes)
        try container.encodeIfPresent(line.rollUp.map(RollUpDocument.init), forKey: .rollUp)
    }
}

private struct RollUpDocument: Encodable {
    let predecessors: [SiteID]
    let ownNumerator: Int
    let ownDenominator: Int?

    init(_ rollUp: ReportLine.RollUp) {
        predecessors = rollUp.predecessors.map(\.id)
        (ownNumerator, ownDenominator) = (rollUp.own.numerator, rollUp.own.denominator)
    }
}

private struct ScopeDocument: Encodable {
    var kind: String
    var level: Level?
    var id: String?
    var name: String?
    var parent: SiteID?
    var parentName: String?
    var numerator: Int?

    init(_ scope: ReportLine.Scope, level: Level?, parent: Site?, numerator: Int? = nil) {
        self.level = level
        self.numerator = numerator
        switch scope {
        case .province: kind = "province"
        case .level: kind = "level"
        case .site(let site):
            kind = "site"
            (id, name) = (site.id.rawValue, site.name)
            (self.parent, parentName) = (parent?.id, parent?.name)
        case .authority(let code, _):
            kind = "authority"
            id = code
        }
    }
}

private struct TargetDocument: Encodable {
    let year: Int
    let permille: Int
    /// By the plan's other reading.
    let other: Target.Reading?
}

private struct PaceDocument: Encodable {
    let expectedPermille: Int
    let onPace: Bool
    let forecast: String
    let forecastDay: CalendarDay?

    init(_ pace: Pace) {
        (expectedPermille, onPace) = (pace.expectedPermille, pace.isOnPace)
        switch pace.forecast {
        case .met: (forecast, forecastDay) = ("met", nil)
        case .on(let day): (forecast, forecastDay) = ("on", day)
        case .standstill: (forecast, forecastDay) = ("standstill", nil)
        case .beyond: (forecast, forecastDay) = ("beyond", nil)
        case .unknown: (forecast, forecastDay) = ("unknown", nil)
        }
    }
}

private struct NoteDocument: Encodable {
    let code: String
    let text: String
}

extension ReportLine.Note {
    /// A stable name.
    fileprivate var code: String {
        switch self {
        case .reported: "reported"
        case .mixed: "mixed"
        case .aboveDenominator: "above_denominator"
        case .exempt: "exempt"
        case .levelDenominator: "level_denominator"
        case .summedDenominator: "summed_denominator"
        case .incomplete: "incomplete"
        case .unlike: "unlike"
        case .nothingReceived: "nothing_received"
        case .rolledUp: "rolled_up"
        case .rollUpWithoutDenominator: "roll_up_without_denominator"
        case .predecessorsDenominator: "predecessors_denominator"
        case .partsOf: "parts_of"
        case .succeeded: "succeeded"
        case .lived: "lived"
        case .levelEnded: "level_ended"
        case .withoutEnded: "without_ended"
        case .otherReading: "other_reading"
        }
    }
}

extension Rate {
    /// With a point and two decimals, as programs read it; nil where there is no rate.
    fileprivate var percentText: String? {
        guard let denominator, denominator > 0 else { return nil }
        let text = vietnamese(decimals: 2)
        guard text.utf8.last == UInt8(ascii: "%") else { return nil }
        return text.dropLast().split(separator: ",").joined(separator: ".")
    }
}
