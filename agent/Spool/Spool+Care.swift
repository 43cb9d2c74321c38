import ContentStore
package import Dossiers
import Exchange
package import FoundationEssentials

/// Something `verify` or the check at start found.
package struct SpoolFinding: Sendable, Hashable {
    package enum Kind: String, Sendable, Codable {
        /// A page's file is missing.
        case missingPage
        /// A page's file does not have the bytes of its digest; it was put into quarantine when so asked.
        case damagedPage
        /// A page's file is there and cannot be opened; it stays where it is, for the disk or its permissions may be mended.
        case unreadablePage
        /// A manifest's signature does not verify.
        case badSignature
        /// A manifest's place in the chain or its link to the one before is wrong.
        case brokenChain
        /// A receipt is not the collector's, or not of its manifest.
        case badReceipt
        /// A page that is older than the spool's records, which know nothing of it: former records are lost. It is
        /// never deleted; `import` takes it into a dossier.
        case unclaimedPage
    }

    package var kind: Kind
    /// The page or manifest concerned.
    package var digest: ContentDigest
    /// The dossier it belongs to.
    package var code: DossierCode?
}

extension Spool {
    /// Removes what unfinished writes left behind. Not to be called while a scan runs on this spool.
    package func sweepTemporaries() throws(SpoolError) {
        previews.sweepTemporaries()
        do { try pages.sweepTemporaries() } catch { throw .store(error) }
    }

    /// What a start has to do: re-hash every page that has no receipt, and put aside what does not match. Damage to one
    /// dossier never stops the others, and other work goes on between two pages.
    package func recover() async throws(SpoolError) -> [SpoolFinding] {
        var findings: [SpoolFinding] = []
        for (digest, code) in try undeliveredPages() {
            if let finding = try examine(digest, of: code, quarantining: true) { findings.append(finding) }
            await Task.yield()
        }
        return findings
    }

    /// Re-hashes every page on this PC and verifies every manifest, the chains and every receipt.
    ///
    /// - Parameter credentials: of the present enrolment; manifests of former ones are checked for their links only.
    package func verify(with credentials: Credentials?) throws(SpoolError) -> [SpoolFinding] {
        var findings: [SpoolFinding] = []
        let undelivered = try undeliveredPages()
        for (digest, code) in undelivered {
            if let finding = try examine(digest, of: code, quarantining: false) { findings.append(finding) }
        }
        let stored: [ContentDigest]
        do { stored = try pages.digests() } catch { throw .store(error) }
        for digest in stored where undelivered[digest] == nil {
            if let finding = try examine(digest, of: nil, quarantining: false) { findings.append(finding) }
        }
        findings += try unclaimedPages().map { SpoolFinding(kind: .unclaimedPage, digest: $0, code: nil) }
        return try findings + verifyChain(with: credentials)
    }

    /// Deletes the bytes of pages that the collector has receipted, `keeping` after the receipt, and that neither an
    /// open dossier nor a submission on its way holds.
    ///
    /// Other work goes on between two pages.
    /// - Returns: how many pages were deleted.
    @discardableResult
    package func pruneReceived(keeping: Duration, now: Date = Date()) async throws(SpoolError) -> Int {
        let limit = Int(now.timeIntervalSince1970) - Int(keeping.components.seconds)
        let stored: [ContentDigest]
        do { stored = try pages.digests() } catch { throw .store(error) }
        var count = 0
        for digest in stored {
            if try prune(digest, receivedBy: limit) { count += 1 }
            await Task.yield()
        }
        return count
    }

    private func prune(_ digest: ContentDigest, receivedBy limit: Int) throws(SpoolError) -> Bool {
        guard try read({ try isDeletable(digest, receivedBy: limit) }) else { return false }
        // Asked again with the right to write: another process cannot take the page up between look and deletion.
        return try write {
            guard try isDeletable(digest, receivedBy: limit) else { return false }
            try discard(digest)
            return true
        }
    }

    /// Deletes a page and what was derived from it.
    func discard(_ digest: ContentDigest) throws(SpoolError) {
        previews.delete(digest)
        do { try pages.delete(digest) } catch { throw .store(error) }
    }

    private func isDeletable(_ digest: ContentDigest, receivedBy limit: Int) throws(SQLiteError) -> Bool {
        try database.row(
            """
            SELECT 1 FROM submissionPage JOIN submission ON submission.id = submissionPage.submission
            WHERE submissionPage.digest = ? GROUP BY submissionPage.digest
            HAVING max(state = 'received') AND NOT max(state IN ('sealed', 'announced'))
                AND max(CASE state WHEN 'received' THEN receivedAt END) <= ?
                AND NOT EXISTS (SELECT 1 FROM page JOIN document ON document.id = page.document
                    JOIN dossier ON dossier.id = document.dossier WHERE page.digest = ? AND dossier.isOpen)
            """, .text(digest.rawValue), .integer(limit), .text(digest.rawValue)
        ) { row throws(SQLiteError) in true } ?? false
    }

