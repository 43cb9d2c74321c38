package import Foundation
import GRDB

/// What one import brought, and what was decided of it.
package struct BaselineBatch: Sendable, Hashable, Identifiable {
    package var id: Int64
    /// The file it came from; empty for what an earlier version imported.
    package var file: String
    package var importedAt: Date
    package var importedBy: String
    /// In the order of the import.
    package var entries: [Baseline]
    /// Nil while it waits for one.
    package var decision: BaselineDecision?

    /// Whether it waits for a decision.
    package var isPending: Bool { decision == nil }
}

/// That a batch counts, or does not.
package struct BaselineDecision: Sendable, Hashable {
    package var isApproved: Bool
    package var at: Date
    package var by: String
    /// Why it was rejected, or how it came to be approved; may be empty for an approval.
    package var reason: String

    package init(isApproved: Bool, at: Date, by: String, reason: String = "") {
        self.isApproved = isApproved
        self.at = at
        self.by = by
        self.reason = reason
    }
}

extension BaselineBatch {
    static func pending(_ db: Database) throws -> [BaselineBatch] {
        try Int64.fetchAll(
            db, sql: "SELECT id FROM baselineBatch WHERE id NOT IN (SELECT batch FROM baselineDecision) ORDER BY id"
        ).compactMap { try fetch($0, in: db) }
    }

    static func fetch(_ id: Int64, in db: Database) throws -> BaselineBatch? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT baselineBatch.*, isApproved, decidedAt, decidedBy, reason
                FROM baselineBatch LEFT JOIN baselineDecision ON batch = id WHERE id = ?
                """, arguments: [id])
        guard let row else { return nil }
        let entries = try Row.fetchAll(
            db, sql: "SELECT * FROM baselineEntry WHERE batch = ? ORDER BY id", arguments: [id])
        return BaselineBatch(
            id: id, file: row["file"], importedAt: row.date("importedAt"), importedBy: row["importedBy"],
            entries: try entries.map(Baseline.init(row:)), decision: BaselineDecision(row: row))
    }
}

extension BaselineDecision {
    /// Nil where nothing is decided.
    init?(row: Row) {
        guard let isApproved: Bool = row["isApproved"] else { return nil }
        self.init(isApproved: isApproved, at: row.date("decidedAt"), by: row["decidedBy"], reason: row["reason"])
    }

    /// Decides of the batch, with a note in the audit trail.
    func insert(into db: Database, batch: Int64) throws {
        try db.execute(
            sql: """
                INSERT INTO baselineDecision (batch, isApproved, decidedAt, decidedBy, reason) VALUES (?, ?, ?, ?, ?)
                """, arguments: [batch, isApproved, at.seconds, by, reason])
        try AuditEntry(
            at: at, actor: by, action: isApproved ? "baseline.approve" : "baseline.reject", subject: "batch \(batch)",
            detail: reason
        ).insert(in: db)
    }
}
