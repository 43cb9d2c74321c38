import Dossiers
import GRDB

extension DossierFact {
    static func fetch(_ code: DossierCode, in db: Database) throws -> DossierFact? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT fact.site, day, isDigitised, papers, reusedPapers, loadScope.name AS procedure, pages
                FROM dossierFact AS fact LEFT JOIN loadScope
                    ON loadScope.id = fact.procedure AND kind = 'procedure' AND loadScope.site = fact.site
                WHERE dossierCode = ?
                """)
        return try Row.fetchOne(statement, arguments: [code.rawValue]).map { row in
            // One that is of no procedure of its office is damaged: it is like none that is derived.
            let procedure: String? = row["procedure"]
            return DossierFact(
                site: try row.value("site"), day: CalendarDay(number: row["day"]), isDigitised: row["isDigitised"],
                papers: row["papers"], reusedPapers: row["reusedPapers"], procedure: OpaqueText(procedure ?? ""),
                pages: row["pages"])
        }
    }

    /// Makes the row say `fact`, or go where it is nil.
    static func store(_ fact: DossierFact?, for code: DossierCode, in db: Database) throws {
        guard let fact else {
            try db.cachedStatement(sql: "DELETE FROM dossierFact WHERE dossierCode = ?")
                .execute(arguments: [code.rawValue])
            return
        }
        let procedure = try LoadScope(.procedure, fact.procedure.text, at: fact.site).id(in: db)
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO dossierFact
                    (dossierCode, site, day, isDigitised, papers, reusedPapers, procedure, pages)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            code.rawValue, fact.site.rawValue, fact.day.number, fact.isDigitised, fact.papers, fact.reusedPapers,
            procedure, fact.pages,
        ])
    }

    /// What the statement rows of complete manifests say of the dossier, at whichever offices.
    static func statements(of code: DossierCode, in db: Database) throws -> [Statement] {
        let query = try db.cachedStatement(
            sql: """
                SELECT manifest.id, manifest.site, manifest.sealedAt, manifest.digest, manifest.isEffective,
                    dossier.componentsComplete, dossier.procedure, officer.name AS officer, sealing.pages
                FROM manifest JOIN dossier ON dossier.manifest = manifest.id
                    JOIN sealing ON sealing.manifest = manifest.id JOIN loadScope AS officer ON officer.id = sealing.officer
                WHERE manifest.dossierCode = ? AND manifest.state = 'complete'
                """)
        return try Row.fetchAll(query, arguments: [code.rawValue]).map { row in
            let isEffective: Bool = row["isEffective"]
            // Only what stands is counted.
            let papers = isEffective ? try ComponentPaper.fetch(of: row["id"], in: db) : []
            return Statement(
                id: row["id"], site: try row.value("site"),
                order: SealOrder(sealedAt: row["sealedAt"], digest: row.digest("digest")), isEffective: isEffective,
                hasComponents: row["componentsComplete"] && !papers.isEmpty, papers: papers,
                procedure: OpaqueText(row["procedure"]), officer: OpaqueText(row["officer"]), pages: row["pages"])
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
