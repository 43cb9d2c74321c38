import Dossiers
import Exchange
import Foundation
import GRDB

extension UploadRecord {
    /// The pages of `manifest` that its site may not know of, or that are not whole in the store.
    ///
    /// A page that is stored, but that only other sites may know of, is asked for again: whoever has it can send it,
    /// and whoever has only its digest learns nothing.
    static func needed(
        by manifest: Manifest, in db: Database, isStored: (ContentDigest, Int) -> Bool
    ) throws -> [SubmissionStatus.NeededPage] {
        try manifest.distinctPages.filter { page in
            try !(BlobRows.isKnown(page, to: manifest.site, in: db) && isStored(page.digest, page.byteLength))
        }.map { SubmissionStatus.NeededPage(digest: $0.digest, byteLength: $0.byteLength) }
    }

    /// A new upload for `row`.
    static func make(
        for row: ManifestRow, pages: [SubmissionStatus.NeededPage], in db: Database, terms: SubmissionTerms
    ) throws -> UploadRecord {
        let id = [UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max)].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
        let upload = UploadRecord(
            id: id, manifest: row.digest, station: row.station, site: row.site, pages: pages,
            expiresAt: Date(seconds: terms.now.addingTimeInterval(terms.uploadLifetime).seconds), isComplete: false)
        try db.cachedStatement(
            sql: "INSERT INTO upload (id, manifest, pages, length, expiresAt) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [
            id, row.id, String(decoding: try Wire.encode(pages), as: UTF8.self), upload.length,
            upload.expiresAt.seconds,
        ])
        return upload
    }

    static func fetch(_ db: Database, where condition: String, _ argument: any DatabaseValueConvertible) throws
        -> UploadRecord?
    {
        try fetchAll(db, where: condition, argument).first
    }

    static func fetchAll(_ db: Database, where condition: String, _ argument: any DatabaseValueConvertible) throws
        -> [UploadRecord]
    {
        let statement = try db.cachedStatement(
            sql: """
                SELECT upload.id, upload.pages, upload.expiresAt, manifest.digest, manifest.station, manifest.site,
                    manifest.state
                FROM upload JOIN manifest ON manifest.id = upload.manifest WHERE \(condition)
                """)
        return try Row.fetchAll(statement, arguments: [argument]).map(UploadRecord.init(row:))
    }

    private init(row: Row) throws {
        let text: String = row["pages"]
        guard let pages = try? Wire.decode([SubmissionStatus.NeededPage].self, from: Data(text.utf8)) else {
            throw RegistryError.damaged(reason: "an upload's list of pages is unreadable")
        }
        let state: SubmissionStatus.State = try row.value("state")
        self.init(
            id: row["id"], manifest: row.digest("digest"), station: try row.value("station"),
            site: try row.value("site"), pages: pages, expiresAt: row.date("expiresAt"),
            isComplete: state == .complete)
    }
}
