import Dossiers
import Registry

/// The counters' sums that a report asks for, each span read once.
struct CounterBook {
    private let reader: FiguresReader
    private var known: [Key: [CounterScope: Int]] = [:]

    private struct Key: Hashable {
        var measure: Measure
        var first: CalendarDay?
        var last: CalendarDay
    }

    init(_ reader: FiguresReader) { self.reader = reader }

    /// What was counted from `first` (nil: from the beginning) through `last`, by scope.
    mutating func sums(
        of measure: Measure, from first: CalendarDay?, through last: CalendarDay
    ) throws(RegistryError) -> [CounterScope: Int] {
        let key = Key(measure: measure, first: first, last: last)
        if let sums = known[key] { return sums }
        let sums = try reader.sums(of: measure, from: first, through: last)
        known[key] = sums
        return sums
    }
}
