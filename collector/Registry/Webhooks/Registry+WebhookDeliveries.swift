package import Foundation
import GRDB

/// What became of an attempt to deliver.
package enum WebhookOutcome: Sendable, Hashable {
    case delivered(status: Int)
    /// The receiver cannot be reached or does not work: nothing is sent before `nextAt`, or at all when nil.
    case unreachable(problem: String, nextAt: Date?)
    /// The receiver does not want this message: it is tried again at `nextAt`, or parked when nil, and the next is sent.
    case refused(status: Int, nextAt: Date?)
}

extension Registry {
    /// The webhooks that have something to be told at `now`.
    package func dueWebhooks(at now: Date) throws(RegistryError) -> [WebhookRecord] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM webhook
                    WHERE removedAt IS NULL AND parkedAt IS NULL AND nextAt <= ? AND EXISTS (
                        SELECT 1 FROM webhookMessage
                        WHERE webhook = webhook.id AND deliveredAt IS NULL AND webhookMessage.parkedAt IS NULL)
                    ORDER BY id
                    """, arguments: [now.seconds]
            ).map(WebhookRecord.init(row:))
        }
    }

    /// The next message of a webhook, as both stand now; nil when there is none, or nothing is to be sent.
    package func nextMessage(
        of hook: Int, at now: Date
    ) throws(RegistryError) -> (hook: WebhookRecord, message: WebhookMessage)? {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT * FROM webhook WHERE id = ? AND removedAt IS NULL AND parkedAt IS NULL AND nextAt <= ?",
                arguments: [hook, now.seconds])
            let message = try WebhookMessage.fetchAll(
                db,
                where: """
                    webhookMessage.webhook = ? AND webhookMessage.deliveredAt IS NULL
                        AND webhookMessage.parkedAt IS NULL
                    ORDER BY webhookMessage.id LIMIT 1
                    """, [hook]
            ).first
            guard let row, let message else { return nil }
            return (try WebhookRecord(row: row), message)
        }
    }

    /// Keeps what became of an attempt.
    package func settle(
        _ message: WebhookMessage, of hook: WebhookRecord, _ outcome: WebhookOutcome, at now: Date
    ) throws(RegistryError) {
        try write { db in
            let reached = "failingSince = NULL, failures = 0"
            switch outcome {
            case .delivered(let status):
                try db.execute(
                    sql: "UPDATE webhookMessage SET deliveredAt = ?, lastStatus = ? WHERE id = ?",
                    arguments: [now.seconds, status, message.id])
                try db.execute(
                    sql: "UPDATE webhook SET \(reached), nextAt = 0, lastProblem = NULL WHERE id = ?",
                    arguments: [hook.id])
            case .unreachable(let problem, let nextAt):
                try db.execute(
                    sql: """
                        UPDATE webhook SET failingSince = ifnull(failingSince, ?1), failures = failures + 1,
                            nextAt = ifnull(?2, 0), lastProblem = ?3, parkedAt = CASE WHEN ?2 IS NULL THEN ?1 END
                        WHERE id = ?4
                        """, arguments: [now.seconds, nextAt?.seconds, problem, hook.id])
            case .refused(let status, let nextAt):
                try db.execute(
                    sql: """
                        UPDATE webhookMessage SET refusals = refusals + 1, lastStatus = ?1,
                            parkedAt = CASE WHEN ?2 IS NULL THEN ?3 END
                        WHERE id = ?4
                        """, arguments: [status, nextAt?.seconds, now.seconds, message.id])
                try db.execute(
                    sql: "UPDATE webhook SET \(reached), nextAt = ifnull(?, 0), lastProblem = ? WHERE id = ?",
                    arguments: [nextAt?.seconds, WebhookProblem.text(ofStatus: status), hook.id])
            }
        }
    }

    /// Forgets messages that were delivered before `moment`.
    package func forgetDeliveries(before moment: Date) throws(RegistryError) {
        let isAny = try read {
            try Bool.fetchOne(
                $0, sql: "SELECT EXISTS (SELECT 1 FROM webhookMessage WHERE deliveredAt < ?)",
                arguments: [moment.seconds]) ?? false
        }
        guard isAny else { return }
        try write {
            try $0.execute(sql: "DELETE FROM webhookMessage WHERE deliveredAt < ?", arguments: [moment.seconds])
        }
    }
}
