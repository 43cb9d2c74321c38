import Dossiers
import GRDB

extension DossierFact {
    static func fetch(_ code: DossierCode, in db: Database) throws -> DossierFact? {
        let statement = try db.cachedStatement(
            sql: "SELECT site, day, isDigitised, papers, reusedPapers FROM dossierFact WHERE dossierCode = ?")
        return try Row.fetchOne(statement, arguments: [code.rawValue]).map { row in
            DossierFact(
                site: try row.value("site"), day: CalendarDay(number: row["day"]), isDigitised: row["isDigitised"],
                papers: row["papers"], reusedPapers: row["reusedPapers"])
        }
    }

    /// Makes the row say `fact`, or go where it is nil.
    static func store(_ fact: DossierFact?, for code: DossierCode, in db: Database) throws {
        guard let fact else {
            try db.cachedStatement(sql: "DELETE FROM dossierFact WHERE dossierCode = ?")
                .execute(arguments: [code.rawValue])
            return
        }
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO dossierFact (dossierCode, site, day, isDigitised, papers, reusedPapers)
                VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            code.rawValue, fact.site.rawValue, fact.day.number, fact.isDigitised, fact.papers, fact.reusedPapers,
        ])
    }

    /// What the statement rows of complete manifests say of the dossier, at whichever offices.
    static func statements(of code: DossierCode, in db: Database) throws -> [Statement] {
        let query = try db.cachedStatement(
            sql: """
                SELECT manifest.id, manifest.site, manifest.sealedAt, manifest.digest, manifest.isEffective,
                    dossier.componentsComplete
                FROM manifest JOIN dossier ON dossier.manifest = manifest.id
                WHERE manifest.dossierCode = ? AND manifest.state = 'complete'
                """)
        return try Row.fetchAll(query, arguments: [code.rawValue]).map { row in
            let isEffective: Bool = row["isEffective"]
            // Only what stands is counted.
            let papers = isEffective ? try ComponentPaper.fetch(of: row["id"], in: db) : []
            return Statement(
                site: try row.value("site"),
                order: SealOrder(sealedAt: row["sealedAt"], digest: row.digest("digest")), isEffective: isEffective,
                hasComponents: row["componentsComplete"] && !papers.isEmpty, papers: papers)
        }
    }
}

extension ComponentPaper {
    /// The component papers that the rows of `manifest` state.
    fileprivate static func fetch(of manifest: Int64, in db: Database) throws -> [ComponentPaper] {
        let query = try db.cachedStatement(
            sql: """
                SELECT authority, type, number, reusedFrom IS NOT NULL AS isReused FROM document
                WHERE manifest = ? AND role = 'component' ORDER BY position
                """)
        var keys = KeyMaker()
        return try Row.fetchAll(query, arguments: [manifest]).map { row in
            ComponentPaper(
                key: keys.key(authority: row["authority"], type: row["type"], number: row["number"]),
                isReused: row["isReused"])
        }
    }
}
