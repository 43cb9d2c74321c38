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

    /// Every baseline of a span that has days from `first` through `last` in it, by indicator, scope and first day.
    package func baselines(
        from first: CalendarDay, through last: CalendarDay
    ) throws(RegistryError) -> [Baseline] {
        do { return try Baseline.all(db, from: first, through: last) } catch { throw RegistryError(error) }
    }

    /// Every target, by indicator, year and level.
    package func targets() throws(RegistryError) -> [Target] {
        do { return try Target.all(db) } catch { throw RegistryError(error) }
    }

    /// What was counted from `first` (nil: from the beginning) through `last`, by scope; scopes with nothing are absent.
    ///
    /// Whole years and months are taken from their rows and the rest from the rows by day, scope by scope, so that the
    /// cost grows with scopes and spans and not with what was counted.
    package func sums(
        of measure: Measure, from first: CalendarDay?, through last: CalendarDay
    ) throws(RegistryError) -> [CounterScope: Int] {
        var sums: [CounterScope: Int] = [:]
        do {
            for range in CounterRange.covering(first, through: last) {
                let rows = try Row.fetchCursor(
                    db.cachedStatement(sql: Self.sumQuery(of: measure)),
                    arguments: [range.grain.rawValue, range.first.number, range.last.number])
                while let row = try rows.next() {
                    let scope = CounterScope(row[0], level: Level(rawValue: row[1]))
                    sums[scope, default: 0] += row[2] as Int
                }
            }
        } catch { throw RegistryError(error) }
        return sums.filter { $0.value != 0 }
    }

    /// Whatever has a row by day has one by year too, and of those there are few: they tell the scopes, each of which
    /// then needs only the rows of the span.
    static func scopes(of measure: Measure) -> String {
        "SELECT DISTINCT scope, level FROM counter WHERE grain = 'year' AND \(measure.rawValue) > 0"
    }

    static func sumQuery(of measure: Measure) -> String {
        """
        WITH scopes AS (\(scopes(of: measure)))
        SELECT c.scope, c.level, sum(c.\(measure.rawValue)) FROM scopes AS s CROSS JOIN counter AS c
        ON c.grain = ?1 AND c.scope = s.scope AND c.level = s.level AND c.start BETWEEN ?2 AND ?3
        GROUP BY c.scope, c.level
        """
    }
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
        covering(first, through: last, [.year, .month, .day])
    }

    /// Whole spans of the first grain, and before and after them what the finer ones cover.
    private static func covering(
        _ first: CalendarDay?, through last: CalendarDay, _ grains: ArraySlice<CounterKey.Grain>
    ) -> [CounterRange] {
        guard let grain = grains.first, first.map({ $0 <= last }) ?? true else { return [] }
        let rest = grains.dropFirst()
        // The first span that lies wholly in it, and the first day after the last such span.
        let inner = first.map { grain.start(of: $0) == $0 ? $0 : grain.next(after: $0) }
        let end = grain.start(of: last.advanced(by: 1))
        if let inner, inner >= end { return covering(first, through: last, rest) }
        var ranges: [CounterRange] = []
        if let inner { ranges += covering(first, through: inner.advanced(by: -1), rest) }
        ranges.append(
            CounterRange(
                grain: grain, first: inner ?? CalendarDay(number: Int(Int32.min)), last: end.advanced(by: -1)))
        return ranges + covering(end, through: last, rest)
    }
}
