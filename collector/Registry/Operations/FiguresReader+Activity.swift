package import Dossiers
import GRDB

extension FiguresReader {
    /// The last day, up to `day`, on which something was counted for each of `scopes`; those that had nothing are
    /// absent.
    package func lastDays(
        of measure: Measure, scopes: some Sequence<String>, through day: CalendarDay
    ) throws(RegistryError) -> [String: CalendarDay] {
        var days: [String: CalendarDay] = [:]
        do {
            let statement = try db.cachedStatement(
                sql: """
                    SELECT start FROM counter
                    WHERE grain = 'day' AND scope = ? AND level = '' AND start <= ? AND \(measure.rawValue) > 0
                    ORDER BY start DESC LIMIT 1
                    """)
            for scope in scopes {
                let number = try Int.fetchOne(statement, arguments: [scope, day.number])
                if let number { days[scope] = CalendarDay(number: number) }
            }
        } catch { throw RegistryError(error) }
        return days
    }
}
