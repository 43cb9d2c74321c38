import GRDB

/// A table of sums that are changed by adding, and never fall below nought. A row of nothing but noughts is not kept.
struct SumTable: Sendable {
    private let name: String
    private let raise: String
    private let lower: String
    private let clear: String

    /// - Parameters:
    ///   - key: its key's columns.
    ///   - sums: all its other columns.
    init(_ name: String, key: [String], sums: [String]) {
        self.name = name
        let row = key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        let changed = sums.enumerated().map { (name: $1, value: "\($1) + ?\($0 + key.count + 1)") }
        let places = (1...key.count + sums.count).map { "?\($0)" }.joined(separator: ", ")
        raise = """
            INSERT INTO \(name) (\((key + sums).joined(separator: ", "))) VALUES (\(places))
            ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \
            \(sums.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
            """
        lower = """
            UPDATE \(name) SET \(changed.map { "\($0.name) = \($0.value)" }.joined(separator: ", "))
            WHERE \(row) AND \(changed.map { "\($0.value) >= 0" }.joined(separator: " AND "))
            """
        clear = "DELETE FROM \(name) WHERE \(row) AND \(sums.map { "\($0) = 0" }.joined(separator: " AND "))"
    }

    /// Adds to the sums of the row `key`, which may not be there yet.
    ///
    /// - Throws: `damaged` when one would fall below nought: the sums are wrong then, and `recount` mends them.
    func add(_ amounts: [Int], to key: StatementArguments, in db: Database) throws {
        guard amounts.contains(where: { $0 != 0 }) else { return }
        if amounts.allSatisfy({ $0 >= 0 }) {
            return try db.cachedStatement(sql: raise).execute(arguments: key + StatementArguments(amounts))
        }
        // A row to be inserted is checked before the conflict is seen, so that a fall needs statements of its own.
        try db.cachedStatement(sql: lower).execute(arguments: key + StatementArguments(amounts))
        guard db.changesCount == 1 else {
            throw RegistryError.damaged(
                reason: "a row of \(name) would fall below 0; run `sohoa-collector recount`")
        }
        try db.cachedStatement(sql: clear).execute(arguments: key)
    }
}
