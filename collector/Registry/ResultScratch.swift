import Dossiers
import Exchange
import GRDB

/// What manifests say of results, gathered by result in a temporary database.
struct ResultScratch {
    private let db: Database

    init(_ db: Database) throws {
        self.db = db
        try db.execute(
            sql: """
                CREATE TABLE statement (
                    key TEXT NOT NULL, site TEXT NOT NULL, dossierCode TEXT NOT NULL, sealedAt INTEGER NOT NULL,
                    digest BLOB NOT NULL, position INTEGER NOT NULL, isEffective INTEGER NOT NULL,
                    authority TEXT NOT NULL, level TEXT NOT NULL, issuedOn INTEGER, inForce INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX statementByKey ON statement (key);
                """)
    }

    /// Adds what `manifest` says of results.
    func add(_ manifest: Manifest, _ node: ManifestNode, isEffective: Bool) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for (position, document) in manifest.documents.enumerated() {
            guard let key = ResultKey.of(document, in: manifest.dossier.code) else { continue }
            try statement.execute(arguments: [
                key, manifest.site.rawValue, manifest.dossier.code.rawValue, node.order.sealedAt,
                node.order.digest.data, position, isEffective, document.authority, document.level.rawValue,
                document.issuedOn?.number, document.inForce,
            ])
        }
    }

    /// Every result by key, with what counts of it; nil where nothing that stands names it.
    func forEach(_ body: (OpaqueText, ResultFact?) throws -> Void) throws {
        var (key, statements): (OpaqueText?, [ResultFact.Statement]) = (nil, [])
        let rows = try Row.fetchCursor(db, sql: "SELECT * FROM statement ORDER BY key")
        while let row = try rows.next() {
            let next = OpaqueText(row["key"])
            if let key, key != next {
                try body(key, ResultFact.derive(from: statements))
                statements = []
            }
            key = next
            statements.append(try ResultFact.Statement(row: row))
        }
        if let key { try body(key, ResultFact.derive(from: statements)) }
    }

    func fact(of key: OpaqueText) throws -> ResultFact? {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM statement WHERE key = ?"), arguments: [key.text])
        return ResultFact.derive(from: try rows.map(ResultFact.Statement.init(row:)))
    }
}
