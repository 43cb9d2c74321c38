import Dossiers
package import Exchange
package import Foundation
import GRDB

extension Registry {
    /// The catalogue of procedures, by code.
    package func procedures() throws(RegistryError) -> [Procedure] {
        try read { try CatalogueEntry.all($0).procedures }
    }

    /// Puts `entries` in the place of the whole catalogue, in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - entries: each paper once in its procedure and role.
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    package func replaceCatalogue(
        with entries: [CatalogueEntry], by actor: String, from source: String, at moment: Date
    ) throws(RegistryError) -> Result<CatalogueChanges, CatalogueTooLarge> {
        let procedures = entries.procedures
        // Procedures are plain values that always encode.
        let byteLength = try! Wire.encode(procedures).count
        guard byteLength <= CatalogueTooLarge.limit else {
            return .failure(CatalogueTooLarge(byteLength: byteLength))
        }
        return try write { db in
            let changes = CatalogueChanges(from: try CatalogueEntry.all(db).procedures, to: procedures)
            guard !changes.isEmpty else { return .success(changes) }
            try db.execute(sql: "DELETE FROM procedurePaper")
            try db.execute(sql: "DELETE FROM procedure")
            for procedure in procedures { try procedure.insert(in: db) }
            try AuditEntry(
                at: moment, actor: actor, action: "procedure.import", subject: source, detail: changes.auditText
            ).insert(in: db)
            return .success(changes)
        }
    }
}

extension CatalogueEntry {
    fileprivate static func all(_ db: Database) throws -> [CatalogueEntry] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT procedure, procedure.name AS procedureName, type, procedurePaper.name, role, isCompulsory
                FROM procedurePaper JOIN procedure ON procedure.code = procedurePaper.procedure
                ORDER BY procedure, position
                """
        ).map { row in
            CatalogueEntry(
                procedure: row["procedure"], procedureName: row["procedureName"], type: row["type"],
                name: row["name"], role: try row.value("role"), isCompulsory: row["isCompulsory"])
        }
    }
}

extension Procedure {
    fileprivate func insert(in db: Database) throws {
        try db.cachedStatement(sql: "INSERT INTO procedure (code, name) VALUES (?, ?)")
            .execute(arguments: [code, name])
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO procedurePaper (procedure, position, type, name, role, isCompulsory)
                VALUES (?, ?, ?, ?, ?, ?)
                """)
        for (position, paper) in papers.enumerated() {
            try statement.execute(arguments: [
                code, position, paper.type, paper.name, paper.role.rawValue, paper.isCompulsory,
            ])
        }
    }
}
