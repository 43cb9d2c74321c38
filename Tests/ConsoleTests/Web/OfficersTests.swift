import Dossiers
import Foundation
import HTTPTypes
import Registry
import Testing

@testable import Console

@Suite("Officers' workload", .timeLimit(.minutes(2)))
struct OfficersTests {
    private func names(_ page: WebPage) -> [String] {
        page.text.matches(of: #/<tr><th scope="row">([^<]*)</#).map { String($0.1) }
    }

    @Test("Officers are by office and name, never by amount; their numbers open their lists")
    func table() async throws {
        try await ProceduresTests.withWork { collector, browser in
            let page = try await browser.get("/officers")
            #expect(page.heading == "Khối lượng công việc của cán bộ" && page.inside("table") == "4 cán bộ · 2 đơn vị")
            #expect(names(page) == ["an", "Đặng &lt;Thị&gt; Hoa", "an", "bình"])
            #expect(
                names(try await browser.get("/officers?sort=name")) == ["an", "an", "bình", "Đặng &lt;Thị&gt; Hoa"])
            #expect(
                names(try await browser.get("/officers?sort=name&order=reversed"))
                    == ["Đặng &lt;Thị&gt; Hoa", "bình", "an", "an"])
            #expect(names(try await browser.get("/officers?sort=pages")) == names(page))
            #expect(page.text.matches(of: #/<th scope="col"[^>]*><a /#).count == 2)
            let today = CalendarDay(collector.clock.now)
            let part = try await browser.get("/officers?site=st-940")
            #expect(names(part) == ["an", "bình"])
            let row = try #require(WebPage.row("an", in: part.text))
            #expect(row.contains(">1</td>") && row.contains(">4,0</td>"))
            let links = row.matches(of: #/href="(\/lists[^"]*)">(\d+)</#).map { (String($0.1), Int($0.2)) }
            #expect(links.map(\.1) == [2, 2, 4])
            for (href, count) in links.prefix(2) {
                let list = href.replacingOccurrences(of: "&amp;", with: "&")
                #expect(list.hasSuffix("&from=\(today.year)-01-01&to=\(today)"))
                #expect(!list.contains("an&"), "no name is in an address")
                let items = try await browser.get(list)
                #expect(items.text.matches(of: #/row-link/#).count == count)
                #expect(items.text.contains("an · Xã Một (Huyện Một) · "))
            }
        }
    }

    @Test("Only who answers for the work sees it, each for the own part; and looking is in the trail")
    func permission() async throws {
        try await ProceduresTests.withWork(.siteManager, at: TestCollector.district) { collector, browser in
            let all = try await browser.get("/officers")
            #expect(names(all) == ["an", "bình"] && !all.text.contains("Hoa"))
            #expect(try await browser.get("/officers?site=st-941").status == 404)
            #expect(try await !browser.get("/officers.csv").text.contains("Hoa"))
            let seen = try #require(try collector.registry.auditTrail().first { $0.action == "officer.list" })
            #expect(seen.actor == "account:lan" && seen.site == TestCollector.district)
            #expect(try collector.registry.auditTrail().contains { $0.action == "officer.export" })
            let officers = try collector.registry.readFigures { reader throws(RegistryError) in
                try reader.officerLoads(
                    at: nil, from: CalendarDay(number: 0), through: CalendarDay(collector.clock.now))
            }
            let other = try #require(officers.first { $0.site == TestCollector.otherCommune })
            // Another's list, and an officer said to be of another office than the own.
            #expect(
                try await browser.get("/lists?kind=submissions&site=st-31501&officer=\(other.id)").status == 403)
            #expect(
                try await browser.get("/lists?kind=submissions&site=st-31498&officer=\(other.id)").status == 404)
            for path in ["/lists?kind=submissions&site=st-31498", "/lists?kind=submissions&site=st-31498&officer=x"] {
                #expect(try await browser.get(path).status == 404, "\(path)")
            }
            for role in [Role.viewer, .it, .officer] {
                let scope = role == .officer ? TestCollector.commune : nil
                try await collector.account("o-\(role.rawValue)", role, at: scope)
                try await collector.browsing { browser in
                    try await browser.enter("o-\(role.rawValue)")
                    #expect(try await browser.get("/officers").status == 403, "\(role)")
                    #expect(try await browser.get("/officers.csv").status == 403, "\(role)")
                    let list = "/lists?kind=submissions&site=st-31498&officer=\(officers[0].id)"
                    #expect(try await browser.get(list).status == 403, "\(role)")
                    #expect(try await !browser.get("/").text.contains("href=\"/officers\""), "\(role)")
                }
            }
        }
    }

    @Test("The file has the same officers in the same order, and no name is taken for a formula")
    func file() async throws {
        try await ProceduresTests.withWork(.auditor) { collector, browser in
            try await collector.work(at: TestCollector.centre, [("1.1", "=HYPERLINK(\"x\")", true)])
            let file = try await browser.get("/officers.csv?sort=name")
            #expect(file.headers[.contentDisposition]?.contains("can-bo-") == true)
            let lines = file.text.split(whereSeparator: \.isNewline)
            #expect(lines.count == 6)
            #expect(lines.contains { $0.hasSuffix(";st-31498;Xã Một;an;2;2;4;1") })
            #expect(lines.contains { $0.hasSuffix(";st-tinh;Trung tâm tỉnh;\"'=HYPERLINK(\"\"x\"\")\";1;1;2;1") })
            #expect(lines.last?.contains("Đặng <Thị> Hoa") == true)
        }
    }

    @Test(
        "A tenth is rounded half up, and without a day there is no pace",
        arguments: [
            (0, 0, "—", "—"), (5, 2, "2,5", "2.5"), (1, 3, "0,3", "0.3"), (2, 3, "0,7", "0.7"), (1, 20, "0,1", "0.1"),
            (100_000, 3, "33.333,3", "33,333.3"), (7, 0, "—", "—"),
        ])
    func pace(pages: Int, days: Int, vietnamese: String, english: String) {
        #expect(Texts.pagesADay(pages, days, .vietnamese) == vietnamese)
        #expect(Texts.pagesADay(pages, days, .english) == english)
    }
}
