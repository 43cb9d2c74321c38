package import Dossiers
package import Exchange
package import Foundation
import GRDB

extension Registry {
    /// The station of that identity.
    package func station(_ id: StationID) throws(RegistryError) -> StationRecord? {
        try read { try StationRecord.fetch($0, where: "id = ?", id.rawValue) }
    }

    /// Every station, or those of one site, by site and time of enrolment.
    package func stations(of site: SiteID? = nil) throws(RegistryError) -> [StationRecord] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM station WHERE ?1 IS NULL OR site = ?1 ORDER BY site, enrolledAt, id",
                arguments: [site?.rawValue]
            ).map(StationRecord.init(row:))
        }
    }

    /// What the station has delivered.
    package func counts(of station: StationID) throws(RegistryError) -> StationCounts {
        try read { db in
            var counts = StationCounts(announced: 0, complete: 0, refused: 0)
            let rows = try Row.fetchCursor(
                db, sql: "SELECT state, COUNT(*) AS count FROM manifest WHERE station = ? GROUP BY state",
                arguments: [station.rawValue])
            while let row = try rows.next() {
                switch try row.value("state") as SubmissionStatus.State {
                case .announced: counts.announced = row["count"]
                case .complete: counts.complete = row["count"]
                case .refused: counts.refused = row["count"]
                }
            }
            counts.lastReceiptAt = try Int.fetchOne(
                db,
                sql: """
                    SELECT MAX(receipt.issuedAt) FROM receipt JOIN manifest ON manifest.id = receipt.manifest
                    WHERE manifest.station = ?
                    """, arguments: [station.rawValue]
            ).map { Date(seconds: $0) }
            return counts
        }
    }

    /// Revokes a station: what it signed stays valid, and it can deliver no more. One revoked before stays as it is.
    ///
    /// - Throws: `unknownStation`.
    @discardableResult
    package func revokeStation(_ id: StationID, by actor: String, at now: Date) throws(RegistryError) -> StationRecord {
        try write { db in
            guard let station = try StationRecord.fetch(db, where: "id = ?", id.rawValue) else {
                throw RegistryError.unknownStation(id)
            }
            guard station.revokedAt == nil else { return station }
            try db.execute(
                sql: "UPDATE station SET revokedAt = ? WHERE id = ?", arguments: [now.seconds, id.rawValue])
            try AuditEntry(at: now, actor: actor, action: "station.revoke", subject: id.rawValue).insert(in: db)
            return try StationRecord.fetch(db, where: "id = ?", id.rawValue) ?? station
        }
    }

    /// Records that the station was heard of.
    package func markSeen(_ id: StationID, at now: Date) throws(RegistryError) {
        try write { try StationRecord.markSeen(id, at: now, in: $0) }
    }
}

extension StationRecord {
    init(row: Row) throws {
        let der: Data = row["publicKey"]
        guard let key = try? VerificationKey(der: der) else {
            throw RegistryError.damaged(reason: "a station's public key is unreadable")
        }
        self.init(
            id: try row.value("id"), site: try row.value("site"), key: key, label: row["label"],
            agentVersion: row["agentVersion"], enrolledAt: row.date("enrolledAt"), lastSeenAt: row.date("lastSeenAt"),
            revokedAt: row.optionalDate("revokedAt"), replacedBy: try row.optionalValue("replacedBy"),
            headSequence: row["headSequence"], headDigest: row.optionalDigest("headDigest"))
    }

    static func fetch(_ db: Database, where condition: String, _ argument: any DatabaseValueConvertible) throws
        -> StationRecord?
    {
        let statement = try db.cachedStatement(sql: "SELECT * FROM station WHERE \(condition)")
        return try Row.fetchOne(statement, arguments: [argument]).map(StationRecord.init(row:))
    }

    static func markSeen(_ id: StationID, at now: Date, in db: Database) throws {
        try db.cachedStatement(sql: "UPDATE station SET lastSeenAt = MAX(lastSeenAt, ?) WHERE id = ?")
            .execute(arguments: [now.seconds, id.rawValue])
    }
}
