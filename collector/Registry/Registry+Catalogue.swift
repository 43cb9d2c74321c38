import Dossiers
package import Exchange
package import Foundation
import GRDB

extension Registry {
    /// The catalogue of procedures, by code.
    package func procedures() throws(RegistryError) -> [Procedure] {
        try read { try CatalogueEntry.all($0).procedures }
    }

    /// The catalogue line by line: by procedure, each with its papers in their order.
    package func catalogue() throws(RegistryError) -> [CatalogueEntry] { try read { try CatalogueEntry.all($0) } }

    /// Puts `entries` in the place of the whole catalogue, in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - entries: each paper once in its procedure and role.
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    package func replaceCatalogue(
        with entries: [CatalogueEntry], by actor: String, from source: String, at moment: Date
    ) throws(RegistryError) -> Result<CatalogueChanges, CatalogueTooLarge> {
        try changeCatalogue(to: entries, by: actor, from: source, at: moment) { _, _ throws(CatalogueTooLarge) in
            if let excess = entries.excess { throw excess }
        }
    }

    /// Puts `entries` in the place of the whole catalogue, in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - entries: each paper once in its procedure and role.
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    ///   - check: gets what is known and what would be changed; throws the reason why nothing may be changed.
    package func changeCatalogue<Refusal: Error>(
        to entries: [CatalogueEntry], by actor: String, from source: String, at moment: Date,
        check: ([Procedure], CatalogueChanges) throws(Refusal) -> Void
    ) throws(RegistryError) -> Result<CatalogueChanges, Refusal> {
        let procedures = entries.procedures
        return try write { db in
            let known = try CatalogueEntry.all(db).procedures
            let changes = CatalogueChanges(from: known, to: procedures)
            do throws(Refusal) { try check(known, changes) } catch { return .failure(error) }
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