    /// Pages that this PC must keep, with the dossier of each: of open dossiers, and of submissions without receipt.
    private func undeliveredPages() throws(SpoolError) -> [ContentDigest: DossierCode] {
        try read {
            let rows = try database.rows(
                """
                SELECT submissionPage.digest, dossier.code FROM submissionPage
                JOIN submission ON submission.id = submissionPage.submission
                JOIN dossier ON dossier.id = submission.dossier
                WHERE submission.state IN ('sealed', 'announced', 'refused')
                    AND NOT EXISTS (SELECT 1 FROM submissionPage AS other JOIN submission AS done
                        ON done.id = other.submission AND done.state = 'received'
                        WHERE other.digest = submissionPage.digest)
                UNION
                SELECT page.digest, dossier.code FROM page JOIN document ON document.id = page.document
                JOIN dossier ON dossier.id = document.dossier
                WHERE dossier.isOpen AND NOT EXISTS (SELECT 1 FROM submissionPage AS other JOIN submission AS done
                        ON done.id = other.submission AND done.state = 'received' WHERE other.digest = page.digest)
                """
            ) { row throws(SQLiteError) in (try row.value(0) as ContentDigest, try row.value(1) as DossierCode)
            }
            return Dictionary(rows) { first, _ in first }
        }
    }

    private func examine(_ digest: ContentDigest, of code: DossierCode?, quarantining: Bool) throws(SpoolError)
        -> SpoolFinding?
    {
        let condition: BlobCondition
        // One page's trouble is its dossier's: the others are looked at all the same.
        do { condition = try pages.check(digest) } catch {
            return SpoolFinding(kind: .unreadablePage, digest: digest, code: code)
        }
        switch condition {
        case .whole: return nil
        case .missing:
            // With a receipt for it, another process may have deleted it since it was listed.
            guard let code, try !isReceived(digest) else { return nil }
            return SpoolFinding(kind: .missingPage, digest: digest, code: code)
        case .damaged:
            // Where it cannot be put aside it stays, and is found at its delivery.
            if quarantining { _ = try? pages.quarantine(digest) }
            return SpoolFinding(kind: .damagedPage, digest: digest, code: code)
        }
    }

    /// Whether the province has receipted the page.
    func isReceived(_ digest: ContentDigest) throws(SpoolError) -> Bool {
        try read {
            try database.row(
                """
                SELECT 1 FROM submissionPage JOIN submission ON submission.id = submissionPage.submission
                WHERE submissionPage.digest = ? AND submission.state = 'received'
                """, .text(digest.rawValue)
            ) { row throws(SQLiteError) in true } ?? false
        }
    }

    private func verifyChain(with credentials: Credentials?) throws(SpoolError) -> [SpoolFinding] {
        let rows = try read {
            try database.rows(
                """
                SELECT station, sequence, digest, envelope, receipt, code FROM submission
                JOIN dossier ON dossier.id = submission.dossier ORDER BY station, sequence
                """
            ) { row throws(SQLiteError) in
                (
                    row.text(0), row.int(1), try row.value(2) as ContentDigest, row.blob(3), row.optionalBlob(4),
                    DossierCode(rawValue: row.text(5))
                )
            }
        }
        var findings: [SpoolFinding] = []
        var previous: (station: String, sequence: Int, digest: ContentDigest)?
        for (station, sequence, digest, bytes, receipt, code) in rows {
            let isPresent = credentials?.identity.station.rawValue == station
            let head = previous?.station == station ? previous : nil
            previous = (station, sequence, digest)
            guard let envelope = try? Wire.decode(Envelope.self, from: bytes), envelope.payloadDigest == digest,
                let manifest = try? Wire.decode(Manifest.self, from: envelope.payload)
            else {
                findings.append(SpoolFinding(kind: .badSignature, digest: digest, code: code))
                continue
            }
            if isPresent, let key = credentials?.key.verificationKey, !key.verifies(envelope) {
                findings.append(SpoolFinding(kind: .badSignature, digest: digest, code: code))
            }
            if manifest.sequence != sequence || sequence != (head?.sequence ?? 0) + 1
                || manifest.previous != head?.digest
            {
                findings.append(SpoolFinding(kind: .brokenChain, digest: digest, code: code))
            }
            if let receipt, let credentials, isPresent {
                let opened = (try? Wire.decode(Envelope.self, from: receipt)).flatMap {
                    try? Receipt.open($0, with: credentials.collectorKey)
                }
                if opened?.manifest != digest {
                    findings.append(SpoolFinding(kind: .badReceipt, digest: digest, code: code))
                }
            }
        }
        return findings
    }
}
