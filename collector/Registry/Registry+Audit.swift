import Foundation
import GRDB

extension Registry {
    /// Adds to the audit trail.
    package func audit(_ entry: AuditEntry) throws(RegistryError) { try write { try entry.insert(in: $0) } }

    /// The audit trail, the newest first.
    ///
    /// - Parameter subject: only entries about this subject.
    package func auditTrail(subject: String? = nil, limit: Int = 1000) throws(RegistryError) -> [AuditEntry] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit WHERE ?1 IS NULL OR subject = ?1 ORDER BY id DESC LIMIT ?2",
                arguments: [subject, limit]
            ).map { row in
                AuditEntry(
                    at: row.date("at"), actor: row["actor"], action: row["action"], subject: row["subject"],
                    detail: row["detail"])
            }
        }
    }
}

extension AuditEntry {
    func insert(in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
            arguments: [at.seconds, actor, action, subject, detail])
    }
}
