package import Dossiers
package import Foundation
import GRDB

/// Another system that reads through the API. Its token is not in it.
package struct SystemRecord: Sendable, Hashable, Codable, Identifiable {
    package var id: Int
    package var name: Username
    /// The office whose subtree it is limited to; nil for the whole province.
    package var scope: SiteID?
    package var permissions: [Permission]
    package var createdAt: Date
    package var createdBy: String
    package var expiresAt: Date
    package var lastUsedAt: Date?
    package var revokedAt: Date?

    /// How the audit trail names it.
    package var actor: String { "system:\(name)" }

    /// The life of its token.
    package enum State: String, Sendable, Hashable, Codable {
        case open, expired, revoked
    }

    /// What may be done with its token at `now`.
    package func state(at now: Date) -> State {
        if revokedAt != nil { return .revoked }
        return now >= expiresAt ? .expired : .open
    }

    /// How exactly the last use is kept, in seconds: not every request waits for the disk.
    static let grain: Double = 60
}

/// What a system is given.
package struct SystemTerms: Sendable, Hashable {
    package let scope: SiteID?
    package let permissions: Set<Permission>
    /// Seconds for which the token holds.
    package let lifetime: Int

    /// The permissions that have a meaning at the API.
    package static let possible: [Permission] = [.seeFigures, .listDossiers, .openDossiers, .seeImports, .importTables]

    /// - Throws: `SystemTermsError`.
    package init(scope: SiteID?, permissions: Set<Permission>, lifetime: Int) throws(SystemTermsError) {
        guard !permissions.isEmpty else { throw .nothing }
        if let strange = permissions.first(where: { !Self.possible.contains($0) }) { throw .impossible(strange) }
        if scope != nil, let provincial = permissions.first(where: \.isProvincial) { throw .provincial(provincial) }
        self.scope = scope
        self.permissions = permissions
        self.lifetime = lifetime
    }
}

/// Why a system cannot be given that.
package enum SystemTermsError: Error, Sendable, Hashable, CustomStringConvertible {
    case nothing
    case impossible(Permission)
    case provincial(Permission)

    package var description: String {
        let possible = SystemTerms.possible.map(\.rawValue).joined(separator: ", ")
        return switch self {
        case .nothing: "a system without a permission sees nothing; give one or more of \(possible)"
        case .impossible(let permission):
            "the permission \(permission.rawValue) opens nothing at the API; those that do are \(possible)"
        case .provincial(let permission):
            "\(permission.rawValue) concerns the whole province; leave the office out, or this permission"
        }
    }
}

extension SystemRecord {
    init(row: Row) throws {
        let names = try JSONDecoder().decode([String].self, from: Data((row["permissions"] as String).utf8))
        self.init(
            id: row["id"], name: try row.value("name"), scope: try row.optionalValue("scope"),
            // One that a later version gave and this one does not know opens nothing here.
            permissions: names.compactMap(Permission.init(rawValue:)), createdAt: row.date("createdAt"),
            createdBy: row["createdBy"], expiresAt: row.date("expiresAt"), lastUsedAt: row.optionalDate("lastUsedAt"),
            revokedAt: row.optionalDate("revokedAt"))
    }

    static func fetch(_ db: Database, where condition: String, _ argument: any DatabaseValueConvertible) throws
        -> SystemRecord?
    {
        try Row.fetchOne(db, sql: "SELECT * FROM system WHERE \(condition)", arguments: [argument])
            .map(SystemRecord.init(row:))
    }
}
