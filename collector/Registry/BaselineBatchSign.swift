package import Foundation
import GRDB

/// A batch of baselines in a list: who brought how many figures from where, and what became of it.
package struct BaselineBatchSign: Sendable, Hashable, Identifiable {
    package var id: Int64
    /// The file it came from; empty for what an earlier version imported.
    package var file: String
    package var importedAt: Date
    package var importedBy: String
    /// How many figures it has.
    package var figures: Int
    /// Documents that they come from: the first ones.
    package var sources: [String]
    /// Nil while it waits for one.
    package var decision: BaselineDecision?

    /// The most documents named.
    package static let maximumSources = 3
}

extension Registry {
    /// The batches, the newest first.
    ///
    /// - Parameter before: only older ones than this.
    package func baselineBatches(
        before id: Int64 = .max, limit: Int
    ) throws(RegistryError) -> [BaselineBatchSign] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT baselineBatch.*, isApproved, decidedAt, decidedBy, reason,
                        (SELECT count(*) FROM baselineEntry WHERE batch = baselineBatch.id) AS figures
                    FROM baselineBatch LEFT JOIN baselineDecision ON batch = id WHERE id < ? ORDER BY id DESC LIMIT ?
                    """, arguments: [id, limit])
            return try rows.map { row in
                BaselineBatchSign(
                    id: row["id"], file: row["file"], importedAt: row.date("importedAt"), importedBy: row["importedBy"],
                    figures: row["figures"],
                    sources: try String.fetchAll(
                        db, sql: "SELECT DISTINCT source FROM baselineEntry WHERE batch = ? LIMIT ?",
                        arguments: [row["id"] as Int64, BaselineBatchSign.maximumSources]),
                    decision: BaselineDecision(row: row))
            }
        }
    }
}
