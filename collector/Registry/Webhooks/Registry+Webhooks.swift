package import Dossiers
package import Foundation
import GRDB

extension Registry {
    /// Every webhook that was not removed, by name.
    package func webhooks() throws(RegistryError) -> [WebhookRecord] { try read(WebhookRecord.all) }

    /// The webhook of that name.
    ///
    /// - Throws: `unknownWebhook`.
    package func webhook(_ name: Username) throws(RegistryError) -> WebhookRecord {
        try read { try WebhookRecord.require(name, in: $0) }
    }

    /// Tells `url` of everything that is accepted from now on.
    ///
    /// - Parameter scope: the office whose subtree it is told of; nil for the whole province.
    /// - Throws: `webhookNameTaken`, `unknownSite`.
    package func addWebhook(
        _ name: Username, url: String, scope: SiteID?, by actor: String, at now: Date
    ) throws(RegistryError) -> WebhookRecord {
        try write { db in
            if try WebhookRecord.all(db).contains(where: { $0.name == name }) {
                throw RegistryError.webhookNameTaken(name.rawValue)
            }
            if let scope, try SiteState.fetch(scope, in: db) == nil { throw RegistryError.unknownSite(scope) }
            try db.execute(
                sql: """
                    INSERT INTO webhook (name, url, scope, salt, createdAt, createdBy)
                    VALUES (?, ?, ?, randomblob(16), ?, ?)
                    """, arguments: [name.rawValue, url, scope?.rawValue, now.seconds, actor])
            try AuditEntry(
                at: now, actor: actor, action: "webhook.add", subject: name.rawValue, detail: url, site: scope
            ).insert(in: db)
            return try WebhookRecord.require(name, in: db)
        }
    }

    /// Ends a webhook; what it was not told of it is told no more.
    ///
    /// - Returns: how many messages were waiting or parked.
    /// - Throws: `unknownWebhook`.
    @discardableResult
    package func removeWebhook(_ name: Username, by actor: String, at now: Date) throws(RegistryError) -> Int {
        try write { db in
            let hook = try WebhookRecord.require(name, in: db)
            let counts = try Self.counts(of: hook.id, in: db)
            try db.execute(sql: "DELETE FROM webhookMessage WHERE webhook = ?", arguments: [hook.id])
            try db.execute(sql: "UPDATE webhook SET removedAt = ? WHERE id = ?", arguments: [now.seconds, hook.id])
            let left = counts.waiting + counts.parked
            try AuditEntry(
                at: now, actor: actor, action: "webhook.remove", subject: name.rawValue,
                detail: "\(left) messages not delivered", site: hook.scope
            ).insert(in: db)
            return left
        }
    }

    /// Sends again what was parked, and tries at once where it was waited.
    ///
    /// - Returns: how many messages are to be delivered.
    /// - Throws: `unknownWebhook`.
    package func retryWebhook(_ name: Username, by actor: String, at now: Date) throws(RegistryError) -> Int {
        try write { db in
            let hook = try WebhookRecord.require(name, in: db)
            try db.execute(
                sql:
                    "UPDATE webhookMessage SET parkedAt = NULL, refusals = 0 WHERE webhook = ? AND parkedAt IS NOT NULL",
                arguments: [hook.id])
            try db.execute(
                sql: """
                    UPDATE webhook SET parkedAt = NULL, failingSince = NULL, failures = 0, nextAt = 0 WHERE id = ?
                    """, arguments: [hook.id])
            let waiting = try Self.counts(of: hook.id, in: db).waiting
            try AuditEntry(
                at: now, actor: actor, action: "webhook.retry", subject: name.rawValue, detail: "\(waiting) messages",
                site: hook.scope
            ).insert(in: db)
            return waiting
        }
    }

    /// How many of a webhook's messages are where.
    package func webhookCounts(_ hook: Int) throws(RegistryError) -> WebhookCounts {
        try read { try Self.counts(of: hook, in: $0) }
    }

    /// A webhook's messages, the latest first.
    ///
    /// - Parameter all: also those that were delivered.
    package func webhookMessages(_ hook: Int, all: Bool, limit: Int) throws(RegistryError) -> [WebhookMessage] {
        try read { db in
            try WebhookMessage.fetchAll(
                db,
                where: """
                    webhookMessage.webhook = ? AND (? OR webhookMessage.deliveredAt IS NULL)
                    ORDER BY webhookMessage.id DESC LIMIT ?
                    """, [hook, all, limit])
        }
    }

    private static func counts(of hook: Int, in db: Database) throws -> WebhookCounts {
        func count(_ condition: String) throws -> Int {
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM webhookMessage WHERE webhook = ? AND \(condition)", arguments: [hook])
                ?? 0
        }
        return WebhookCounts(
            waiting: try count("deliveredAt IS NULL AND parkedAt IS NULL"), parked: try count("parkedAt IS NOT NULL"),
            delivered: try count("deliveredAt IS NOT NULL"))
    }
}
