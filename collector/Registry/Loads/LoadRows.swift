import Dossiers
import GRDB

extension LoadTally {
    /// Adds the changes to the tables. A sum of nothing has no row.
    ///
    /// - Throws: `damaged` when one would fall below nought: the sums are wrong then, and `recount` mends them.
    func apply(to db: Database) throws {
        for (key, change) in values.sorted(by: { $0.key < $1.key }) {
            let kind = key.scope.kind
            let amounts = kind.columns.map { change[keyPath: $0.value] }
            guard amounts.contains(where: { $0 != 0 }) else { continue }
            let id = try key.scope.id(in: db)
            if amounts.allSatisfy({ $0 >= 0 }) {
                try db.cachedStatement(sql: kind.raise).execute(arguments: [id, key.day.number] + .init(amounts))
                continue
            }
            // A row to be inserted is checked before the conflict is seen, so that a fall needs statements of its own.
            try db.cachedStatement(sql: kind.lower).execute(arguments: [id, key.day.number] + .init(amounts))
            guard db.changesCount == 1 else {
                throw RegistryError.damaged(
                    reason: "a row of \(kind.table) would fall below 0; run `sohoa-collector recount`")
            }
            try db.cachedStatement(sql: kind.clear).execute(arguments: [id, key.day.number])
        }
    }
}

extension LoadKind {
    private var names: [String] { columns.map(\.name) }

    /// Adds to a row, which may not be there yet.
    fileprivate var raise: String {
        """
        INSERT INTO \(table) (scope, day, \(names.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (scope, day) DO UPDATE SET \(names.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
        """
    }

    /// Changes a row that is there, unless one of its sums would fall below nought.
    fileprivate var lower: String {
        let sums = names.enumerated().map { (name: $1, value: "\($1) + ?\($0 + 3)") }
        return """
            UPDATE \(table) SET \(sums.map { "\($0.name) = \($0.value)" }.joined(separator: ", "))
            WHERE scope = ?1 AND day = ?2 AND \(sums.map { "\($0.value) >= 0" }.joined(separator: " AND "))
            """
    }

    fileprivate var clear: String {
        "DELETE FROM \(table) WHERE scope = ? AND day = ? AND \(names.joined(separator: " + ")) = 0"
    }
}
