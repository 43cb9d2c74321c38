import Dossiers
import GRDB

extension ResultFact {
    init(row: Row) throws {
        self.init(
            authority: OpaqueText(row["authority"]), level: try row.value("level"), site: try row.value("site"),
            firstDay: CalendarDay(number: row["firstDay"]), resolvedDay: CalendarDay(number: row["resolvedDay"]),
            inForce: row["inForce"])
    }

    static func fetch(_ key: OpaqueText, in db: Database) throws -> ResultFact? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM resultFact WHERE key = ?")
        return try Row.fetchOne(statement, arguments: [key.text]).map(ResultFact.init(row:))
    }

    /// Makes the row say `fact`, or go where it is nil.
    static func store(_ fact: ResultFact?, for key: OpaqueText, in db: Database) throws {
        guard let fact else {
            try db.cachedStatement(sql: "DELETE FROM resultFact WHERE key = ?").execute(arguments: [key.text])
            return
        }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO resultFact (key, authority, level, site, firstDay, resolvedDay, inForce)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            key.text, fact.authority.text, fact.level.rawValue, fact.site.rawValue, fact.firstDay.number,
            fact.resolvedDay.number, fact.inForce,
        ])
    }

    /// What the statement rows of complete manifests say of the result.
    static func statements(of key: OpaqueText, in db: Database) throws -> [Statement] {
        let query = try db.cachedStatement(
            sql: """
                SELECT manifest.site, manifest.dossierCode, manifest.sealedAt, manifest.digest, manifest.isEffective,
                    document.position, document.authority, document.level, document.issuedOn, document.inForce
                FROM document JOIN manifest ON manifest.id = document.manifest
                WHERE document.resultKey = ? AND manifest.state = 'complete'
                """)
        return try Row.fetchAll(query, arguments: [key.text]).map(Statement.init(row:))
    }

    /// The results that `manifest` names.
    static func keys(of manifest: Int64, in db: Database) throws -> [OpaqueText] {
        let query = try db.cachedStatement(
            sql: "SELECT DISTINCT resultKey FROM document WHERE manifest = ? AND resultKey IS NOT NULL")
        return try String.fetchAll(query, arguments: [manifest]).map(OpaqueText.init)
    }
}

extension ResultFact.Statement {
    init(row: Row) throws {
        let issuedOn: Int? = row["issuedOn"]
        self.init(
            site: try row.value("site"), dossier: try row.value("dossierCode"),
            order: SealOrder(sealedAt: row["sealedAt"], digest: row.digest("digest")), position: row["position"],
            isEffective: row["isEffective"], authority: OpaqueText(row["authority"]), level: try row.value("level"),
            issuedOn: issuedOn.map { CalendarDay(number: $0) }, inForce: row["inForce"])
    }
}
