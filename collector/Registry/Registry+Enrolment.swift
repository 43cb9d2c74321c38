import Dossiers
package import Exchange
package import Foundation
import GRDB

extension Registry {
    /// Enrols a station: checks the token, uses it up, and records the key, all in one transaction.
    ///
    /// The signature on the request must have been checked. `request.replaces` takes effect where it names a station
    /// of the token's site, or of one that was merged into it or renamed to it; a station elsewhere is not the token's
    /// to replace and is left alone.
    package func enrol(_ request: EnrolmentRequest, key: VerificationKey, at now: Date) throws(RegistryError)
        -> EnrolmentOutcome
    {
        guard let secret = JoinSecret(request.token) else { return .tokenUnknown }
        return try write { db in
            guard let token = try JoinToken.fetch(db, where: "secretHash = ?", secret.digest.data) else {
                return .tokenUnknown
            }
            guard let site = try SiteState.fetch(token.site, in: db) else {
                throw RegistryError.unknownSite(token.site)
            }
            switch token.state(at: now) {
            case .used:
                guard let former = try StationRecord.fetch(db, where: "joinToken = ?", token.id), former.key == key
                else { return .tokenUsed }
                return .enrolled(former, siteName: site.name, level: site.level)
            case .revoked: return .tokenRevoked
            case .expired: return .tokenExpired
            case .open: break
            }
            guard !site.isClosed(on: CalendarDay(now)) else { return .siteClosed(token.site) }
            guard try StationRecord.fetch(db, where: "publicKey = ?", key.derRepresentation) == nil else {
                return .keyTaken
            }
            let station = StationRecord(
                id: StationID(), site: token.site, key: key, label: request.label, agentVersion: request.agentVersion,
                enrolledAt: Date(seconds: now.seconds), lastSeenAt: Date(seconds: now.seconds), headSequence: 0)
            try station.insert(in: db, token: token.id)
            try db.execute(sql: "UPDATE joinToken SET usedAt = ? WHERE id = ?", arguments: [now.seconds, token.id])
            try AuditEntry(
                at: now, actor: station.id.rawValue, action: "station.enrol", subject: station.id.rawValue,
                detail: "site \(token.site), token \(token.id), key \(key.fingerprint)"
            ).insert(in: db)
            if let former = request.replaces {
                try replace(former, with: station, in: db, at: now)
            }
            return .enrolled(station, siteName: site.name, level: site.level)
        }
    }

    private func replace(_ former: StationID, with station: StationRecord, in db: Database, at now: Date) throws {
        guard let record = try StationRecord.fetch(db, where: "id = ?", former.rawValue),
            try SiteRecords(db).successor(of: record.site, on: CalendarDay(now)) == station.site
                || record.site == station.site
        else { return }
        try db.execute(
            sql: "UPDATE station SET replacedBy = ? WHERE id = ? AND replacedBy IS NULL",
            arguments: [station.id.rawValue, former.rawValue])
        guard db.changesCount > 0 else { return }
        try AuditEntry(
            at: now, actor: station.id.rawValue, action: "station.replace", subject: former.rawValue,
            detail: "by \(station.id)"
        ).insert(in: db)
    }
}

extension StationRecord {
    fileprivate func insert(in db: Database, token: String) throws {
        try db.execute(
            sql: """
                INSERT INTO station
                    (id, site, algorithm, publicKey, label, agentVersion, joinToken, enrolledAt, lastSeenAt)
                VALUES (?, ?, 'ecdsa-p256-sha256', ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id.rawValue, site.rawValue, key.derRepresentation, label, agentVersion, token, enrolledAt.seconds,
                lastSeenAt.seconds,
            ])
    }
}
