import Dossiers
import GRDB

extension LoadTally {
    /// Adds the changes to the tables.
    ///
    /// - Throws: `damaged` when one would fall below nought.
    func apply(to db: Database) throws {
        for (key, change) in values.sorted(by: { $0.key < $1.key }) {
            let kind = key.scope.kind
            let amounts = kind.columns.map { change[keyPath: $0.value] }
            guard amounts.contains(where: { $0 != 0 }) else { continue }
            try kind.sums.add(amounts, to: [try key.scope.id(in: db), key.day.number], in: db)
        }
    }
}

extension LoadKind {
    private static let tables = Dictionary(
        uniqueKeysWithValues: allCases.map { kind in
            (kind, SumTable(kind.table, key: ["scope", "day"], sums: kind.columns.map(\.name)))
        })

    // Every kind has one.
    fileprivate var sums: SumTable { Self.tables[self]! }
}
