import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("Approving baselines on the province's pages", .timeLimit(.minutes(2)))
struct ApprovalPageTests {
    /// Imports a denominator of the first district, which has 10 of R3 this year.
    private func imports(_ denominator: Int, by actor: String, in collector: TestCollector) throws -> Int64 {
        let year = Period(year: CalendarDay(collector.clock.now).year)
        return try #require(
            try collector.registry.importBaselines(by: actor, from: "quy.csv", at: collector.clock.now) {
                ground throws(Never) in
                let new = Baseline(
                    indicator: .inForce, scope: .site(TestCollector.district), period: year, denominator: denominator,
                    source: "CV <\(denominator)>")
                let former = ground.standing.first { $0.place == new.place }
                return former.map { BaselineChanges(replaced: [.init(former: $0, new: new)]) }
                    ?? BaselineChanges(added: [new])
            }.get().batch
        ).id
    }

    private func seen(_ page: WebPage) -> String {
        page.text.firstMatch(of: #/name="seen" value="(\w+)"/#).map { String($0.1) } ?? ""
    }

    private func standing(_ collector: TestCollector) throws -> Int? {
        try collector.registry.baselines().first {
            $0.scope == .site(TestCollector.district) && $0.indicator == .inForce
        }?.denominator
    }

    @Test("A second person sees what a batch would change, from which document, and approves it")
    func approve() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let before = try #require(try standing(collector))
            let batch = try imports(before + 5, by: "account:lan", in: collector)
            try await collector.account("lan", .administrator)
            try await collector.account("binh", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let list = try await browser.get("/approvals")
                #expect(list.text.contains("href=\"/approvals/\(batch)\"") && list.text.contains("Phê duyệt (1)"))
                #expect(list.text.contains("CV &lt;\(before + 5)&gt;") && list.text.contains(">lan</span>"))
                let page = try await browser.get("/approvals/\(batch)")
                #expect(page.text.contains("id=\"barred\"") && !page.text.contains("id=\"approve\""))
                let refused = try await browser.post("/approvals/\(batch)", ["do": "approve", "seen": seen(page)])
                #expect(refused.status == 422)
                // The importer's page has no digest to send, and one that is right does not help.
                let digest = try await digestOf(batch, collector)
                let again = try await browser.post("/approvals/\(batch)", ["do": "approve", "seen": digest])
                #expect(again.status == 422 && again.error?.hasPrefix("Bạn đã nhập lô này") == true)
                #expect(try standing(collector) == before)
            }
            try await collector.browsing { browser in
                try await browser.enter("binh")
                let page = try await browser.get("/approvals/\(batch)")
                for part in [
                    "R3 · Huyện Một", "<td data-label=\"Trước\">\(before) · test</td>",
                    "<td data-label=\"Sau\">\(before + 5) · CV &lt;\(before + 5)&gt;</td>", "R3 · Cấp huyện · Năm",
                    "Chờ phê duyệt", "quy.csv",
                ] { #expect(page.text.contains(part), "\(part)") }
                #expect(
                    try await browser.post("/approvals/\(batch)", ["do": "approve", "seen": seen(page)]).location
                        == "/approvals/\(batch)?said=approved")
                #expect(try standing(collector) == before + 5)
                let decided = try await browser.get("/approvals/\(batch)?said=approved")
                #expect(decided.text.contains("Đã phê duyệt; số liệu") && !decided.text.contains("id=\"reject\""))
                let twice = try await browser.post("/approvals/\(batch)", ["do": "approve", "seen": seen(page)])
                #expect(twice.status == 422 && twice.error?.hasPrefix("binh đã phê duyệt lô này ngày") == true)
            }
            let trail = try collector.registry.auditTrail(subject: "batch \(batch)").map { [$0.action, $0.actor] }
            #expect(trail == [["baseline.approve", "account:binh"], ["baseline.import", "account:lan"]])
        }
    }

    /// The digest of a batch's page, for another account.
    private func digestOf(_ batch: Int64, _ collector: TestCollector) async throws -> String {
        try await collector.browsing { browser in
            try await browser.enter("binh")
            return seen(try await browser.get("/approvals/\(batch)"))
        }
    }

    @Test("Who imported by command is the same person on the pages, by the username")
    func samePerson() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let batch = try imports(99, by: "Lan", in: collector)
            try await collector.account("lan", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                #expect(try await browser.get("/approvals/\(batch)").text.contains("id=\"barred\""))
            }
            guard
                case .failure(.samePerson) = try collector.registry.approveBaselines(
                    batch, by: "account:lan", at: collector.clock.now)
            else { throw Unexpected() }
            // Where one person is enough she may.
            try collector.registry.setBaselinesNeedSecondPerson(false, by: "test", at: collector.clock.now)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/approvals/\(batch)")
                #expect(!page.text.contains("id=\"barred\""))
                #expect(try await browser.get("/approvals").text.contains("Quy tắc: một người."))
                #expect(
                    try await browser.post("/approvals/\(batch)", ["do": "approve", "seen": seen(page)]).status == 303)
            }
            #expect(try standing(collector) == 99)
        }
    }

    @Test("A rejection wants a reason, which whoever imported it reads; the figures never count")
    func reject() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let before = try standing(collector)
            let batch = try imports(77, by: "account:lan", in: collector)
            try await collector.account("lan", .administrator)
            try await collector.account("xem", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("xem")
                let page = try await browser.get("/approvals/\(batch)")
                #expect(page.status == 200 && !page.text.contains("id=\"reject\""))
                #expect(try await browser.post("/approvals/\(batch)", ["do": "reject", "reason": "x"]).status == 403)
            }
            try await collector.browsing { browser in
                try await browser.enter("lan")
                try await browser.get("/approvals/\(batch)")
                for reason in ["", " ", String(repeating: "x", count: 201)] {
                    let page = try await browser.post("/approvals/\(batch)", ["do": "reject", "reason": reason])
                    #expect(page.status == 422 && page.error?.hasPrefix("Hãy ghi lý do") == true)
                }
                #expect(try await browser.post("/approvals/\(batch)", ["do": "maybe"]).status == 400)
                #expect(
                    try await browser.post("/approvals/\(batch)", ["do": "reject", "reason": "nhầm <kỳ>"]).location
                        == "/approvals/\(batch)?said=rejected")
                #expect(try await browser.get("/approvals").text.contains("nhầm &lt;kỳ&gt;"))
                #expect(try standing(collector) == before)
                let history = try await browser.get("/baselines/history?scope=st-940&indicator=R3")
                #expect(history.text.contains("Bị từ chối") && history.text.contains("nhầm &lt;kỳ&gt;"))
                for path in ["/approvals/999", "/approvals/x", "/approvals/-1"] {
                    #expect(try await browser.get(path).status == 404, "\(path)")
                }
            }
        }
    }

    @Test("Figures that are older than approved ones are not approved, and nothing that was not seen is")
    func outdated() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let (first, second) = (
                try imports(20, by: "an", in: collector), try imports(30, by: "an", in: collector)
            )
            try await collector.account("binh", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("binh")
                let page = try await browser.get("/approvals/\(second)")
                _ = try collector.registry.approveBaselines(first, by: "chi", at: collector.clock.now).get()
                // What the second one replaces is another figure now.
                let moved = try await browser.post("/approvals/\(second)", ["do": "approve", "seen": seen(page)])
                #expect(moved.status == 422 && moved.error?.contains("đã thay đổi từ lúc bạn mở trang") == true)
                #expect(moved.text.contains("<td data-label=\"Trước\">20 · CV &lt;20&gt;</td>"))
                #expect(try standing(collector) == 20)
                #expect(
                    try await browser.post("/approvals/\(second)", ["do": "approve", "seen": seen(moved)]).status == 303
                )
                #expect(try standing(collector) == 30)
            }
            let (third, fourth) = (
                try imports(40, by: "an", in: collector), try imports(50, by: "an", in: collector)
            )
            _ = try collector.registry.approveBaselines(fourth, by: "chi", at: collector.clock.now).get()
            try await collector.browsing { browser in
                try await browser.enter("binh")
                let page = try await browser.get("/approvals/\(third)")
                let refused = try await browser.post("/approvals/\(third)", ["do": "approve", "seen": seen(page)])
                #expect(refused.status == 422 && refused.error?.hasPrefix("Lô \(fourth), nhập sau") == true)
                #expect(try standing(collector) == 50)
            }
        }
    }

    @Test(
        "The baselines that count are found by indicator, year and words, each with its history from the office's page")
    func baselines() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let year = CalendarDay(collector.clock.now).year
            let batch = try imports(123_456, by: "an", in: collector)
            _ = try collector.registry.approveBaselines(batch, by: "bình", at: collector.clock.now).get()
            try await collector.account("xem", .viewer)
            try await collector.account("huyen", .siteManager, at: TestCollector.district)
            try await collector.browsing { browser in
                try await browser.enter("xem")
                let all = try await browser.get("/baselines")
                #expect(all.text.contains("123.456") && all.text.contains("Huyện &lt;Hai&gt;"))
                for (query, isFound) in [
                    ("indicator=R3", true), ("indicator=R1", false), ("year=\(year)", true), ("year=2020", false),
                    ("text=hUY%E1%BB%86n+m%E1%BB%99t", true), ("text=st-940", true), ("text=CV+%3C123456", true),
                    ("text=khong-co", false), ("start=200", false),
                ] {
                    let page = try await browser.get("/baselines?\(query)")
                    #expect(page.text.contains("123.456") == isFound, "\(query)")
                }
                #expect(try await browser.get("/baselines?year=21").status == 422)
                let office = try await browser.get("/offices/st-940").text
                let path = "/baselines/history?scope=st-940&amp;indicator=R3"
                #expect(office.contains("href=\"\(path)\""))
                let history = try await browser.get(path.replacingOccurrences(of: "&amp;", with: "&"))
                #expect(history.heading == "R3 của Huyện Một")
                for part in [
                    "Đang dùng", "Đã được thay", "CV &lt;123456&gt;", "href=\"/approvals/\(batch)\"", "an · ",
                    "bình · ",
                    "href=\"/offices/st-940\"",
                ] { #expect(history.text.contains(part), "\(part)") }
                #expect(try await browser.get("/baselines/history?scope=level:moon&indicator=R1").status == 422)
                #expect(try await browser.get("/baselines/history?scope=level:commune&indicator=R1").status == 200)
            }
            try await collector.browsing { browser in
                try await browser.enter("huyen")
                #expect(try await browser.get("/offices/st-940").text.contains("/baselines/history") == false)
            }
        }
    }

    @Test("Who is limited to a district sees its denominators, their history and their file, and nobody else's")
    func limited() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let batch = try imports(777, by: "an", in: collector)
            _ = try collector.registry.approveBaselines(batch, by: "bình", at: collector.clock.now).get()
            try await collector.account("xem-huyen", .viewer, at: TestCollector.district)
            try await collector.account("xem", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("xem-huyen")
                let list = try await browser.get("/baselines")
                #expect(list.text.contains("st-940") && list.text.contains("777"))
                for other in [
                    "st-941", "Huyện &lt;Hai&gt;", "Xã Hai", "href=\"/approvals", "href=\"/imports\"", "/reports",
                ] {
                    #expect(!list.text.contains(other), "\(other)")
                }
                #expect(list.text.contains("href=\"/baselines\" aria-current=\"page\""))
                let history = try await browser.get("/baselines/history?scope=st-940&indicator=R3")
                #expect(history.text.contains("777") && !history.text.contains("/approvals/"))
                for path in [
                    "/baselines/history?scope=st-941&indicator=R3",
                    "/baselines/history?scope=level:commune&indicator=R1",
                    "/approvals", "/approvals/\(batch)", "/imports", "/imports/sites", "/imports/sites/table.csv",
                    "/imports/baselines", "/reports", "/reports/1",
                ] { #expect(try await browser.get(path).status == 403, "\(path)") }
                let file = try await browser.get("/imports/baselines/table.csv")
                #expect(file.status == 200 && file.text.contains("st-940") && !file.text.contains("st-941"))
            }
            try await collector.browsing { browser in
                try await browser.enter("xem")
                #expect(try await browser.get("/baselines").text.contains("st-941"))
                #expect(try await browser.get("/imports/baselines/table.csv").text.contains("st-941"))
                #expect(try await browser.get("/baselines/history?scope=level:commune&indicator=R1").status == 200)
            }
        }
    }

    @Test("A figure that should not be there is withdrawn from its history, and stands until a second person approves")
    func withdraw() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let before = try #require(try standing(collector))
            let year = CalendarDay(collector.clock.now).year
            try await collector.account("lan", .administrator)
            try await collector.account("binh", .administrator)
            try await collector.account("xem", .viewer)
            let path = "/baselines/history?scope=st-940&indicator=R3"
            let form = ["scope": "st-940", "indicator": "R3", "period": "\(year)", "reason": "CV <9>"]
            try await collector.browsing { browser in
                try await browser.enter("xem")
                #expect(try await browser.get(path).text.contains("Đề nghị rút") == false)
                #expect(try await browser.post("/baselines/history", form).status == 403)
            }
            try await collector.browsing { browser in
                try await browser.enter("lan")
                #expect(try await browser.get(path).text.contains("id=\"withdraw-\(year)\""))
                let empty = try await browser.post("/baselines/history", form.merging(["reason": " "]) { $1 })
                #expect(empty.status == 422 && empty.error?.hasPrefix("Hãy ghi lý do hoặc văn bản") == true)
                let none = try await browser.post("/baselines/history", form.merging(["period": "2019"]) { $1 })
                #expect(none.status == 422 && none.error?.hasPrefix("Không có số liệu") == true)
                #expect(try await browser.post("/baselines/history", ["scope": "st-940"]).status == 400)
                let batch = try #require(try await browser.post("/baselines/history", form).location)
                let page = try await browser.get(batch)
                #expect(page.text.contains("Rút: CV &lt;9&gt;") && page.text.contains("id=\"barred\""))
                #expect(page.text.contains("<span class=\"pill bad\">Xóa</span>"))
                #expect(try standing(collector) == before)
                #expect(try await browser.post("/baselines/history", form).error?.hasPrefix("Đề nghị rút") == true)
            }
            let batch = try #require(try collector.registry.pendingBaselines().first?.id)
            try await collector.browsing { browser in
                try await browser.enter("binh")
                let page = try await browser.get("/approvals/\(batch)")
                #expect(
                    try await browser.post("/approvals/\(batch)", ["do": "approve", "seen": seen(page)]).status == 303)
                #expect(try standing(collector) == nil)
                #expect(try await browser.get("/approvals/\(batch)").text.contains("Rút: CV &lt;9&gt;"))
                let history = try await browser.get(path)
                #expect(history.text.contains("Đã rút") && !history.text.contains("Đề nghị rút"))
            }
        }
    }

    private struct Unexpected: Error {}
}
