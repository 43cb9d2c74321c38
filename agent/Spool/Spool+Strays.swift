import ContentStore
package import Dossiers
package import FoundationEssentials

extension Spool {
    /// Pages that no dossier and no submission has, and that may go: a worker stored them and the station ended before
    /// it knew, or they were taken out of a dossier that has since been received.
    ///
    /// - Parameter keeping: how long they stay after they were stored: whoever misses one finds it in `pages` until
    ///   then, also when the records were put back to an earlier state.
    package func strayPages(keeping: Duration = .zero, now: Date = Date()) async throws(SpoolError) -> [ContentDigest] {
        let limit = Int(now.timeIntervalSince1970) - Int(keeping.components.seconds)
        let beginning = try recordsBegan()
        var strays: [ContentDigest] = []
        for digest in try storedPages() {
            await Task.yield()
            guard let storedAt = pages.storedAt(digest), storedAt <= limit, try read({ try isStray(digest) }) else {
                continue
            }
            if storedAt < beginning, try !read({ try isKnown(digest) }) { continue }
            strays.append(digest)
        }
        return strays
    }

    /// Deletes those of `pages` that still are stray. To be called while no scan runs on this spool.
    ///
    /// - Returns: how many pages were deleted.
    @discardableResult
    package func delete(strays: [ContentDigest]) throws(SpoolError) -> Int {
        var count = 0
        for digest in strays {
            try write {
                guard try isStray(digest) else { return }
                // What is left of it was taken out; it cannot come back any more.
                try database.run("DELETE FROM page WHERE digest = ?", .text(digest.rawValue))
                try discard(digest)
                count += 1
            }
        }
        return count
    }

    /// Stored pages that are older than the records and unknown to them. Where `spool.sqlite` is lost and was made anew,
    /// they are all that is left of dossiers that the province does not have.
    package func unclaimedPages() throws(SpoolError) -> [ContentDigest] {
        let beginning = try recordsBegan()
        var found: [ContentDigest] = []
        for digest in try storedPages() {
            if let storedAt = pages.storedAt(digest), storedAt < beginning, try !read({ try isKnown(digest) }) {
                found.append(digest)
            }
        }
        return found
    }

    private func storedPages() throws(SpoolError) -> [ContentDigest] {
        do { return try pages.digests() } catch { throw .store(error) }
    }

    /// When the records were made, in seconds since 1970; those of a former version say nothing of it.
    private func recordsBegan() throws(SpoolError) -> Int {
        try read { try setting(Self.beginning).flatMap { Int($0) } ?? .min }
    }

    private func isKnown(_ digest: ContentDigest) throws(SQLiteError) -> Bool {
        try database.row(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM page WHERE digest = ?1)
                OR EXISTS (SELECT 1 FROM submissionPage WHERE digest = ?1)
            """, .text(digest.rawValue)
        ) { row throws(SQLiteError) in true } ?? false
    }

    private func isStray(_ digest: ContentDigest) throws(SQLiteError) -> Bool {
        try database.row(
            """
            SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM submissionPage JOIN submission
                    ON submission.id = submissionPage.submission
                    WHERE submissionPage.digest = ? AND submission.state <> 'replaced')
                AND NOT EXISTS (SELECT 1 FROM page JOIN document ON document.id = page.document
                    JOIN dossier ON dossier.id = document.dossier
                    WHERE page.digest = ? AND (page.removal IS NULL OR dossier.isOpen OR (SELECT state FROM submission
                        WHERE submission.dossier = dossier.id ORDER BY submission.id DESC LIMIT 1) IS NOT 'received'))
            """, .text(digest.rawValue), .text(digest.rawValue)
        ) { row throws(SQLiteError) in true } ?? false
    }
}
