import Exchange
package import Foundation
import GRDB

extension Registry {
    /// The upload of that identity.
    package func upload(_ id: String) throws(RegistryError) -> UploadRecord? {
        try read { try UploadRecord.fetch($0, where: "upload.id = ?", id) }
    }

    /// Every upload that has not been dropped.
    package func uploads() throws(RegistryError) -> [UploadRecord] {
        try read { try UploadRecord.fetchAll($0, where: "upload.expiresAt > ?", Int.min) }
    }

    /// The uploads that had until `now` at most.
    package func expiredUploads(at now: Date) throws(RegistryError) -> [UploadRecord] {
        try read { try UploadRecord.fetchAll($0, where: "upload.expiresAt <= ?", now.seconds) }
    }

    /// Gives an upload until `expiresAt`.
    package func extendUpload(_ id: String, to expiresAt: Date) throws(RegistryError) {
        try write { db in
            try db.execute(
                sql: "UPDATE upload SET expiresAt = MAX(expiresAt, ?) WHERE id = ?", arguments: [expiresAt.seconds, id])
        }
    }

    /// Ends an upload. The pages it brought whole are kept, and its site is not asked for them again.
    package func dropUpload(_ id: String, keeping pages: [StoredPage], at now: Date) throws(RegistryError) {
        try write { try UploadRecord.drop(id, keeping: pages, in: $0, at: now) }
    }

    /// Puts another upload in the place of `id`, for the pages that are still wanted.
    ///
    /// - Returns: where the submission stands then: it may have its receipt, when nothing is wanted any more. Nil when
    ///   there is no such manifest.
    package func renewUpload(_ upload: UploadRecord, keeping pages: [StoredPage], terms: SubmissionTerms)
        throws(RegistryError) -> SubmissionRecord?
    {
        try write { db in
            try UploadRecord.drop(upload.id, keeping: pages, in: db, at: terms.now)
            return try ManifestRow.fetch(upload.manifest, in: db).map { row in
                try SubmissionRecord.current(row, in: db, terms: terms)
            }
        }
    }
}

extension UploadRecord {
    fileprivate static func drop(_ id: String, keeping pages: [StoredPage], in db: Database, at now: Date) throws {
        guard let upload = try fetch(db, where: "upload.id = ?", id) else { return }
        try BlobRows.insert(pages, for: upload.site, in: db, at: now)
        try db.execute(sql: "DELETE FROM upload WHERE id = ?", arguments: [id])
    }
}
