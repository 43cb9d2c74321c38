package import Dossiers
package import Exchange
package import Foundation
import GRDB

/// A manifest as the index holds it, for those who check the index.
package struct StoredManifest: Sendable {
    /// The row's identity: grows in the order of arrival.
    package var row: Int64
    package var digest: ContentDigest
    package var station: StationID
    package var sequence: Int
    package var site: SiteID
    package var dossierCode: DossierCode
    package var contentDigest: ContentDigest
    package var sealedAt: Date
    package var state: SubmissionStatus.State
    /// The bytes as received.
    package var envelope: Data
    /// The pages of each document that has any, as the rows of a complete manifest list them.
    package var pages: [[ContentDigest]]
    /// Those of its pages whose row is missing, or that its site may not know of.
    package var unadmitted: [ContentDigest]
    package var hasReceipt: Bool
}

/// A receipt as the index holds it.
package struct StoredReceipt: Sendable {
    package var number: Int
    package var manifest: ContentDigest
    /// The manifest's station, place and site.
    package var station: StationID
    package var sequence: Int
    package var site: SiteID
    package var outcome: Receipt.Outcome
    package var envelope: Data
}

/// A stored content as the index knows it.
package struct StoredBlob: Sendable {
    package var row: Int64
    package var page: StoredPage
}

extension Registry {
    /// Up to `limit` manifests whose row comes after `row`, in the order of arrival.
    package func manifests(after row: Int64, limit: Int) throws(RegistryError) -> [StoredManifest] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(ManifestRow.columns) FROM manifest WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [row, limit]
            ).map { try StoredManifest(ManifestRow(row: $0), in: db) }
        }
    }

    /// Up to `limit` receipts with numbers above `number`, in order.
    package func receipts(after number: Int, limit: Int) throws(RegistryError) -> [StoredReceipt] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT receipt.number, manifest.digest, manifest.station, manifest.sequence, manifest.site,
                        receipt.outcome, receipt.envelope
                    FROM receipt JOIN manifest ON manifest.id = receipt.manifest
                    WHERE receipt.number > ? ORDER BY receipt.number LIMIT ?
                    """, arguments: [number, limit]
            ).map { row in
                StoredReceipt(
                    number: row["number"], manifest: row.digest("digest"), station: try row.value("station"),
                    sequence: row["sequence"], site: try row.value("site"), outcome: try row.value("outcome"),
                    envelope: row["envelope"])
            }
        }
    }

    /// Up to `limit` stored contents whose row comes after `row`.
    package func blobs(after row: Int64, limit: Int) throws(RegistryError) -> [StoredBlob] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT id, digest, byteLength FROM blob WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [row, limit]
            ).map { row in
                StoredBlob(
                    row: row["id"], page: StoredPage(digest: row.digest("digest"), byteLength: row["byteLength"]))
            }
        }
    }

    /// Whether a content has a row.
    package func hasBlob(_ digest: ContentDigest) throws(RegistryError) -> Bool {
        try read { db in
            try Bool.fetchOne(db, sql: "SELECT 1 FROM blob WHERE digest = ?", arguments: [digest.data]) ?? false
        }
    }

    /// What SQLite itself finds wrong with the file: lines of its integrity and foreign key checks.
    package func integrityProblems() throws(RegistryError) -> [String] {
        try read { db in
            let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                "a row of \(row["table"] as String) refers to a row of \(row["parent"] as String) that is not there"
            }
            return lines + orphans
        }
    }
}

extension StoredManifest {
    fileprivate init(_ row: ManifestRow, in db: Database) throws {
        var pages: [[ContentDigest]] = []
        var unadmitted: [ContentDigest] = []
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT document.position, blob.digest,
                        EXISTS (SELECT 1 FROM siteBlob WHERE siteBlob.site = ? AND siteBlob.blob = blob.id) AS isKnown
                    FROM document JOIN page ON page.document = document.id JOIN blob ON blob.id = page.blob
                    WHERE document.manifest = ? ORDER BY document.position, page.position
                    """), arguments: [row.site.rawValue, row.id])
        var position: Int?
        for page in rows {
            let digest = page.digest("digest")
            let next: Int = page["position"]
            if next != position { pages.append([]) }
            position = next
            pages[pages.count - 1].append(digest)
            if !(page["isKnown"] as Bool) { unadmitted.append(digest) }
        }
        self.init(
            row: row.id, digest: row.digest, station: row.station, sequence: row.sequence, site: row.site,
            dossierCode: row.dossierCode, contentDigest: row.contentDigest, sealedAt: Date(seconds: row.sealedAt),
            state: row.state, envelope: try ManifestRow.envelope(row.id, in: db), pages: pages,
            unadmitted: unadmitted,
            hasReceipt: try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM receipt WHERE manifest = ?"), arguments: [row.id]) ?? false)
    }
}
