import Dossiers
import Exchange
import Foundation
import GRDB

/// The rows that say what a complete manifest states: dossier, documents and pages.
enum StatementRows {
    /// Adds the rows of `manifest`, whose pages are stored, and lets its site know of those pages.
    static func insert(_ manifest: Manifest, as id: Int64, in db: Database, at now: Date) throws {
        let blobs = try BlobRows.insert(manifest.distinctPages, for: manifest.site, in: db, at: now)
        let owner = manifest.dossier.owner
        try db.cachedStatement(
            sql: """
                INSERT INTO dossier
                    (manifest, site, procedure, ownerName, ownerSearchKey, ownerIdentityHash, componentsComplete)
                VALUES (?, ?, ?, ?, ?, identityHash(?), ?)
                """
        ).execute(arguments: [
            id, manifest.site.rawValue, manifest.dossier.procedure, owner.name, searchKey(of: owner.name),
            owner.identityNumber, manifest.dossier.componentsComplete,
        ])
        try NameWords.learn(searchKey(of: owner.name), in: db)
        try SealingRows.insert(manifest, as: id, in: db)
        for (position, document) in manifest.documents.enumerated() {
            try insert(document, at: position, of: manifest, as: id, blobs: blobs, in: db)
        }
    }

    private static func insert(
        _ document: Document, at position: Int, of manifest: Manifest, as id: Int64, blobs: [ContentDigest: Int64],
        in db: Database
    ) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO document
                    (manifest, position, role, type, number, issuedOn, issuer, authority, level, inForce, resultKey,
                        reusedFrom)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            id, position, document.role.rawValue, document.type, document.number, document.issuedOn?.number,
            document.issuer, document.authority, document.level.rawValue, document.inForce,
            ResultKey.of(document, in: manifest.dossier.code), document.reuse?.manifest.data,
        ])
        let row = db.lastInsertedRowID
        let statement = try db.cachedStatement(sql: "INSERT INTO page (document, position, blob) VALUES (?, ?, ?)")
        for (index, page) in document.pages.enumerated() {
            try statement.execute(arguments: [row, index, blobs[page.digest]])
        }
    }

    /// Takes the rows away, to write them afresh.
    static func delete(_ id: Int64, in db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM page WHERE document IN (SELECT id FROM document WHERE manifest = ?1);
                """, arguments: [id])
        try db.execute(sql: "DELETE FROM document WHERE manifest = ?", arguments: [id])
        try db.execute(sql: "DELETE FROM dossier WHERE manifest = ?", arguments: [id])
        try db.execute(sql: "DELETE FROM sealing WHERE manifest = ?", arguments: [id])
    }
}
