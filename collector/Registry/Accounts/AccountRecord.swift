package import Dossiers
package import Foundation
import GRDB

/// Somebody who may use the province's pages. Secrets are not in it.
package struct AccountRecord: Sendable, Hashable, Codable, Identifiable {
    package var id: Int
    package var username: Username
    package var displayName: String
    package var role: Role
    /// The office whose subtree the account is limited to; nil for the whole province.
    package var scope: SiteID?
    package var mustChangePassword: Bool
    package var hasSecondFactor: Bool
    /// Until then no attempt to sign in is looked at.
    package var lockedUntil: Date?
    package var lastSignInAt: Date?
    package var createdAt: Date
    package var createdBy: String
    package var disabledAt: Date?

    /// How the audit trail names it.
    package var actor: String { Self.actor(username) }

    /// How the audit trail names the account `username`; accounts of the machine, which commands name, are bare.
    package static func actor(_ username: Username) -> String { "\(actorPrefix)\(username)" }

    static let actorPrefix = "account:"
}

/// What an account is given.
package struct AccountTerms: Sendable, Hashable {
    package var displayName: String
    package var role: Role
    package var scope: SiteID?

    /// - Throws: `RegistryError.scopeMissing`.
    package init(displayName: String, role: Role, scope: SiteID?) throws(RegistryError) {
        guard scope != nil || !role.needsScope else { throw .scopeMissing(role) }
        self.displayName = displayName
        self.role = role
        self.scope = scope
    }
}

extension AccountRecord {
    init(row: Row) throws {
        self.init(
            id: row["id"], username: try row.value("username"), displayName: row["displayName"],
            role: try row.value("role"), scope: try row.optionalValue("scope"),
            mustChangePassword: row["mustChangePassword"], hasSecondFactor: row["hasSecondFactor"],
            lockedUntil: row.optionalDate("lockedUntil"), lastSignInAt: row.optionalDate("lastSignInAt"),
            createdAt: row.date("createdAt"), createdBy: row["createdBy"], disabledAt: row.optionalDate("disabledAt"))
    }

    /// The columns that make a record.
    static let columns = """
        account.id, account.username, account.displayName, account.role, account.scope, account.mustChangePassword,
        account.totpSecret IS NOT NULL AS hasSecondFactor, account.lockedUntil, account.lastSignInAt,
        account.createdAt, account.createdBy, account.disabledAt
        """

    static func fetch(_ db: Database, where condition: String, _ argument: any DatabaseValueConvertible) throws
        -> AccountRecord?
    {
        try Row.fetchOne(db, sql: "SELECT \(columns) FROM account WHERE \(condition)", arguments: [argument])
            .map(AccountRecord.init(row:))
    }

    static func require(_ username: Username, in db: Database) throws -> AccountRecord {
        guard let account = try fetch(db, where: "username = ?", username.rawValue) else {
            throw RegistryError.unknownAccount(username.rawValue)
        }
        return account
    }
}
