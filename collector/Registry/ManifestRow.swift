import Dossiers
import Exchange
import Foundation
import GRDB

/// A manifest's row, without the envelope.
struct ManifestRow {
    let id: Int64
    let digest: ContentDigest
    let station: StationID
    let sequence: Int
    let site: SiteID
    let dossierCode: DossierCode
    let contentDigest: ContentDigest
    let sealedAt: Int
    let announcedAt: Date
    let state: SubmissionStatus.State
    let isEffective: Bool

    var order: SealOrder { SealOrder(sealedAt: sealedAt, digest: digest) }

    static let columns =
        "id, digest, station, sequence, site, dossierCode, contentDigest, sealedAt, announcedAt, state, isEffective"

    init(row: Row) throws {
        id = row["id"]
        digest = row.digest("digest")
        station = try row.value("station")
        sequence = row["sequence"]
        site = try row.value("site")
        dossierCode = try row.value("dossierCode")
        contentDigest = row.digest("contentDigest")
        sealedAt = row["sealedAt"]
        announcedAt = row.date("announcedAt")
        state = try row.value("state")
        isEffective = row["isEffective"]
    }

    static func fetch(_ digest: ContentDigest, in db: Database) throws -> ManifestRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM manifest WHERE digest = ?")
        return try Row.fetchOne(statement, arguments: [digest.data]).map(ManifestRow.init(row:))
    }

    /// Every manifest of a dossier at a site that was not refused.
    static func group(site: SiteID, code: DossierCode, in db: Database) throws -> [ManifestRow] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(columns) FROM manifest
                WHERE dossierCode = ? AND site = ? AND state <> 'refused' ORDER BY id
                """)
        return try Row.fetchAll(statement, arguments: [code.rawValue, site.rawValue]).map(ManifestRow.init(row:))
    }

    /// The bytes as received.
    static func envelope(_ id: Int64, in db: Database) throws -> Data {
        let statement = try db.cachedStatement(sql: "SELECT envelope FROM manifest WHERE id = ?")
        guard let bytes = try Data.fetchOne(statement, arguments: [id]) else {
            throw RegistryError.damaged(reason: "a manifest has no envelope")
        }
        return bytes
    }

    /// The manifest of that digest; nil when there is none.
    static func manifest(_ digest: ContentDigest, in db: Database) throws -> Manifest? {
        try fetch(digest, in: db).map { try manifest($0.id, in: db) }
    }

    /// The manifest as it stands in the stored envelope.
    static func manifest(_ id: Int64, in db: Database) throws -> Manifest {
        do {
            let envelope = try Wire.decode(Envelope.self, from: try Self.envelope(id, in: db))
            return try Wire.decode(Manifest.self, from: envelope.payload)
        } catch is MalformedJSON {
            throw RegistryError.damaged(reason: "a stored manifest is unreadable; run verify")
        }
    }
}

extension [ManifestRow] {
    /// The rows with what each names as superseded.
    func nodes(in db: Database) throws -> [ManifestNode] {
        var superseded: [Int64: [Int64]] = [:]
        if count > 1 {
            let statement = try db.cachedStatement(sql: "SELECT superseded FROM supersession WHERE manifest = ?")
            for row in self { superseded[row.id] = try Int64.fetchAll(statement, arguments: [row.id]) }
        }
        return map { row in
            ManifestNode(
                id: row.id, order: row.order, content: row.contentDigest, isComplete: row.state == .complete,
                supersedes: superseded[row.id] ?? [])
        }
    }
}
