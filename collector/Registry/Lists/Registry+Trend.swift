package import Dossiers
import Exchange
import GRDB

extension FiguresReader {
    /// What was counted in each span of `days` days up to `last`, the earliest first.
    ///
    /// - Parameters:
    ///   - scopes: whose counts are added up, see `Measure`; nil: everybody's.
    ///   - level: the competent level, with R3; nil: every level.
    ///   - days: how long a span is, 7 for weeks.
    package func trend(
        of measure: Measure, scopes: Set<String>?, level: Level? = nil, spans: Int, of days: Int = 7,
        through last: CalendarDay
    ) throws(RegistryError) -> [Int] {
        var sums = [Int](repeating: 0, count: spans)
        let first = last.advanced(by: 1 - spans * days)
        do {
            // Bound as one value, whatever their number.
            let names = try scopes.map { String(decoding: try Wire.encode($0.sorted()), as: UTF8.self) }
            let rows = try Row.fetchCursor(
                db.cachedStatement(sql: Self.trendQuery(of: measure)),
                arguments: [first.number, last.number, days, names, level?.rawValue])
            while let row = try rows.next() { sums[row[0]] += row[1] as Int }
        } catch { throw RegistryError(error) }
        return sums
    }

    /// As in `sumQuery`, every scope is known by its rows by year; those of days are found by scope.
    private static func trendQuery(of measure: Measure) -> String {
        """
        WITH scopes AS (
            SELECT * FROM (\(scopes(of: measure)))
            WHERE (?4 IS NULL OR scope IN (SELECT value FROM json_each(?4)))
                AND (?5 IS NULL OR level IN ('', ?5))
        )
        SELECT (c.start - ?1) / ?3, sum(c.\(measure.rawValue)) FROM scopes AS s CROSS JOIN counter AS c
        ON c.grain = 'day' AND c.scope = s.scope AND c.level = s.level AND c.start BETWEEN ?1 AND ?2
        GROUP BY 1
        """
    }
}
