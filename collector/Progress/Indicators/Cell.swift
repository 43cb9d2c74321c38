import Dossiers

/// The figures of one office or authority in one indicator, before they are summed.
struct Cell {
    /// Whose figures they are.
    var scope: ReportLine.Scope
    var level: Level
    var numerator: Int
    /// Nil where no denominator is known.
    var denominator: Int?
    var source = NumeratorSource.counted
    /// What the system counted by itself, where another figure stands for it.
    var counted = 0
    /// What was counted in the last four weeks.
    var gain = 0
    var isExempt = false
    /// How many baselines the denominator is the sum of.
    var parts = 1
    /// The days of the period on which there was the office, where the denominator is of these only.
    var lived: Period?
    /// Its figures with those of its predecessors, where it has any in the period.
    var rollUp: RollUp?
    /// Whether the denominator is the sum of its predecessors', having none of its own (R3).
    var hasPredecessorsDenominator = false
    /// The office's own numerator, where `numerator` has its predecessors' in it.
    var ownNumerator: Int?

    /// The office, where it is one.
    var site: Site? {
        if case .site(let site) = scope { site } else { nil }
    }
}

/// Where a numerator comes from.
package enum NumeratorSource: String, Sendable, Hashable, Codable {
    /// From the dossiers that the collector holds.
    case counted
    /// As reported with an imported baseline.
    case reported
    /// Reported for a part of the period, counted for the rest.
    case mixed

    /// The source of a sum of figures from both.
    static func + (a: NumeratorSource, b: NumeratorSource) -> NumeratorSource { a == b ? a : .mixed }
}

/// The figures of a whole level that stand in for those of its offices.
struct LevelFigure {
    var numerator: Int
    var denominator: Int
    var source: NumeratorSource
    var counted: Int
    var parts: Int
    var gain: Int
}

/// The figures of an indicator: by office or authority, and where they are imported by level.
struct IndicatorFigures {
    var cells: [Cell] = []
    var levels: [Level: LevelFigure] = [:]
    /// Whether a level's imported figure goes before the offices' own (R6), or only stands in for what they lack.
    var levelGoesFirst = false
    /// Over how many days `gain` was counted.
    var gainDays = IndicatorFigures.fourWeeks
    /// Whether gains tell when a target will be met; not where the denominator grows with them (R5).
    var hasForecast = true
    /// Whether the system had received anything by the day of the report.
    var hasCounted = true

    static let fourWeeks = 28
}
