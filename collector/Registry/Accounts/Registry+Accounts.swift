package import Dossiers
package import Foundation
import GRDB

extension Registry {
    /// Every account, by name.
    package func accounts() throws(RegistryError) -> [AccountRecord] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT \(AccountRecord.columns) FROM account ORDER BY username")
                .map(AccountRecord.init(row:))
        }
    }

    /// The account of that name.
    package func account(_ username: Username) throws(RegistryError) -> AccountRecord? {
        try read { try AccountRecord.fetch($0, where: "username = ?", username.rawValue) }
    }

    /// The account of that number.
    package func account(number id: Int) throws(RegistryError) -> AccountRecord? {
        try read { try AccountRecord.fetch($0, where: "id = ?", id) }
    }

    /// Makes an account.
    ///
    /// - Parameters:
    ///   - passwordHash: what proves the password later; the index never sees a password.
    ///   - mustChange: the password is known to whoever made the account, and good for one sign-in.
    /// - Throws: `usernameTaken`, `unknownSite`.
    @discardableResult
    package func addAccount(
        _ username: Username, _ terms: AccountTerms, passwordHash: String, mustChange: Bool, by actor: String,
        at now: Date
    ) throws(RegistryError) -> AccountRecord {
        try write { db in
            guard try AccountRecord.fetch(db, where: "username = ?", username.rawValue) == nil else {
                throw RegistryError.usernameTaken(username.rawValue)
            }
            try Self.checkSite(terms.scope, in: db)
            try db.execute(
                sql: """
                    INSERT INTO account (username, displayName, role, scope, passwordHash, mustChangePassword, createdAt,
                        createdBy) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    username.rawValue, terms.displayName, terms.role.rawValue, terms.scope?.rawValue, passwordHash,
                    mustChange, now.seconds, actor,
                ])
            try AuditEntry(
                at: now, actor: actor, action: "account.add", subject: username.rawValue, detail: terms.auditText,
                site: terms.scope
            ).insert(in: db)
            return try AccountRecord.require(username, in: db)
        }
    }

    /// Gives an account another display name, role or scope, and ends its sessions where it may now do something else.
    ///
    /// - Throws: `unknownAccount`, `unknownSite`, `lastAdministrator`.
    package func changeAccount(
        _ username: Username, to terms: AccountTerms, by actor: String, at now: Date
    ) throws(RegistryError) {
        try write { db in
            let account = try AccountRecord.require(username, in: db)
            let before = try AccountTerms(
                displayName: account.displayName, role: account.role, scope: account.scope)
            guard terms != before else { return }
            try Self.checkSite(terms.scope, in: db)
            if terms.role != .administrator || terms.scope != nil { try Self.checkAdministrators(but: account, in: db) }
            try db.execute(
                sql: "UPDATE account SET displayName = ?, role = ?, scope = ? WHERE id = ?",
                arguments: [terms.displayName, terms.role.rawValue, terms.scope?.rawValue, account.id])
            if terms.role != account.role || terms.scope != account.scope {
                try db.execute(sql: "DELETE FROM webSession WHERE account = ?", arguments: [account.id])
            }
            try AuditEntry(
                at: now, actor: actor, action: "account.change", subject: username.rawValue,
                detail: "\(terms.auditText); before: \(before.auditText)", site: terms.scope
            ).insert(in: db)
        }
    }

    /// Disables an account, which ends its sessions, or enables it again.
    ///
    /// - Throws: `unknownAccount`, `lastAdministrator`.
    package func setAccount(
        _ username: Username, isEnabled: Bool, by actor: String, at now: Date
    ) throws(RegistryError) {
        try write { db in
            let account = try AccountRecord.require(username, in: db)
            guard (account.disabledAt == nil) != isEnabled else { return }
            if !isEnabled { try Self.checkAdministrators(but: account, in: db) }
            try db.execute(
                sql: "UPDATE account SET disabledAt = ?, failures = 0, lockedUntil = NULL WHERE id = ?",
                arguments: [isEnabled ? nil : now.seconds, account.id])
            try db.execute(sql: "DELETE FROM webSession WHERE account = ?", arguments: [account.id])
            try AuditEntry(
                at: now, actor: actor, action: isEnabled ? "account.enable" : "account.disable",
                subject: username.rawValue, site: account.scope
            ).insert(in: db)
        }
    }

    /// Sets the password, unlocks the account, and ends its sessions.
    ///
    /// - Parameter except: the session in which the account's owner does it, which goes on.
    /// - Throws: `unknownAccount`.
    package func setPassword(
        of username: Username, hash: String, mustChange: Bool, except session: ContentDigest? = nil, by actor: String,
        at now: Date
    ) throws(RegistryError) {
        try write { db in
            let account = try AccountRecord.require(username, in: db)
            try db.execute(
                sql: """
                    UPDATE account SET passwordHash = ?, mustChangePassword = ?, failures = 0, lockedUntil = NULL
                    WHERE id = ?
                    """, arguments: [hash, mustChange, account.id])
            try db.execute(
                sql: "DELETE FROM webSession WHERE account = ?1 AND (?2 IS NULL OR digest <> ?2)",
                arguments: [account.id, session?.data])
            try AuditEntry(
                at: now, actor: actor, action: mustChange ? "account.resetPassword" : "account.setPassword",
                subject: username.rawValue, site: account.scope
            ).insert(in: db)
        }
    }

    /// The stored hash of an account's password.
    package func passwordHash(of username: Username) throws(RegistryError) -> String? {
        try read {
            try String.fetchOne(
                $0, sql: "SELECT passwordHash FROM account WHERE username = ?", arguments: [username.rawValue])
        }
    }

    private static func checkSite(_ site: SiteID?, in db: Database) throws {
        guard let site else { return }
        guard try SiteState.fetch(site, in: db) != nil else { throw RegistryError.unknownSite(site) }
    }

    /// Refuses to take the last administrator of the whole province away.
    private static func checkAdministrators(but account: AccountRecord, in db: Database) throws {
        guard account.role == .administrator, account.scope == nil, account.disabledAt == nil else { return }
        let others = try Int.fetchOne(
            db,
            sql: """
                SELECT COUNT(*) FROM account
                WHERE role = 'administrator' AND scope IS NULL AND disabledAt IS NULL AND id <> ?
                """, arguments: [account.id])
        if others == 0 { throw RegistryError.lastAdministrator(account.username.rawValue) }
    }
}

extension AccountTerms {
    /// The display name stays out: the trail holds no names.
    fileprivate var auditText: String { "\(role.rawValue), \(scope?.rawValue ?? "whole province")" }
}
