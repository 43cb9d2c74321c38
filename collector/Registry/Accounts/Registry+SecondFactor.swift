package import Dossiers
package import Foundation
import GRDB

/// The second factor's secrets of an account.
package struct SecondFactor: Sendable {
    /// In use; nil where there is no second factor.
    package var secret: Data?
    /// Being set up.
    package var pending: Data?
    /// One-time codes that were not used.
    package var recoveryCodesLeft: Int
}

extension Registry {
    /// What an account has of a second factor.
    package func secondFactor(of account: AccountRecord) throws(RegistryError) -> SecondFactor {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT totpSecret, totpPending,
                        (SELECT COUNT(*) FROM recoveryCode WHERE account = account.id AND usedAt IS NULL) AS codes
                    FROM account WHERE id = ?
                    """, arguments: [account.id])
            guard let row else { throw RegistryError.unknownAccount(account.username.rawValue) }
            return SecondFactor(
                secret: row["totpSecret"], pending: row["totpPending"], recoveryCodesLeft: row["codes"])
        }
    }

    /// Keeps a secret until a code made of it shows that the owner has it too.
    package func beginSecondFactorSetUp(_ secret: Data, of account: AccountRecord) throws(RegistryError) {
        try write {
            try $0.execute(
                sql: "UPDATE account SET totpPending = ? WHERE id = ?", arguments: [secret, account.id])
        }
    }

    /// Puts the secret that was set up to use, with new recovery codes.
    ///
    /// - Parameters:
    ///   - step: of the code that proved it; it is used up.
    ///   - codes: digests of the recovery codes.
    package func confirmSecondFactor(
        of account: AccountRecord, step: Int, codes: [ContentDigest], at now: Date
    ) throws(RegistryError) {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE account SET totpSecret = totpPending, totpPending = NULL, totpLastStep = ?
                    WHERE id = ? AND totpPending IS NOT NULL
                    """, arguments: [step, account.id])
            try db.execute(sql: "DELETE FROM recoveryCode WHERE account = ?", arguments: [account.id])
            for code in codes {
                try db.execute(
                    sql: "INSERT INTO recoveryCode (account, digest) VALUES (?, ?)", arguments: [account.id, code.data])
            }
            try AuditEntry(
                at: now, actor: account.actor, action: "account.secondFactorOn", subject: account.username.rawValue,
                site: account.scope
            ).insert(in: db)
        }
    }

    /// Takes the second factor away.
    package func removeSecondFactor(of account: AccountRecord, by actor: String, at now: Date) throws(RegistryError) {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE account SET totpSecret = NULL, totpPending = NULL, totpLastStep = NULL WHERE id = ?
                    """, arguments: [account.id])
            try db.execute(sql: "DELETE FROM recoveryCode WHERE account = ?", arguments: [account.id])
            try AuditEntry(
                at: now, actor: actor, action: "account.secondFactorOff", subject: account.username.rawValue,
                site: account.scope
            ).insert(in: db)
        }
    }

    /// Uses a step of time up, so that a code that somebody saw is worth nothing.
    ///
    /// - Returns: false when it, or a later one, was used.
    package func useStep(_ step: Int, of account: AccountRecord) throws(RegistryError) -> Bool {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE account SET totpLastStep = ?1
                    WHERE id = ?2 AND totpSecret IS NOT NULL AND (totpLastStep IS NULL OR totpLastStep < ?1)
                    """, arguments: [step, account.id])
            return db.changesCount == 1
        }
    }

    /// Uses a recovery code up.
    ///
    /// - Returns: false when there is none of that digest, or it was used.
    package func useRecoveryCode(
        _ code: ContentDigest, of account: AccountRecord, at now: Date
    ) throws(RegistryError) -> Bool {
        try write { db in
            try db.execute(
                sql: "UPDATE recoveryCode SET usedAt = ? WHERE account = ? AND digest = ? AND usedAt IS NULL",
                arguments: [now.seconds, account.id, code.data])
            guard db.changesCount == 1 else { return false }
            try AuditEntry(
                at: now, actor: account.actor, action: "account.useRecoveryCode", subject: account.username.rawValue,
                site: account.scope
            ).insert(in: db)
            return true
        }
    }
}
