import Dossiers
import Foundation
import GRDB

extension Registry {
    /// Adds to the audit trail.
    package func audit(_ entry: AuditEntry) throws(RegistryError) { try write { try entry.insert(in: $0) } }

    /// The audit trail, the newest first.
    ///
    /// - Parameter subject: only entries about this subject.
    package func auditTrail(subject: String? = nil, limit: Int = 1000) throws(RegistryError) -> [AuditEntry] {
        try auditTrail(AuditQuery(subject: subject, limit: limit)).map(\.entry)
    }

    /// The entries that `query` asks for, the newest first.
    ///
    /// Every condition leads over an index, and so does the order: the cost does not grow with the trail.
    package func auditTrail(_ query: AuditQuery) throws(RegistryError) -> [AuditRecord] {
        try read { db in
            let (sql, arguments) = query.statement
            return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
                AuditRecord(
                    id: row["id"],
                    entry: AuditEntry(
                        at: row.date("at"), actor: row["actor"], action: row["action"], subject: row["subject"],
                        detail: row["detail"], site: try row.optionalValue("site"), reason: row["reason"]))
            }
        }
    }
}

extension AuditEntry {
    func insert(in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO audit (at, actor, action, subject, detail, site, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [at.seconds, actor, action, subject, detail, site?.rawValue, reason])
    }
}
