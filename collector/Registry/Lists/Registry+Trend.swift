package import Dossiers
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
            // A counter's row is found by its scope; of all scopes those are known by month, see `sumQuery`.
            let known = try String.fetchSet(
                db, sql: "SELECT DISTINCT scope FROM counter WHERE measure = ? AND grain = 'month'",
                arguments: [measure.rawValue])
            let statement = try db.cachedStatement(
                sql: """
                    SELECT start, value FROM counter
                    WHERE measure = ? AND grain = 'day' AND scope = ? AND level IN \(Self.levels(level))
                        AND start BETWEEN ? AND ?
                    """)
            for scope in scopes.map({ known.intersection($0) }) ?? known {
                let rows = try Row.fetchCursor(
                    statement, arguments: [measure.rawValue, scope, first.number, last.number])
                while let row = try rows.next() {
                    let (start, value): (Int, Int) = (row[0], row[1])
                    sums[(start - first.number) / days] += value
                }
            }
        } catch { throw RegistryError(error) }
        return sums
    }

    private static func levels(_ level: Level?) -> String {
        "(" + ([""] + (level.map { [$0] } ?? Level.allCases).map(\.rawValue)).map { "'\($0)'" }.joined(separator: ", ")
            + ")"
    }
}
