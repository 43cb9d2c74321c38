package import Dossiers
package import FoundationEssentials

extension Spool {
    /// Takes an open dossier that was never sealed out of every list. Opening its code again brings it back with all
    /// its pages, until `deleteDiscarded`.
    package func discard(_ code: DossierCode, by operatorName: String, now: Date = Date()) throws(SpoolError) {
        try Self.check(operatorName: operatorName)
        try write {
            let dossier = try openRow(of: code)
            let sealed = try database.row("SELECT 1 FROM submission WHERE dossier = ?", .integer(dossier)) {
                row throws(SQLiteError) in true
            }
            guard sealed == nil else { throw SpoolError.dossierWasSealed(code) }
            try database.run("UPDATE dossier SET discardedAt = ? WHERE id = ?", .init(now), .integer(dossier))
            try record(.discarded, of: code, by: operatorName, now: now)
        }
    }

    /// Deletes the records of dossiers that were discarded `keeping` ago; their pages are stray then. What was done with
    /// them, and by whom, stays.
    ///
    /// - Returns: how many dossiers were deleted.
    @discardableResult
    package func deleteDiscarded(keeping: Duration, now: Date = Date()) throws(SpoolError) -> Int {
        let limit = Int(now.timeIntervalSince1970) - Int(keeping.components.seconds)
        return try write {
            let dossiers = try database.rows("SELECT id FROM dossier WHERE discardedAt <= ?", .integer(limit)) {
                row throws(SQLiteError) in row.int(0)
            }
            for dossier in dossiers {
                try database.run(
                    "DELETE FROM page WHERE document IN (SELECT id FROM document WHERE dossier = ?)", .integer(dossier))
                try database.run("DELETE FROM document WHERE dossier = ?", .integer(dossier))
                try database.run("DELETE FROM dossier WHERE id = ?", .integer(dossier))
            }
            return dossiers.count
        }
    }
}
