package import Dossiers
import Foundation
import GRDB

/// A page's content as the index knows it.
package struct StoredPage: Sendable, Hashable {
    package var digest: ContentDigest
    package var byteLength: Int

    package init(digest: ContentDigest, byteLength: Int) {
        self.digest = digest
        self.byteLength = byteLength
    }
}

/// The rows of stored contents, and of who may know of them.
enum BlobRows {
    /// Records that the pages are stored and that `site` may know it.
    ///
    /// - Returns: the rows' identities.
    static func insert(_ pages: [Page], for site: SiteID, in db: Database, at now: Date) throws
        -> [ContentDigest: Int64]
    {
        try insert(
            pages.map { StoredPage(digest: $0.digest, byteLength: $0.byteLength) }, for: site, in: db, at: now)
    }

    @discardableResult
    static func insert(_ pages: [StoredPage], for site: SiteID, in db: Database, at now: Date) throws
        -> [ContentDigest: Int64]
    {
        let add = try db.cachedStatement(
            sql: "INSERT INTO blob (digest, byteLength, storedAt) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING")
        let find = try db.cachedStatement(sql: "SELECT id FROM blob WHERE digest = ?")
        let admit = try db.cachedStatement(
            sql: "INSERT INTO siteBlob (site, blob) VALUES (?, ?) ON CONFLICT (site, blob) DO NOTHING")
        var rows: [ContentDigest: Int64] = [:]
        for page in pages {
            let digest = page.digest.data
            try add.execute(arguments: [digest, page.byteLength, now.seconds])
            let id = db.changesCount > 0 ? db.lastInsertedRowID : try Int64.fetchOne(find, arguments: [digest])
            guard let id else { throw RegistryError.damaged(reason: "a content just added is not found") }
            try admit.execute(arguments: [site.rawValue, id])
            rows[page.digest] = id
        }
        return rows
    }

    /// Whether `site` may know that a content of that digest and length is stored.
    ///
    /// A length other than the stored one is a false statement, and gets the answer of a content never seen.
    static func isKnown(_ page: Page, to site: SiteID, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM blob JOIN siteBlob ON siteBlob.blob = blob.id
                WHERE blob.digest = ? AND blob.byteLength = ? AND siteBlob.site = ?
                """)
        return try Bool.fetchOne(statement, arguments: [page.digest.data, page.byteLength, site.rawValue]) ?? false
    }
}
