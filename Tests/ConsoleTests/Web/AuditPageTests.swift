import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("The audit trail's page", .timeLimit(.minutes(2)))
struct AuditPageTests {
    private func fill(_ collector: TestCollector, _ count: Int) throws {
        for number in 0..<count {
            try collector.registry.audit(
                AuditEntry(
                    at: collector.clock.now.addingTimeInterval(Double(-number / 3)), actor: "account:lan",
                    action: "dossier.show", subject: "H51-210615-\(1000 + number)", detail: "<i>\(number)",
                    site: number.isMultiple(of: 2) ? TestCollector.commune : TestCollector.otherCommune,
                    reason: "Thanh tra lần \(number)"))
        }
    }

    private func subjects(_ page: WebPage) -> [String] {
        page.text.matches(of: #/data-label="Đối tượng">([^<]*)</#).map { String($0.1) }
    }

    @Test("Every entry is on one page of the list and no other, however many have the same second")
    func pages() async throws {
        try await withCollector { collector in
            try await collector.account("kiem.toan", .auditor)
            try fill(collector, 130)
            try await collector.browsing { browser in
                try await browser.enter("kiem.toan")
                var path: String? = "/audit?actor=lan&action=dossier"
                var seen: [String] = []
                while let next = path {
                    let page = try await browser.get(next)
                    #expect(page.status == 200)
                    seen += subjects(page)
                    path = page.text.firstMatch(of: #/id="older" href="([^"]+)"/#).map {
                        $0.1.replacingOccurrences(of: "&amp;", with: "&")
                    }
                }
                #expect(seen.count == 130 && Set(seen).count == 130)
                let page = try await browser.get("/audit?subject=H51-210615-1007")
                #expect(subjects(page) == ["H51-210615-1007"])
                #expect(page.text.contains("Lý do: Thanh tra lần 7") && page.text.contains("&lt;i&gt;7"))
            }
        }
    }

    @Test("Whoever is limited to an office sees the entries that concern it, and none besides")
    func scoped() async throws {
        try await withCollector { collector in
            try await collector.account("kiem.toan", .auditor, at: TestCollector.commune)
            try fill(collector, 20)
            try await collector.browsing { browser in
                try await browser.enter("kiem.toan")
                let page = try await browser.get("/audit?actor=lan")
                #expect(subjects(page).count == 10)
                #expect(!page.text.contains("H51-210615-1001"))
            }
        }
    }

    @Test("Days narrow the list; what is no day is told; the search itself is in the trail, without what was typed")
    func days() async throws {
        try await withCollector { collector in
            try await collector.account("kiem.toan", .auditor)
            try fill(collector, 5)
            let today = CalendarDay(collector.clock.now)
            try await collector.browsing { browser in
                try await browser.enter("kiem.toan")
                let found = try await browser.get("/audit?actor=lan&from=\(today.advanced(by: -1))&to=\(today)")
                #expect(subjects(found).count == 5)
                #expect(try await subjects(browser.get("/audit?actor=lan&from=\(today.advanced(by: 1))")).isEmpty)
                #expect(try await browser.get("/audit?from=2026-02-30").error == "Ngày không đúng.")
                #expect(try await browser.get("/audit?from=\(today)&to=2020-01-01").status == 422)
                #expect(try await browser.get("/audit?subject=%FF").status == 400)
                #expect(try await browser.get("/audit?after=x&subject=%27%20OR%201=1").status == 200)
            }
            let searches = try collector.registry.auditTrail().filter { $0.action == "audit.search" }
            #expect(searches.contains { $0.detail == "actor, from, to" })
            #expect(searches.allSatisfy { $0.actor == "account:kiem.toan" && !$0.detail.contains("lan") })
        }
    }
}
