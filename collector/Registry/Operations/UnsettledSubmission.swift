package import Dossiers
package import Exchange
package import Foundation
import GRDB

/// A submission that waits for its pages, or that was refused.
package struct UnsettledSubmission: Sendable, Hashable {
    package var station: StationID
    package var site: SiteID
    package var dossier: DossierCode
    /// Its place in the station's chain.
    package var sequence: Int
    package var announcedAt: Date
    /// Of a refused one: why, an `ErrorCode` unless a later collector gave it, and the sentence that the station got.
    package var refusal: Receipt.Refusal?
}

/// Some submissions, and how many there are.
package struct UnsettledSubmissions: Sendable, Hashable {
    package var items: [UnsettledSubmission]
    /// How many there are in all; counting stops at `most`.
    package var count: Int

    /// Up to where they are counted.
    package static let most = 10_000
}

extension Registry {
    /// Submissions that were announced before `moment` and still wait for pages, the oldest first.
    ///
    /// - Parameter sites: the offices they are of; nil for all.
    package func waitingSubmissions(
        announcedBefore moment: Date, of sites: Set<SiteID>?, limit: Int
    ) throws(RegistryError) -> UnsettledSubmissions {
        try read { db in
            try Self.unsettled(
                "manifestWaiting", "state = 'announced' AND announcedAt < ?", moment, "announcedAt, id", of: sites,
                limit, in: db)
        }
    }

    /// Submissions that came since `moment` and were refused, the latest first.
    ///
    /// - Parameter sites: the offices they are of; nil for all.
    package func refusedSubmissions(
        since moment: Date, of sites: Set<SiteID>?, limit: Int
    ) throws(RegistryError) -> UnsettledSubmissions {
        try read { db in
            var found = try Self.unsettled(
                "manifestRefused", "state = 'refused' AND announcedAt >= ?", moment, "announcedAt DESC, id DESC",
                of: sites, limit, in: db)
            let envelope = try db.cachedStatement(
                sql: """
                    SELECT receipt.envelope FROM receipt JOIN manifest ON manifest.id = receipt.manifest
                    WHERE manifest.station = ? AND manifest.sequence = ?
                    """)
            for index in found.items.indices {
                let item = found.items[index]
                let bytes = try Data.fetchOne(envelope, arguments: [item.station.rawValue, item.sequence])
                found.items[index].refusal = try bytes.flatMap { try Self.refusal(in: $0) }
            }
            return found
        }
    }

    /// - Parameter index: the one of such submissions: by the office's all the others would be walked over, too.
    private static func unsettled(
        _ index: String, _ condition: String, _ moment: Date, _ order: String, of sites: Set<SiteID>?, _ limit: Int, in db: Database
    ) throws -> UnsettledSubmissions {
        if let sites, sites.isEmpty { return UnsettledSubmissions(items: [], count: 0) }
        var arguments: StatementArguments = [moment.seconds]
        var condition = condition
        if let sites {
            condition +=
                " AND site IN (" + [String](repeating: "?", count: sites.count).joined(separator: ", ") + ")"
            arguments += StatementArguments(sites.map(\.rawValue).sorted())
        }
        let count = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM (SELECT 1 FROM manifest INDEXED BY \(index) WHERE \(condition) LIMIT ?)",
            arguments: arguments + [UnsettledSubmissions.most])
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT station, site, dossierCode, sequence, announcedAt FROM manifest INDEXED BY \(index)
                WHERE \(condition) ORDER BY \(order) LIMIT ?
                """, arguments: arguments + [limit])
        return UnsettledSubmissions(
            items: try rows.map { row in
                UnsettledSubmission(
                    station: try row.value("station"), site: try row.value("site"),
                    dossier: try row.value("dossierCode"), sequence: row["sequence"],
                    announcedAt: row.date("announcedAt"))
            }, count: count ?? 0)
    }

    private static func refusal(in bytes: Data) throws -> Receipt.Refusal? {
        do {
            let envelope = try Wire.decode(Envelope.self, from: bytes)
            return try Wire.decode(Receipt.self, from: envelope.payload).refusal
        } catch {
            throw RegistryError.damaged(reason: "a stored receipt is unreadable; run verify")
        }
    }
}
