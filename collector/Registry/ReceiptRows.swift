import Dossiers
import Exchange
import Foundation
import GRDB

/// Receipts: each gets its number, its signature and its row in the transaction that it is about.
enum ReceiptRows {
    /// Records what a complete manifest states, counts it, and issues its receipt.
    static func accept(_ row: ManifestRow, _ manifest: Manifest, in db: Database, terms: SubmissionTerms) throws
        -> Envelope
    {
        let pages = manifest.distinctPages
        try StatementRows.insert(manifest, as: row.id, in: db, at: terms.now)
        try db.cachedStatement(sql: "UPDATE manifest SET state = 'complete' WHERE id = ?").execute(arguments: [row.id])
        let original = try effectiveWithSameContent(as: row, in: db)
        try DossierSettlement(site: row.site, code: row.dossierCode, completed: row.id).run(in: db)
        let receipt = Receipt(
            manifest: row.digest, station: row.station, sequence: row.sequence, site: row.site,
            number: try nextNumber(in: db), issuedAt: Date(seconds: terms.now.seconds),
            outcome: original == nil ? .accepted : .duplicate, duplicateOf: original?.digest, pages: pages.count,
            bytes: pages.reduce(0) { $0 + $1.byteLength })
        let envelope = try insert(receipt, for: row, duplicateOf: original?.id, in: db, terms: terms)
        try WebhookOutbox.note(receipt: receipt.number, of: row.site, on: CalendarDay(terms.now), in: db)
        return envelope
    }

    /// Issues the receipt of a manifest that has its place and is not accepted.
    static func refuse(_ row: ManifestRow, _ refusal: Receipt.Refusal, in db: Database, terms: SubmissionTerms) throws
        -> Envelope
    {
        let receipt = Receipt(
            manifest: row.digest, station: row.station, sequence: row.sequence, site: row.site,
            number: try nextNumber(in: db), issuedAt: Date(seconds: terms.now.seconds), outcome: .refused,
            refusal: refusal, pages: 0, bytes: 0)
        return try insert(receipt, for: row, duplicateOf: nil, in: db, terms: terms)
    }

    /// The receipt of `row` if it has one.
    static func envelope(of row: ManifestRow, in db: Database) throws -> Envelope? {
        let statement = try db.cachedStatement(sql: "SELECT envelope FROM receipt WHERE manifest = ?")
        guard let bytes = try Data.fetchOne(statement, arguments: [row.id]) else { return nil }
        do { return try Wire.decode(Envelope.self, from: bytes) } catch {
            throw RegistryError.damaged(reason: "a stored receipt is unreadable; run verify")
        }
    }

    /// The manifest that already says the same and counts.
    private static func effectiveWithSameContent(as row: ManifestRow, in db: Database) throws -> ManifestRow? {
        try ManifestRow.group(site: row.site, code: row.dossierCode, in: db)
            .first { $0.isEffective && $0.id != row.id && $0.contentDigest == row.contentDigest }
    }

    private static func nextNumber(in db: Database) throws -> Int {
        (try Int.fetchOne(db.cachedStatement(sql: "SELECT MAX(number) FROM receipt")) ?? 0) + 1
    }

    private static func insert(
        _ receipt: Receipt, for row: ManifestRow, duplicateOf original: Int64?, in db: Database, terms: SubmissionTerms
    ) throws -> Envelope {
        let envelope = terms.sign(receipt)
        try db.cachedStatement(
            sql: """
                INSERT INTO receipt (number, manifest, outcome, duplicateOf, refusalCode, issuedAt, envelope)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            receipt.number, row.id, receipt.outcome.rawValue, original, receipt.refusal?.code,
            receipt.issuedAt.seconds, try Wire.encode(envelope),
        ])
        return envelope
    }
}
