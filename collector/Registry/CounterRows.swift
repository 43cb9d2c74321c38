import Dossiers
import GRDB

extension Tally {
    private static let table = SumTable(
        "counter", key: ["grain", "scope", "level", "start"], sums: Measure.allCases.map(\.rawValue))

    /// Adds the changes to the counters.
    ///
    /// - Throws: `damaged` when one would fall below nought.
    func apply(to db: Database) throws {
        for (key, changes) in values.sorted(by: { $0.key < $1.key }) {
            try Self.table.add(
                changes.all, to: [key.grain.rawValue, key.scope.text, key.level, key.start], in: db)
        }
    }
}

extension CounterKey {
    init(row: Row) throws {
        self.init(
            scope: OpaqueText(row["scope"]), level: row["level"], grain: try row.value("grain"), start: row["start"])
    }
}

extension Counts {
    init(row: Row) {
        for measure in Measure.allCases { self[measure] = row[measure.rawValue] }
    }
}
