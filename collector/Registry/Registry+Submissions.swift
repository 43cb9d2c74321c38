package import Dossiers
package import Exchange
import Foundation
import GRDB

extension Registry {
    /// Gives a manifest its place in its station's chain, in one transaction; posting it again changes nothing.
    ///
    /// It is refused in its place when a rule is broken, and complete at once when every page is there. Otherwise the
    /// answer has the upload for the pages that are wanted: those that its site may not know of yet.
    ///
    /// - Returns: where it stands, or why it has no place.
    package func announce(_ received: ReceivedManifest, terms: SubmissionTerms) throws(RegistryError)
        -> Result<SubmissionRecord, ChainBreak>
    {
        if needsPrefetch {
            // Without it the writer has to wait for the disk, and that is all.
            try? read { try Prefetch.run(for: received, in: $0) }
        }
        let outcome: Result<SubmissionRecord, ChainBreak> = try writeTogether { db in
            let manifest = received.manifest
            try StationRecord.markSeen(manifest.station, at: terms.now, in: db)
            if let row = try ManifestRow.fetch(received.digest, in: db) {
                return .success(try SubmissionRecord.current(row, in: db, terms: terms))
            }
            if let broken = try Chain.check(manifest, in: db) { return .failure(broken) }
            let refusal = try received.refusal ?? Chain.refusal(of: manifest, in: db)
            let row = try Chain.append(received, isRefused: refusal != nil, in: db, at: terms.now)
            if let refusal {
                let receipt = try ReceiptRows.refuse(row, refusal, in: db, terms: terms)
                return .success(SubmissionRecord(row, state: .refused, receipt: receipt))
            }
            return .success(try SubmissionRecord.current(row, manifest, in: db, terms: terms))
        }
        if case .success(let record) = outcome, record.isNewUpload,
            received.envelope.count <= Self.recentManifestBytes
        {
            recentManifests.keep(received.manifest, as: received.digest)
        }
        return outcome
    }

    /// Makes an announced manifest complete: records what it states, counts it, and issues its receipt, in one
    /// transaction. To be called when its pages are durably stored; one that is complete already stays as it is.
    ///
    /// - Returns: nil when there is no such manifest, or a page of it is not stored.
    package func complete(_ digest: ContentDigest, terms: SubmissionTerms) throws(RegistryError) -> SubmissionRecord? {
        // What it says never changes: it is read beside the writer.
        let known = recentManifests.take(digest)
        let stored = known == nil ? try read { try ManifestRow.manifest(digest, in: $0) } : known
        guard let manifest = stored else { return nil }
        return try writeTogether { db in
            guard let row = try ManifestRow.fetch(digest, in: db) else { return nil }
            guard row.state == .announced else { return try SubmissionRecord.current(row, in: db, terms: terms) }
            guard manifest.distinctPages.allSatisfy({ terms.isStored($0.digest, $0.byteLength) }) else { return nil }
            let receipt = try ReceiptRows.accept(row, manifest, in: db, terms: terms)
            return SubmissionRecord(row, state: .complete, receipt: receipt)
        }
    }

    /// Where a submission stands, after it was given an upload if it awaits pages and has none.
    ///
    /// - Returns: nil when there is no such manifest.
    package func reopen(_ digest: ContentDigest, terms: SubmissionTerms) throws(RegistryError) -> SubmissionRecord? {
        try write { db in
            try ManifestRow.fetch(digest, in: db).map { try SubmissionRecord.current($0, in: db, terms: terms) }
        }
    }

    /// Where a submission of `site` stands; nil when that site has none of that digest.
    package func submission(_ digest: ContentDigest, of site: SiteID) throws(RegistryError) -> SubmissionRecord? {
        try read { db in
            guard let row = try ManifestRow.fetch(digest, in: db), row.site == site else { return nil }
            return SubmissionRecord(
                row, state: row.state, receipt: try ReceiptRows.envelope(of: row, in: db),
                upload: try UploadRecord.fetch(db, where: "manifest.id = ?", row.id))
        }
    }

    /// The pages that the collector wants of an announced manifest as things stand now.
    package func pagesNeeded(
        for digest: ContentDigest, isStored: (ContentDigest, Int) -> Bool
    ) throws(RegistryError) -> [SubmissionStatus.NeededPage] {
        try read { db in
            guard let row = try ManifestRow.fetch(digest, in: db), row.state == .announced else { return [] }
            return try UploadRecord.needed(by: try ManifestRow.manifest(row.id, in: db), in: db, isStored: isStored)
        }
    }
}

extension SubmissionRecord {
    init(
        _ row: ManifestRow, state: SubmissionStatus.State, receipt: Envelope? = nil, upload: UploadRecord? = nil
    ) {
        self.init(
            manifest: row.digest, station: row.station, site: row.site, state: state, receipt: receipt, upload: upload)
    }

    /// Where `row` stands; an announced manifest gets an upload, or its receipt when it needs none.
    ///
    /// - Parameter manifest: what the row's envelope holds, where that is known already.
    static func current(
        _ row: ManifestRow, _ manifest: Manifest? = nil, in db: Database, terms: SubmissionTerms
    ) throws -> SubmissionRecord {
        guard row.state == .announced else {
            return SubmissionRecord(row, state: row.state, receipt: try ReceiptRows.envelope(of: row, in: db))
        }
        if let upload = try UploadRecord.fetch(db, where: "manifest.id = ?", row.id) {
            return SubmissionRecord(row, state: .announced, upload: upload)
        }
        let manifest = try manifest ?? ManifestRow.manifest(row.id, in: db)
        let needed = try UploadRecord.needed(by: manifest, in: db, isStored: terms.isStored)
        guard !needed.isEmpty else {
            let receipt = try ReceiptRows.accept(row, manifest, in: db, terms: terms)
            return SubmissionRecord(row, state: .complete, receipt: receipt)
        }
        let upload = try UploadRecord.make(for: row, pages: needed, in: db, terms: terms)
        var record = SubmissionRecord(row, state: .announced, upload: upload)
        record.isNewUpload = true
        return record
    }
}
