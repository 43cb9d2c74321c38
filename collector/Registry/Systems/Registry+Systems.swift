package import Dossiers
package import Foundation
import GRDB

extension Registry {
    /// Every system, by name.
    package func systems() throws(RegistryError) -> [SystemRecord] {
        try read { try Row.fetchAll($0, sql: "SELECT * FROM system ORDER BY name").map(SystemRecord.init(row:)) }
    }

    /// Lets another system read. The token is in the answer and nowhere else.
    ///
    /// - Throws: `systemNameTaken`, `unknownSite`.
    package func addSystem(
        _ name: Username, _ terms: SystemTerms, by actor: String, at now: Date
    ) throws(RegistryError) -> (system: SystemRecord, token: SystemToken) {
        let token = SystemToken()
        return try write { db in
            guard try SystemRecord.fetch(db, where: "name = ?", name.rawValue) == nil else {
                throw RegistryError.systemNameTaken(name.rawValue)
            }
            if let scope = terms.scope, try SiteState.fetch(scope, in: db) == nil {
                throw RegistryError.unknownSite(scope)
            }
            try db.execute(
                sql: """
                    INSERT INTO system (name, scope, permissions, tokenDigest, createdAt, createdBy, expiresAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name.rawValue, terms.scope?.rawValue, terms.permissionsText, token.digest.data, now.seconds, actor,
                    now.seconds + terms.lifetime,
                ])
            try AuditEntry(
                at: now, actor: actor, action: "system.add", subject: name.rawValue, detail: terms.auditText(at: now),
                site: terms.scope
            ).insert(in: db)
            return (try Self.requireSystem(name, in: db), token)
        }
    }

    /// Gives a system a new token in the place of the one it had, which opens nothing from now on. One that was revoked
    /// is let in again.
    ///
    /// - Parameter lifetime: seconds for which it holds.
    /// - Throws: `unknownSystem`.
    package func renewSystem(
        _ name: Username, lifetime: Int, by actor: String, at now: Date
    ) throws(RegistryError) -> (system: SystemRecord, token: SystemToken) {
        let token = SystemToken()
        return try write { db in
            let system = try Self.requireSystem(name, in: db)
            let expiry = now.seconds + lifetime
            try db.execute(
                sql: "UPDATE system SET tokenDigest = ?, expiresAt = ?, revokedAt = NULL WHERE id = ?",
                arguments: [token.digest.data, expiry, system.id])
            try AuditEntry(
                at: now, actor: actor, action: "system.renew", subject: name.rawValue,
                detail: "until \(CalendarDay(Date(seconds: expiry)))", site: system.scope
            ).insert(in: db)
            return (try Self.requireSystem(name, in: db), token)
        }
    }

    /// Makes a system's token useless. One that was revoked before stays as it is.
    ///
    /// - Throws: `unknownSystem`.
    @discardableResult
    package func revokeSystem(_ name: Username, by actor: String, at now: Date) throws(RegistryError) -> SystemRecord {
        try write { db in
            let system = try Self.requireSystem(name, in: db)
            guard system.revokedAt == nil else { return system }
            try db.execute(sql: "UPDATE system SET revokedAt = ? WHERE id = ?", arguments: [now.seconds, system.id])
            try AuditEntry(
                at: now, actor: actor, action: "system.revoke", subject: name.rawValue, site: system.scope
            ).insert(in: db)
            return try Self.requireSystem(name, in: db)
        }
    }

    /// The system that has the token with `digest`, whether that still holds or not.
    package func system(_ digest: ContentDigest, at now: Date) throws(RegistryError) -> SystemRecord? {
        let system = try read { try SystemRecord.fetch($0, where: "tokenDigest = ?", digest.data) }
        if let system, system.state(at: now) == .open,
            system.lastUsedAt.map({ abs(now.timeIntervalSince($0)) >= SystemRecord.grain }) ?? true
        {
            try write {
                try $0.execute(
                    sql: "UPDATE system SET lastUsedAt = ? WHERE id = ?", arguments: [now.seconds, system.id])
            }
        }
        return system
    }

    private static func requireSystem(_ name: Username, in db: Database) throws -> SystemRecord {
        guard let system = try SystemRecord.fetch(db, where: "name = ?", name.rawValue) else {
            throw RegistryError.unknownSystem(name.rawValue)
        }
        return system
    }
}

extension SystemTerms {
    private var names: [String] { Permission.allCases.filter(permissions.contains).map(\.rawValue) }

    fileprivate var permissionsText: String { "[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "]" }

    fileprivate func auditText(at now: Date) -> String {
        "\(names.joined(separator: ", ")) at \(scope?.rawValue ?? "the whole province"), "
            + "until \(CalendarDay(now.addingTimeInterval(Double(lifetime))))"
    }
}
