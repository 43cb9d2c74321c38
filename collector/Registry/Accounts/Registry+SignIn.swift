package import Dossiers
package import Foundation
import GRDB

/// What becomes of an attempt to sign in, before the password is looked at.
package enum SignInStart: Sendable {
    /// Nothing is looked at until then.
    case waits(until: Date)
    /// There is no such account, or it is disabled.
    case unknown
    case may(AccountRecord, passwordHash: String)
}

extension Registry {
    /// Begins an attempt to sign in, which counts as failed until `openSession`: many attempts at once cannot be over
    /// before the first has counted.
    package func beginSignIn(
        _ username: Username, delay: SignInDelay = .ofAccount, at now: Date
    ) throws(RegistryError) -> SignInStart {
        try write { db in
            guard let account = try AccountRecord.fetch(db, where: "username = ?", username.rawValue),
                account.disabledAt == nil
            else { return .unknown }
            if let until = try Self.countAttempt(of: account, delay, at: now, in: db) { return .waits(until: until) }
            let hash = try String.fetchOne(
                db, sql: "SELECT passwordHash FROM account WHERE id = ?", arguments: [account.id])
            return .may(account, passwordHash: hash ?? "")
        }
    }

    /// Counts an attempt at the second factor, in the same row of attempts.
    ///
    /// - Returns: until when none is looked at, else nil.
    package func beginSecondFactor(
        of account: AccountRecord, delay: SignInDelay = .ofAccount, at now: Date
    ) throws(RegistryError) -> Date? {
        try write { try Self.countAttempt(of: account, delay, at: now, in: $0) }
    }

    private static func countAttempt(
        of account: AccountRecord, _ delay: SignInDelay, at now: Date, in db: Database
    ) throws -> Date? {
        let row = try Row.fetchOne(
            db, sql: "SELECT failures, failedAt, lockedUntil FROM account WHERE id = ?", arguments: [account.id])
        guard let row else { return nil }
        // A clock that was set back must not lock anybody out for longer than the longest wait.
        if let until = row.optionalDate("lockedUntil"), until > now,
            until.timeIntervalSince(now) <= delay.longest + 1
        {
            return until
        }
        let isOld = row.optionalDate("failedAt").map { now.timeIntervalSince($0) >= delay.memory } ?? true
        let before: Int = row["failures"]
        let failures = isOld ? 1 : before + 1
        let wait = delay.seconds(after: failures)
        try db.execute(
            sql: "UPDATE account SET failures = ?, failedAt = ?, lockedUntil = ? WHERE id = ?",
            arguments: [failures, now.seconds, wait > 0 ? now.seconds + Int(wait) : nil, account.id])
        return nil
    }

    /// Forgets attempts: the account's owner gave the right password, outside a sign-in.
    package func forgetAttempts(of account: AccountRecord) throws(RegistryError) {
        try write {
            try $0.execute(
                sql: "UPDATE account SET failures = 0, lockedUntil = NULL WHERE id = ?", arguments: [account.id])
        }
    }

    /// Records that an attempt was wrong. It was counted when it began.
    package func refuseSignIn(of account: AccountRecord, from address: String, at now: Date) throws(RegistryError) {
        try audit(
            AuditEntry(
                at: now, actor: account.actor, action: "session.refuse", subject: account.username.rawValue,
                detail: address, site: account.scope))
    }

    /// Opens a session, and ends the one that the browser had.
    ///
    /// - Parameters:
    ///   - digest: of the session's token.
    ///   - former: of the token that the browser came with.
    package func openSession(
        _ digest: ContentDigest, csrf: String, stage: WebSession.Stage, for account: AccountRecord,
        former: ContentDigest?, from address: String, at now: Date
    ) throws(RegistryError) {
        try write { db in
            let lifetime = stage == .open ? WebSession.Limit.open : WebSession.Limit.half
            // Those that nobody came back to go here, so that no list of them grows.
            try db.execute(
                sql: "DELETE FROM webSession WHERE expiresAt <= ?1 OR lastUsedAt <= ?2 OR digest = ?3",
                arguments: [now.seconds, now.seconds - Int(WebSession.Limit.idle), former?.data])
            try db.execute(
                sql: """
                    INSERT INTO webSession (digest, account, stage, csrf, createdAt, lastUsedAt, expiresAt)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    digest.data, account.id, stage.rawValue, csrf, now.seconds, now.seconds,
                    now.seconds + Int(lifetime),
                ])
            guard stage == .open else { return }
            try db.execute(
                sql: "UPDATE account SET failures = 0, lockedUntil = NULL, lastSignInAt = ? WHERE id = ?",
                arguments: [now.seconds, account.id])
            try AuditEntry(
                at: now, actor: account.actor, action: "session.open", subject: account.username.rawValue,
                detail: address, site: account.scope
            ).insert(in: db)
        }
    }

    /// The session whose token has `digest`, when it still holds.
    package func session(_ digest: ContentDigest, at now: Date) throws(RegistryError) -> WebSession? {
        guard let session = try read({ try WebSession.fetch(digest, in: $0) }), session.holds(at: now) else {
            return nil
        }
        if abs(now.timeIntervalSince(session.lastUsedAt)) >= WebSession.Limit.grain {
            try write {
                try $0.execute(
                    sql: "UPDATE webSession SET lastUsedAt = ? WHERE digest = ?",
                    arguments: [now.seconds, digest.data])
            }
        }
        return session
    }

    /// Ends a session.
    package func endSession(_ session: WebSession, at now: Date) throws(RegistryError) {
        try write { db in
            try db.execute(sql: "DELETE FROM webSession WHERE digest = ?", arguments: [session.digest.data])
            guard session.stage == .open else { return }
            try AuditEntry(
                at: now, actor: session.account.actor, action: "session.end",
                subject: session.account.username.rawValue, site: session.account.scope
            ).insert(in: db)
        }
    }
}
