import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("Successions on the province's pages", .timeLimit(.minutes(2)))
struct SuccessionPageTests {
    private static let day = "2025-07-01"

    private func fields(_ changes: [String: String] = [:]) -> [String: String] {
        [
            "from": "st-31501", "to": "st-31498", "kind": "merge", "day": Self.day, "decree": "1668/NQ <UBTVQH15>",
        ].merging(changes) { $1 }
    }

    @Test(
        "A merger that is put into the form is looked at, closes the predecessor, and stands in both offices' history")
    func merge() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("quan.tri", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                let form = try await browser.get("/imports/successions").text
                #expect(form.contains("<option value=\"st-31498\">Xã Một (Huyện Một)</option>"))
                let path = try #require(try await browser.post("/imports/successions/form", fields()).location)
                let page = try await browser.get(path)
                for part in [
                    "sáp nhập vào Xã Một (st-31498) · 01/07/2025 · 1668/NQ &lt;UBTVQH15&gt;",
                    "kết thúc hoạt động từ 01/07/2025",
                ] { #expect(page.text.contains(part), "\(part)") }
                #expect(try collector.registry.siteRecords().successions.isEmpty)
                let seen = try #require(page.text.firstMatch(of: #/name="seen" value="(\w+)"/#)).1
                #expect(try await browser.post(path, ["do": "import", "seen": String(seen)]).status == 422)
                #expect(
                    try await browser.post(path, ["do": "import", "seen": String(seen), "agreed": "1"]).location
                        == "/imports?said=successions")

                let successor = try #require(try await browser.get("/offices/st-31498").section("history"))
                #expect(successor.contains("01/07/2025") && successor.contains("Xã Hai: sáp nhập vào Xã Một"))
                #expect(successor.contains("<a href=\"/offices/st-31501\">Xã Hai</a>"))
                #expect(successor.contains("<small class=\"note\">1668/NQ &lt;UBTVQH15&gt;</small>"))
                let predecessor = try #require(try await browser.get("/offices/st-31501").section("history"))
                #expect(predecessor.contains("<a href=\"/offices/st-31498\">Xã Một</a>"))
                #expect(predecessor.contains("Xã Hai: sáp nhập vào Xã Một"))
                // The latest first: the end and the merger before what held from 2021 on.
                let days = predecessor.matches(of: #/class="when">([^<]*)</#).map { String($0.1) }
                #expect(days == ["01/07/2025", "01/07/2025", "01/02/2021", "01/01/2021"])
            }
            let records = try collector.registry.siteRecords()
            #expect(records.closings[TestCollector.otherCommune] == CalendarDay(Self.day))
            #expect(records.successions.map(\.decree) == ["1668/NQ <UBTVQH15>"])
            let trail = try collector.registry.auditTrail(AuditQuery(action: "site.succession.add")).map(\.entry)
            #expect(trail.map(\.actor) == ["account:quan.tri"])
            #expect(trail.first?.detail.hasSuffix("; /imports/successions") == true)
        }
    }

    @Test("What is missing or contradicts what is known is told beside what was typed, and nothing is held")
    func mistakes() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("quan.tri", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                try await browser.get("/imports/successions")
                for (changes, text) in [
                    (["from": ""], "ít nhất một đơn vị trước"), (["to": " "], "ít nhất một đơn vị trước"),
                    (["from": "Xã Hai"], "“Xã Hai” không phải mã đơn vị"), (["kind": "eat"], "Hãy chọn hình thức."),
                    (["day": "01/07/2025"], "Ngày không đúng."), (["decree": ""], "văn bản còn trống"),
                    (["from": "st-999"], "chưa có đơn vị st-999"), (["from": "st-31498"], "không thể kế thừa chính nó"),
                    (["day": "2020-01-01"], "không có đơn vị"), (["kind": "split"], "đây là sáp nhập"),
                ] {
                    let page = try await browser.post("/imports/successions/form", fields(changes))
                    #expect(page.status == 422 && page.text.contains(text), "\(changes) \(text)")
                    if changes["decree"] == nil { #expect(page.text.contains("1668/NQ &lt;UBTVQH15&gt;")) }
                }
                let file =
                    "predecessor,successor,kind,day,decree\nst-31501,st-31498,merge,2025-07-01,NQ 1668, khoản 2\n"
                let path = try #require(try await browser.upload("/imports/successions", file).location)
                #expect(try await browser.get(path).text.contains("NQ 1668, khoản 2"))
            }
            #expect(try collector.registry.siteRecords().successions.isEmpty)
        }
    }
}
