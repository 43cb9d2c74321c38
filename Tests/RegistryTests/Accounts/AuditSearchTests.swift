import Dossiers
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("Searching the audit trail")
struct AuditSearchTests {
    private func matches(_ entry: AuditEntry, _ query: AuditQuery) -> Bool {
        if let actor = query.actor, ![actor, "account:" + actor].contains(entry.actor) { return false }
        if let action = query.action {
            guard action.contains(".") ? entry.action == action : entry.action.hasPrefix(action + ".") else {
                return false
            }
        }
        if let subject = query.subject, entry.subject != subject { return false }
        if let sites = query.sites, !(entry.site.map(sites.contains) ?? false) { return false }
        if let first = query.firstDay, CalendarDay(entry.at) < first { return false }
        if let last = query.lastDay, CalendarDay(entry.at) > last { return false }
        return true
    }

    @Test("Any conditions, page by page, find what going through all entries finds")
    func agreesWithAScan() async throws {
        try await withProvince { province in
            var random = Seeded(3)
            let actors = ["account:lan", "lan", "root", "t-0123456789abcdef"]
            let actions = ["account.add", "account.disable", "accounts.x", "page.get", "account"]
            var all: [AuditRecord] = []
            let before = try province.registry.auditTrail(AuditQuery(limit: 10_000)).count
            for number in 0..<400 {
                let entry = AuditEntry(
                    // Few moments, many entries; some came later with an earlier time.
                    at: noon.addingTimeInterval(Double(Int.random(in: 0...40, using: &random) * 3600)),
                    actor: actors.randomElement(using: &random)!, action: actions.randomElement(using: &random)!,
                    subject: "s\(number % 7)", detail: "\(number)",
                    site: [nil, commune, district].randomElement(using: &random)!)
                try province.registry.audit(entry)
            }
            all = try province.registry.auditTrail(AuditQuery(limit: 10_000))
            #expect(all.count == before + 400)
            for _ in 0..<60 {
                var query = AuditQuery(limit: Int.random(in: 1...40, using: &random))
                if Bool.random(using: &random) {
                    query.actor = ["lan", "root", "account:lan"].randomElement(using: &random)
                }
                if Bool.random(using: &random) {
                    query.action = ["account", "page.get", "page"].randomElement(using: &random)
                }
                if Bool.random(using: &random) { query.subject = "s\(Int.random(in: 0...7, using: &random))" }
                if Bool.random(using: &random) {
                    query.sites = Bool.random(using: &random) ? [commune] : [commune, district]
                }
                let today = CalendarDay(noon)
                if Bool.random(using: &random) {
                    query.firstDay = today.advanced(by: Int.random(in: 0...1, using: &random))
                }
                if Bool.random(using: &random) {
                    query.lastDay = today.advanced(by: Int.random(in: 0...1, using: &random))
                }
                let expected = all.filter { matches($0.entry, query) }
                var found: [AuditRecord] = []
                while true {
                    let page = try province.registry.auditTrail(query)
                    found += page
                    guard page.count == query.limit, let last = page.last else { break }
                    query.after = AuditQuery.Cursor(last.cursor.description)
                }
                #expect(found == expected)
            }
        }
    }

    @Test("Every condition leads over an index, and the order needs no sorting")
    func plans() async throws {
        try await withProvince { province in
            for (query, index) in [
                (AuditQuery(), "auditByTime"), (AuditQuery(actor: "lan"), "auditByActor"),
                (AuditQuery(action: "page.get"), "auditByAction"), (AuditQuery(action: "page"), "auditByNoun"),
                (AuditQuery(subject: "x"), "auditBySubject"),
                (AuditQuery(firstDay: CalendarDay(noon), lastDay: CalendarDay(noon)), "auditByTime"),
            ] {
                let (sql, arguments) = query.statement
                let plan = try province.registry.read { db in
                    try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
                        .map { row -> String in row["detail"] }
                }.joined(separator: "; ")
                #expect(plan.contains(index), "\(plan)")
                // Two texts of one actor are put together in order; each is walked along its index.
                if query.actor == nil { #expect(!plan.contains("TEMP B-TREE"), "\(plan)") }
                #expect(!plan.contains("SCAN audit") || plan.contains("USING INDEX"), "\(plan)")
            }
        }
    }

    @Test("Entries from before have no office and no reason, and are found as ever; nothing is changed or deleted")
    func oldRows() async throws {
        try await withProvince { province in
            try province.sql("INSERT INTO audit (at, actor, action, subject) VALUES (1, 'root', 'site.import', 'old')")
            let entry = try #require(try province.registry.auditTrail(subject: "old").first)
            #expect(entry.site == nil && entry.reason == nil && entry.detail == "")
            #expect(throws: (any Error).self) { try province.sql("UPDATE audit SET reason = 'x'") }
            #expect(throws: (any Error).self) { try province.sql("DELETE FROM audit") }
        }
    }
}
