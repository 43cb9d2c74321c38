package import Dossiers

/// One row of the counters: a scope in a span.
struct CounterKey: Hashable, Comparable {
    let scope: OpaqueText
    /// The competent level with R3, else empty.
    let level: String
    let grain: Grain
    /// First day of the day, month or year.
    let start: Int

    /// The spans for which counters are kept.
    enum Grain: String, CaseIterable {
        case day, month, year

        /// The first day of the span that `day` is in.
        func start(of day: CalendarDay) -> CalendarDay {
            switch self {
            case .day: day
            case .month: day.firstOfMonth
            case .year: Period(year: day.components.year).first
            }
        }

        /// The first day of the span after that which `day` is in.
        func next(after day: CalendarDay) -> CalendarDay {
            switch self {
            case .day: day.advanced(by: 1)
            case .month: day.firstOfMonth.advanced(by: 31).firstOfMonth
            case .year: Period(year: day.components.year).last.advanced(by: 1)
            }
        }
    }

    static func < (a: CounterKey, b: CounterKey) -> Bool {
        (a.scope, a.level, a.grain.rawValue, a.start) < (b.scope, b.level, b.grain.rawValue, b.start)
    }
}

/// Sums of each measure, or changes of them.
struct Counts: Hashable {
    /// Without noughts.
    private var amounts: [Measure: Int] = [:]

    /// Those of all measures, in the order of their cases.
    var all: [Int] { Measure.allCases.map { self[$0] } }

    var isZero: Bool { amounts.isEmpty }

    subscript(measure: Measure) -> Int {
        get { amounts[measure] ?? 0 }
        set { amounts[measure] = newValue == 0 ? nil : newValue }
    }
}

/// Sums, or changes of sums, by scope and span.
struct Tally {
    private(set) var values: [CounterKey: Counts] = [:]

    /// Adds `amount` on `day`, to the counters of each span that it is in.
    mutating func add(_ amount: Int, to measure: Measure, scope: String, level: String = "", on day: CalendarDay) {
        guard amount != 0 else { return }
        for grain in CounterKey.Grain.allCases {
            let key = CounterKey(
                scope: OpaqueText(scope), level: level, grain: grain, start: grain.start(of: day).number)
            values[key, default: Counts()][measure] += amount
        }
    }

    /// Adds what a dossier counts for.
    mutating func add(_ fact: DossierFact, times: Int) {
        let site = fact.site.rawValue
        add(times, to: .dossiers, scope: site, on: fact.day)
        if fact.isDigitised { add(times, to: .digitisedDossiers, scope: site, on: fact.day) }
        add(times * fact.papers, to: .componentPapers, scope: site, on: fact.day)
        add(times * fact.reusedPapers, to: .reusedPapers, scope: site, on: fact.day)
    }

    /// Adds what a result counts for.
    mutating func add(_ fact: ResultFact, times: Int) {
        add(times, to: .digitisedResults, scope: fact.site.rawValue, on: fact.resolvedDay)
        if fact.inForce {
            add(times, to: .resultsInForce, scope: fact.authority.text, level: fact.level.rawValue, on: fact.firstDay)
        }
    }
}

extension CalendarDay {
    /// The first day of its month.
    package var firstOfMonth: CalendarDay { advanced(by: 1 - components.day) }
}
