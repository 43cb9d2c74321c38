import GRDB

/// The rows that say which manifests a manifest takes the place of.
enum SupersessionRows {
    static func insert(_ superseded: [Int64], by manifest: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO supersession (superseded, manifest) VALUES (?, ?)")
        for id in superseded { try statement.execute(arguments: [id, manifest]) }
    }

    /// Makes the rows say what `node` says.
    static func rewrite(_ node: ManifestNode, in db: Database) throws {
        try db.execute(sql: "DELETE FROM supersession WHERE manifest = ?", arguments: [node.id])
        try insert(node.supersedes, by: node.id, in: db)
    }
}
