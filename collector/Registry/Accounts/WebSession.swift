package import Dossiers
package import Foundation
import GRDB

/// A browser that is signed in, or half way.
package struct WebSession: Sendable, Hashable {
    /// How far the sign-in is.
    package enum Stage: String, Sendable {
        /// The password was right; the second factor is awaited.
        case half
        case open
    }

    /// Seconds.
    package enum Limit {
        /// Without a request the session ends.
        package static let idle: Double = 30 * 60
        /// The longest a session lasts.
        package static let open: Double = 12 * 3600
        /// How long the second factor may take.
        package static let half: Double = 5 * 60
        /// How exactly the last use is kept: not every request waits for the disk.
        package static let grain: Double = 60
    }

    /// Of the token in the cookie.
    package var digest: ContentDigest
    package var account: AccountRecord
    package var stage: Stage
    /// What every form of the session carries.
    package var csrf: String
    package var createdAt: Date
    package var lastUsedAt: Date
    package var expiresAt: Date

    /// Whether it still holds. A clock that was set back does not keep a session open.
    func holds(at now: Date) -> Bool {
        account.disabledAt == nil && now < expiresAt && now >= createdAt.addingTimeInterval(-Limit.grain)
            && abs(now.timeIntervalSince(lastUsedAt)) < Limit.idle
    }
}

extension WebSession {
    init(row: Row) throws {
        self.init(
            digest: row.digest("digest"), account: try AccountRecord(row: row), stage: try row.stage(),
            csrf: row["csrf"], createdAt: row.date("sessionCreatedAt"), lastUsedAt: row.date("lastUsedAt"),
            expiresAt: row.date("expiresAt"))
    }

    static func fetch(_ digest: ContentDigest, in db: Database) throws -> WebSession? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT digest, stage, csrf, webSession.createdAt AS sessionCreatedAt, lastUsedAt, expiresAt,
                    \(AccountRecord.columns)
                FROM webSession JOIN account ON account.id = webSession.account WHERE digest = ?
                """, arguments: [digest.data]
        ).map(WebSession.init(row:))
    }
}

extension Row {
    fileprivate func stage() throws -> WebSession.Stage { try value("stage") }
}
