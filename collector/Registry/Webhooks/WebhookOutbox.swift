import Dossiers
import Foundation
import GRDB

/// Puts what was accepted into the outbox, in the transaction that accepts it: either both stand or neither.
enum WebhookOutbox {
    static func note(receipt number: Int, of site: SiteID, on day: CalendarDay, in db: Database) throws {
        let hooks = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, scope FROM webhook WHERE removedAt IS NULL"))
        guard !hooks.isEmpty else { return }
        let isScoped = hooks.contains { !$0.hasNull(atIndex: 1) }
        let records = isScoped ? try SiteRecords(db) : SiteRecords()
        let insert = try db.cachedStatement(sql: "INSERT INTO webhookMessage (webhook, receipt) VALUES (?, ?)")
        for hook in hooks {
            let scope: SiteID? = try hook.optionalValue("scope")
            guard records.reach(of: scope, on: day).covers(.offices([site])) else { continue }
            try insert.execute(arguments: [hook["id"] as Int, number])
        }
    }
}
