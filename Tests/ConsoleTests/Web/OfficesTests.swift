import Dossiers
import Foundation
import HTTPTypes
import Registry
import Testing

@testable import Console

@Suite("The offices' table and maps", .timeLimit(.minutes(2)))
struct OfficesTests {
    private func names(_ page: WebPage) -> [String] {
        page.text.matches(of: #/<th scope="row"><a[^>]*>([^<(]*)/#).map {
            String($0.1).trimmingCharacters(in: .whitespaces)
        }
    }

    private func withOffices(
        _ role: Role = .viewer, at scope: SiteID? = nil, _ body: @Sendable (TestCollector, WebBrowser) async throws -> Void
    ) async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(3)
            try await collector.delivers(1, at: TestCollector.otherDistrict, level: .district)
            try await collector.account("lan", role, at: scope)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                try await body(collector, browser)
            }
        }
    }

    @Test("Rows are in the order of the address; what has no value comes last; a heading turns its order round")
    func sorts() async throws {
        try await withOffices { _, browser in
            let orders = [
                ("", ["Huyện Một", "Huyện &lt;Hai&gt;", "Xã Một", "Trung tâm tỉnh", "Xã Hai"]),
                ("?order=reversed", ["Xã Một", "Huyện &lt;Hai&gt;", "Huyện Một", "Trung tâm tỉnh", "Xã Hai"]),
                ("?sort=rate", ["Huyện Một", "Huyện &lt;Hai&gt;", "Xã Một", "Trung tâm tỉnh", "Xã Hai"]),
                ("?sort=count", ["Xã Một", "Huyện &lt;Hai&gt;", "Trung tâm tỉnh", "Huyện Một", "Xã Hai"]),
                ("?sort=official", ["Trung tâm tỉnh", "Huyện Một", "Huyện &lt;Hai&gt;", "Xã Một", "Xã Hai"]),
                ("?sort=name", ["Huyện &lt;Hai&gt;", "Huyện Một", "Trung tâm tỉnh", "Xã Hai", "Xã Một"]),
                ("?sort=name&order=reversed", ["Xã Một", "Xã Hai", "Trung tâm tỉnh", "Huyện Một", "Huyện &lt;Hai&gt;"]),
                ("?level=commune", ["Xã Một", "Xã Hai"]),
            ]
            for (query, expected) in orders { #expect(names(try await browser.get("/offices\(query)")) == expected, "\(query)") }
            let page = try await browser.get("/offices?sort=count")
            #expect(page.text.contains("aria-sort=\"descending\"><a href=\"/offices?sort=count&amp;order=reversed\">"))
            #expect(page.text.contains("<a href=\"/offices?sort=rate\">"))
            #expect(try await browser.get("/offices?sort=nonsense&level=x&indicator=R9&view=z").status == 200)
        }
    }

    @Test("A row says how far the office is, and its number opens its list where that is allowed")
    func rows() async throws {
        try await withOffices { collector, browser in
            let page = try await browser.get("/offices?level=commune")
            let today = CalendarDay(collector.clock.now)
            let row = try #require(WebPage.row("Xã Một (Huyện Một)", in: page.text))
            #expect(row.contains("30,0%") && row.contains("−20,0 điểm") && row.contains(today.vietnamese))
            #expect(row.contains("href=\"/lists?kind=in-force&amp;authority=st-31498&amp;level=commune&amp;to=\(today)\">3</a>"))
            #expect(row.contains("href=\"/offices/st-31498\""))
            #expect(try await browser.get("/lists?kind=in-force&authority=st-31498&level=commune&to=\(today)").status == 200)
            let received = try await browser.get("/offices?indicator=R1&level=commune").text
            let list = "/lists?kind=digitised&amp;site=st-31498&amp;from=\(today.year)-01-01&amp;to=\(today)"
            #expect(received.contains("href=\"\(list)\">3</a>"))
            #expect(try #require(WebPage.row("Xã Hai (Huyện &lt;Hai&gt;)", in: received)).contains("Chưa lần nào"))
            try await collector.account("it", .it)
            try await collector.browsing { other in
                try await other.enter("it")
                let page = try await other.get("/offices?indicator=R1&level=commune").text
                #expect(page.contains("3 <span class=\"of\">/ 4</span>") && !page.contains("/lists"))
            }
        }
    }

    @Test("Maps have the number in each cell, and a colour for it")
    func maps() async throws {
        try await withOffices { collector, browser in
            let indicators = try await browser.get("/offices?view=indicators").text
            let row = try #require(WebPage.row("Xã Một (Huyện Một)", in: indicators))
            #expect(row.contains("<td class=\"number heat3\" title=\"Hồ sơ tiếp nhận được số hóa: 3 / 4\">75,0%</td>"))
            #expect(row.contains("<td class=\"number heat1\" title=\"Kết quả còn hiệu lực được số hóa: 3 / 10\">30,0%</td>"))
            #expect(row.contains(">Có thực hiện</td>") && row.contains(">–</td>"))
            let months = try await browser.get("/offices?view=months").text
            #expect(try #require(WebPage.row("Xã Một (Huyện Một)", in: months)).contains("heat4\" title=\"\(Texts.monthName(CalendarDay(collector.clock.now)))\">3</td>"))
            #expect(months.matches(of: #/<abbr /#).count == 12)
            #expect(try #require(WebPage.row("Xã Hai (Huyện &lt;Hai&gt;)", in: months)).matches(of: #/<td class="number" [^>]*>0</#).count == 12)
            #expect(try await browser.get("/offices?view=months&indicator=R4").status == 200)
        }
    }

    @Test("The file has the same rows in the same order, and that it was taken is in the trail")
    func file() async throws {
        try await withOffices { collector, browser in
            let page = try await browser.get("/offices?level=commune&sort=name")
            #expect(page.text.contains("href=\"/offices.csv?level=commune&amp;sort=name\""))
            let file = try await browser.get("/offices.csv?level=commune&sort=name")
            #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
            let today = CalendarDay(collector.clock.now)
            #expect(file.headers[.contentDisposition] == "attachment; filename=\"tien-do-\(today.year)-\(today).csv\"")
            let lines = file.text.split(whereSeparator: \.isNewline)
            #expect(lines.count == 3 && lines[1].contains(";Xã Hai;") && lines[2].contains(";Xã Một;"))
            #expect(lines[2].contains(";3;10;30,00%;"))
            #expect(try await browser.get("/offices.csv?year=x").status == 400)
            let entry = try #require(try collector.registry.auditTrail().first { $0.action == "figures.export" })
            #expect(entry.actor == "account:lan" && entry.detail == "R3" && entry.subject == "\(today.year)")
        }
    }

    @Test("Whoever sees a part sees the offices of that part, in the table, the maps and the file")
    func scoped() async throws {
        try await withOffices(.siteManager, at: TestCollector.district) { _, browser in
            for path in ["/offices", "/offices?view=indicators", "/offices?view=months", "/offices.csv", "/offices.csv?view=indicators"] {
                let text = try await browser.get(path).text
                #expect(text.contains("Xã Một") && text.contains("Huyện Một"), "\(path)")
                // The file names the office above.
                #expect(!text.contains("Hai") && (path.contains("csv") || !text.contains("Trung tâm")), "\(path)")
            }
        }
    }
}
