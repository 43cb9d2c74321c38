import Dossiers
import Exchange
import Foundation
import GRDB

/// The chain of a station's manifests: sequence without gaps, each naming the digest of the one before.
enum Chain {
    /// Why `manifest` cannot be the next in its station's chain, or nil when it can.
    static func check(_ manifest: Manifest, in db: Database) throws -> ChainBreak? {
        guard let station = try StationRecord.fetch(db, where: "id = ?", manifest.station.rawValue) else {
            throw RegistryError.unknownStation(manifest.station)
        }
        let next = station.headSequence + 1
        if manifest.sequence > next { return ChainBreak(kind: .gap, expectedSequence: next) }
        if manifest.sequence < next { return ChainBreak(kind: .reused, expectedSequence: next) }
        return manifest.previous == station.headDigest ? nil : ChainBreak(kind: .fork, expectedSequence: next)
    }

    /// Why the collector cannot accept `manifest`, beyond what the manifest itself must satisfy; nil when it can.
    ///
    /// What an office sealed before it was closed is accepted, however late it arrives.
    static func refusal(of manifest: Manifest, in db: Database) throws -> Receipt.Refusal? {
        let site = try SiteState.fetch(manifest.site, in: db)
        if let site, let closedOn = site.closedOn, site.isClosed(on: CalendarDay(manifest.sealedAt)) {
            return Receipt.Refusal(
                code: .siteClosed,
                detail: "site \(manifest.site) is closed from \(closedOn) on and the dossier was sealed after that; "
                    + "enrol the station at the successor and seal the dossier again")
        }
        for digest in manifest.supersedes {
            let row = try ManifestRow.fetch(digest, in: db)
            guard let row, row.site == manifest.site, row.dossierCode == manifest.dossier.code, row.state != .refused
            else {
                return Receipt.Refusal(
                    code: .unknownSuperseded,
                    detail: "\(digest) in supersedes is no accepted manifest of dossier \(manifest.dossier.code) at "
                        + "site \(manifest.site); seal the dossier again, naming the manifests that have receipts")
            }
        }
        return nil
    }

    /// Adds the manifest at the head of the chain.
    static func append(_ received: ReceivedManifest, isRefused: Bool, in db: Database, at now: Date) throws
        -> ManifestRow
    {
        let manifest = received.manifest
        try db.cachedStatement(
            sql: """
                INSERT INTO manifest (digest, station, sequence, site, dossierCode, contentDigest, sealedAt,
                    announcedAt, state, envelope)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            received.digest.data, manifest.station.rawValue, manifest.sequence, manifest.site.rawValue,
            manifest.dossier.code.rawValue, manifest.contentDigest.data, manifest.sealedAt.seconds, now.seconds,
            (isRefused ? SubmissionStatus.State.refused : .announced).rawValue, received.envelope,
        ])
        let id = db.lastInsertedRowID
        try db.cachedStatement(sql: "UPDATE station SET headSequence = ?, headDigest = ? WHERE id = ?")
            .execute(arguments: [manifest.sequence, received.digest.data, manifest.station.rawValue])
        if !isRefused {
            let superseded = try manifest.supersedes.compactMap { try ManifestRow.fetch($0, in: db)?.id }
            try SupersessionRows.insert(superseded, by: id, in: db)
        }
        guard let row = try ManifestRow.fetch(received.digest, in: db) else {
            throw RegistryError.damaged(reason: "a manifest just added is not found")
        }
        return row
    }
}
