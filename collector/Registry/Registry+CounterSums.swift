package import Dossiers
import GRDB

/// What a counter is kept for.
package struct CounterScope: Sendable, Hashable {
    /// A site, or the competent authority with R3.
    package var name: String { opaque.text }
    /// The competent level with R3, else nil.
    package let level: Level?
    /// Codes are opaque: composed and decomposed ones are not the same.
    private let opaque: OpaqueText

    package init(_ name: String, level: Level? = nil) {
        opaque = OpaqueText(name)
        self.level = level
    }
}

/// The figures a report stands on, all of them read at one moment.
package struct FiguresReader {
    let db: Database

    /// Everything known of the offices.
    package func siteRecords() throws(RegistryError) -> SiteRecords {
        do { return try SiteRecords(db) } catch { throw RegistryError(error) }
    }

    /// Every baseline, by indicator, scope and first day.
    package func baselines() throws(RegistryError) -> [Baseline] {
        do { return try Baseline.all(db) } catch { throw RegistryError(error) }
    }

    /// Every target, by indicator, year and level.
    package func targets() throws(RegistryError) -> [Target] {
        do { return try Target.all(db) } catch { throw RegistryError(error) }
    }

    /// What was counted from `first` (nil: from the beginning) through `last`, by scope; scopes with nothing are absent.
    ///
    /// Whole months are taken from the rows by month and the rest from the rows by day, scope by scope, so that the
    /// cost grows with scopes and months and not with what was counted.
    package func sums(
        of measure: Measure, from first: CalendarDay?, through last: CalendarDay
    ) throws(RegistryError) -> [CounterScope: Int] {
        var sums: [CounterScope: Int] = [:]
        do {
            for range in CounterRange.covering(first, through: last) {
                let rows = try Row.fetchCursor(
                    db, sql: Self.sumQuery,
                    arguments: [measure.rawValue, range.grain.rawValue, range.first.number, range.last.number])
                while let row = try rows.next() {
                    let scope = CounterScope(row[0], level: Level(rawValue: row[1]))
                    sums[scope, default: 0] += row[2] as Int
                }
            }
        } catch { throw RegistryError(error) }
        return sums.filter { $0.value != 0 }
    }

    /// Whatever has a row by day has one by month too, and of those there are few: they tell the scopes, each of which
    /// then needs only the rows of the span.
    static let sumQuery = """
        WITH scopes AS (SELECT DISTINCT scope, level FROM counter WHERE measure = ?1 AND grain = 'month')
        SELECT c.scope, c.level, sum(c.value) FROM scopes AS s CROSS JOIN counter AS c
        ON c.measure = ?1 AND c.grain = ?2 AND c.scope = s.scope AND c.level = s.level AND c.start BETWEEN ?3 AND ?4
        GROUP BY c.scope, c.level
        """
}

extension Registry {
    /// What `body` reads for a report, all of it as it is at one moment.
    package func readFigures<Value>(
        _ body: (FiguresReader) throws(RegistryError) -> Value
    ) throws(RegistryError) -> Value {
        try read { try body(FiguresReader(db: $0)) }
    }
}

/// Rows of the counters by day or by month that begin within a span.
struct CounterRange: Hashable {
    let grain: CounterKey.Grain
    let first: CalendarDay
    let last: CalendarDay

    /// The fewest ranges that cover each day from `first` (nil: from the beginning) through `last` exactly once.
    static func covering(_ first: CalendarDay?, through last: CalendarDay) -> [CounterRange] {
        if let first, first > last { return [] }
        // The first month that lies wholly in the span, and the first day after the last such month.
        let months = first.map { $0.components.day == 1 ? $0 : $0.firstOfNextMonth }
        let rest = last.advanced(by: 1).firstOfMonth
        if let months, months >= rest { return [CounterRange(grain: .day, first: first!, last: last)] }
        var ranges: [CounterRange] = []
        if let first, let months, first < months {
            ranges.append(CounterRange(grain: .day, first: first, last: months.advanced(by: -1)))
        }
        let beginning = months ?? CalendarDay(number: Int(Int32.min))
        ranges.append(CounterRange(grain: .month, first: beginning, last: rest.advanced(by: -1)))
        if rest <= last { ranges.append(CounterRange(grain: .day, first: rest, last: last)) }
        return ranges
    }
}

extension CalendarDay {
    /// The first day of the month after its own.
    fileprivate var firstOfNextMonth: CalendarDay { firstOfMonth.advanced(by: 31).firstOfMonth }
}
