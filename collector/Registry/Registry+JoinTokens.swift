package import Dossiers
import Exchange
package import Foundation
import GRDB

extension Registry {
    /// Issues a join token for `site`. The secret is in the answer and nowhere else.
    ///
    /// - Parameter lifetime: seconds until it expires.
    /// - Throws: `unknownSite` or `siteClosed`.
    package func issueToken(
        for site: SiteID, lifetime: Double, by actor: String, at now: Date
    ) throws(RegistryError) -> (token: JoinToken, secret: JoinSecret) {
        let secret = JoinSecret()
        let token = JoinToken(
            id: "j-" + String(UInt64.random(in: 1 << 40..<1 << 44), radix: 16), site: site, issuedBy: actor,
            issuedAt: Date(seconds: now.seconds),
            expiresAt: Date(seconds: now.seconds + max(1, Int(min(lifetime, 1e9)))))
        try write { db in
            let state = try SiteState.fetch(site, in: db)
            guard let state else { throw RegistryError.unknownSite(site) }
            guard !state.isClosed(on: CalendarDay(now)) else { throw RegistryError.siteClosed(site) }
            try db.execute(
                sql: """
                    INSERT INTO joinToken (id, secretHash, site, issuedBy, issuedAt, expiresAt)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    token.id, secret.digest.data, site.rawValue, actor, token.issuedAt.seconds, token.expiresAt.seconds,
                ])
            try AuditEntry(at: now, actor: actor, action: "token.issue", subject: token.id, detail: "site \(site)")
                .insert(in: db)
        }
        return (token, secret)
    }

    /// Every join token, the newest first.
    package func tokens() throws(RegistryError) -> [JoinToken] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM joinToken ORDER BY issuedAt DESC, id").map(JoinToken.init(row:))
        }
    }

    /// Makes a join token useless. One that was used or revoked before stays as it is.
    ///
    /// - Throws: `unknownToken`.
    @discardableResult
    package func revokeToken(_ id: String, by actor: String, at now: Date) throws(RegistryError) -> JoinToken {
        try write { db in
            guard let token = try JoinToken.fetch(db, where: "id = ?", id) else {
                throw RegistryError.unknownToken(id)
            }
            guard token.usedAt == nil, token.revokedAt == nil else { return token }
            try db.execute(sql: "UPDATE joinToken SET revokedAt = ? WHERE id = ?", arguments: [now.seconds, id])
            try AuditEntry(at: now, actor: actor, action: "token.revoke", subject: id).insert(in: db)
            return try JoinToken.fetch(db, where: "id = ?", id) ?? token
        }
    }
}

extension JoinToken {
    init(row: Row) throws {
        self.init(
            id: row["id"], site: try row.value("site"), issuedBy: row["issuedBy"], issuedAt: row.date("issuedAt"),
            expiresAt: row.date("expiresAt"), usedAt: row.optionalDate("usedAt"),
            revokedAt: row.optionalDate("revokedAt"))
    }

    static func fetch(_ db: Database, where condition: String, _ argument: any DatabaseValueConvertible) throws
        -> JoinToken?
    {
        try Row.fetchOne(db, sql: "SELECT * FROM joinToken WHERE \(condition)", arguments: [argument])
            .map(JoinToken.init(row:))
    }
}
