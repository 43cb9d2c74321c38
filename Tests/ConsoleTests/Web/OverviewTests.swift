import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("The overview", .timeLimit(.minutes(2)))
struct OverviewTests {
    @Test("The year's figures are those of the report, in the language that was chosen")
    func figures() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(3)
            try await collector.account("lan", .viewer)
            let year = CalendarDay(collector.clock.now).year
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/")
                #expect(page.heading == "Tiến độ năm \(year)")
                // R3: three of ten at the commune, whose sister has no denominator.
                let row = try #require(page.row("Cấp xã", in: "table-R3"))
                #expect(row.contains(">3</a> <span class=\"of\">/ 10</span>") && row.contains("30,0%"))
                #expect(row.contains("50%") && row.contains("−20,0 điểm") && row.contains("Chưa đạt"))
                #expect(row.contains("1 đơn vị chưa có mẫu số"))
                #expect(row.contains("/offices?indicator=R3&amp;level=commune"))
                #expect(page.row("Cấp huyện", in: "table-R3")?.contains("0,0%") == true)
                #expect(page.row("Toàn tỉnh", in: "table-R1")?.contains("3 <span class=\"of\">/ –") == true)
                #expect(page.row("Cấp xã", in: "table-R1")?.contains("33,3%") == true)
                // The furthest behind come first: both districts, of which one's name is markup.
                let behind = try #require(page.section("behind"))
                let names = behind.matches(of: #/<th scope="row"><a[^>]*>([^<]*)/#).map { String($0.1) }
                #expect(names == ["Huyện Một", "Huyện &lt;Hai&gt;", "Xã Một (Huyện Một)"])
                #expect(page.section("unknown")?.contains("R3: 2 đơn vị") == true)
                // The charts end with this week.
                #expect(page.text.contains("3 kết quả trong 26 tuần; tuần gần nhất 3"))
                #expect(page.text.contains("3 hồ sơ trong 26 tuần; tuần gần nhất 3"))
                #expect(try await browser.post("/language", ["language": "en", "back": "/"]).location == "/")
                let english = try await browser.get("/")
                #expect(english.heading == "Progress in \(year)")
                #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("No denominator"))
                #expect(english.row("Commune level", in: "table-R3")?.contains("−20.0 points") == true)
                #expect(!english.text.contains("Chưa có"))
            }
        }
    }

    @Test("Another period and day are shown, and a wrong one is told")
    func periods() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(3)
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/?year=2022&part=Q3&window=15")
                #expect(page.status == 200)
                #expect(page.heading == "Tiến độ quý III/2022 (15/06/2022–14/09/2022)")
                #expect(page.text.contains("Số liệu đến hết ngày 14/09/2022"))
                #expect(page.row("Cấp xã", in: "table-R3")?.contains("0 <span class=\"of\">/ –") == true)
                #expect(page.text.contains("/offices?indicator=R3&amp;level=commune&amp;year=2022&amp;part=Q3&amp;window=15"))
                let wrong = try await browser.get("/?year=20%3C")
                #expect(wrong.status == 422 && wrong.error?.contains("Kỳ không đúng") == true)
                #expect(wrong.text.contains("value=\"20&lt;\""))
            }
        }
    }

    @Test("Whoever is limited to an office sees that office's figures, and no other's")
    func scoped() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(3)
            try await collector.delivers(5, at: TestCollector.otherCommune)
            try await collector.account("lan", .officer, at: TestCollector.commune)
            try await collector.account("huyen", .siteManager, at: TestCollector.district)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/").text
                #expect(page.contains("Xã Một"))
                for other in ["Xã Hai", "Toàn tỉnh", "Cấp xã", "/operations", "kết quả trong 26 tuần; tuần gần nhất 8"] {
                    #expect(!page.contains(other), "\(other)")
                }
                #expect(page.contains("3 kết quả trong 26 tuần; tuần gần nhất 3"))
            }
            try await collector.browsing { browser in
                try await browser.enter("huyen")
                let page = try await browser.get("/").text
                #expect(page.contains("Xã Một") && page.contains("Huyện Một") && !page.contains("Hai"))
                #expect(page.contains("/operations"))
            }
        }
    }

    @Test("What the account may do is told on its own page")
    func permissions() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .it)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/account").text
                #expect(page.contains("Xem tình trạng trạm quét và máy chủ") && !page.contains("Xem nhật ký"))
            }
        }
    }
}

extension WebPage {
    /// From the heading of that id to the end of its section.
    func section(_ id: String) -> String? {
        text.range(of: "<h2 id=\"\(id)\"").map { start in
            let rest = text[start.upperBound...]
            return String(rest[..<(rest.range(of: "</section>")?.lowerBound ?? rest.endIndex)])
        }
    }

    /// The row of a table that begins with that name.
    func row(_ name: String, in id: String) -> String? {
        section(id).flatMap { Self.row(name, in: $0) }
    }

    static func row(_ name: String, in text: String) -> String? {
        text.components(separatedBy: "<tr>").first { $0.contains(">\(name)<") }
    }
}
