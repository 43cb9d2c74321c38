package import Dossiers
import GRDB

extension FiguresReader {
    /// What was counted in each calendar month from that of `first` through that of `last`, by scope and by the first
    /// day of the month; months with nothing are absent.
    ///
    /// The cost grows with scopes and months and not with what was counted.
    package func months(
        of measure: Measure, from first: CalendarDay, through last: CalendarDay
    ) throws(RegistryError) -> [CounterScope: [CalendarDay: Int]] {
        var months: [CounterScope: [CalendarDay: Int]] = [:]
        do {
            let statement = try db.cachedStatement(
                sql: """
                    WITH scopes AS (\(Self.scopes(of: measure)))
                    SELECT c.scope, c.level, start, c.\(measure.rawValue) FROM scopes AS s CROSS JOIN counter AS c
                    ON c.grain = 'month' AND c.scope = s.scope AND c.level = s.level AND c.start BETWEEN ?1 AND ?2
                        AND c.\(measure.rawValue) > 0
                    """)
            let rows = try Row.fetchCursor(
                statement, arguments: [first.firstOfMonth.number, last.number])
            while let row = try rows.next() {
                let scope = CounterScope(row[0], level: Level(rawValue: row[1]))
                months[scope, default: [:]][CalendarDay(number: row[2])] = row[3]
            }
        } catch { throw RegistryError(error) }
        return months
    }
}
