package import Dossiers
import GRDB

/// How much the collector has stored.
package struct StorageUse: Sendable, Hashable {
    /// Distinct contents, and their bytes.
    package var contents: Int
    package var bytes: Int
    /// What was added on each day of the span that was asked for, the earliest first.
    package var days: [Day]

    /// What was added on one day.
    package struct Day: Sendable, Hashable {
        package var day: CalendarDay
        package var contents: Int
        package var bytes: Int
    }
}

extension Registry {
    /// How much is stored, and what of it came in the last `count` days up to `last`.
    ///
    /// The cost grows with the days on which something came, and not with what came.
    package func storageUse(days count: Int, through last: CalendarDay) throws(RegistryError) -> StorageUse {
        try read { db in
            var use = StorageUse(contents: 0, bytes: 0, days: [])
            if let row = try Row.fetchOne(
                db, sql: "SELECT ifnull(sum(contents), 0), ifnull(sum(bytes), 0) FROM storedOnDay")
            {
                (use.contents, use.bytes) = (row[0], row[1])
            }
            let first = last.advanced(by: 1 - count)
            use.days = (0..<count).map {
                StorageUse.Day(day: first.advanced(by: $0), contents: 0, bytes: 0)
            }
            let rows = try Row.fetchCursor(
                db, sql: "SELECT day, contents, bytes FROM storedOnDay WHERE day BETWEEN ? AND ?",
                arguments: [first.number, last.number])
            while let row = try rows.next() {
                let number: Int = row["day"]
                use.days[number - first.number].contents = row["contents"]
                use.days[number - first.number].bytes = row["bytes"]
            }
            return use
        }
    }
}
