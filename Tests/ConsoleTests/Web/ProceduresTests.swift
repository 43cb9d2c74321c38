import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("Procedures on the province's pages", .timeLimit(.minutes(2)))
struct ProceduresTests {
    /// Two offices with dossiers of three procedures, one of which is not in the catalogue.
    static func withWork(
        _ role: Role = .administrator, at scope: SiteID? = nil,
        _ body: @Sendable (TestCollector, WebBrowser) async throws -> Void
    ) async throws {
        try await withCollector { collector in
            try collector.addProvince()
            _ = try collector.registry.replaceCatalogue(
                with: [("1.1", "Khai sinh"), ("1.2", "Chứng thực <b>"), ("1.3", "Không ai dùng")].map {
                    CatalogueEntry(
                        procedure: $0.0, procedureName: $0.1, type: "a", name: "Tờ khai", role: .component,
                        isCompulsory: true)
                }, by: "test", from: "test", at: collector.clock.now
            ).get()
            try await collector.work(
                at: TestCollector.commune, [("1.1", "an", true), ("1.1", "an", false), ("1.2", "bình", true)])
            try await collector.work(
                at: TestCollector.otherCommune, [("1.1", "an", true), ("=1&2", "Đặng <Thị> Hoa", false)])
            try await collector.account("lan", role, at: scope)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                try await body(collector, browser)
            }
        }
    }

    private func codes(_ page: WebPage) -> [String] {
        page.text.matches(of: #/<small class="note"><span class="code">([^<]*)</#).map { String($0.1) }
    }

    @Test("Procedures are in the order of the address; what is not in the catalogue stands out")
    func sorts() async throws {
        try await Self.withWork { _, browser in
            let orders = [
                ("", ["1.1", "1.2", "=1&amp;2"]), ("?order=reversed", ["1.2", "=1&amp;2", "1.1"]),
                ("?sort=name", ["=1&amp;2", "1.2", "1.1"]), ("?sort=code", ["1.1", "1.2", "=1&amp;2"]),
                ("?sort=rate", ["=1&amp;2", "1.1", "1.2"]), ("?sort=pages", ["1.1", "1.2", "=1&amp;2"]),
                ("?sort=offices&order=reversed", ["1.2", "=1&amp;2", "1.1"]), ("?sort=x", ["1.1", "1.2", "=1&amp;2"]),
                ("?show=all", ["1.1", "1.2", "=1&amp;2", "1.3"]),
                ("?show=all&sort=rate", ["=1&amp;2", "1.1", "1.2", "1.3"]),
                ("?show=all&sort=rate&order=reversed", ["1.2", "1.1", "=1&amp;2", "1.3"]),
            ]
            for (query, expected) in orders {
                #expect(codes(try await browser.get("/procedures\(query)")) == expected, "\(query)")
            }
            let page = try await browser.get("/procedures?show=all&sort=name").text
            let foreign = try #require(WebPage.row("Thủ tục ngoài danh mục", in: page))
            #expect(foreign.contains("<span class=\"pill wait\">Ngoài danh mục</span>"))
            #expect(page.contains("id=\"foreign\"") && page.contains("1 thủ tục có hồ sơ nhưng"))
            #expect(page.matches(of: #/pill wait/#).count == 1)
            #expect(
                page.contains(
                    "aria-sort=\"ascending\"><a href=\"/procedures?show=all&amp;sort=name&amp;order=reversed\">"))
            #expect(try await browser.get("/procedures?year=x").status == 422)
        }
    }

    @Test("A number leads to the procedure's offices, and there to the list it was counted from")
    func numbers() async throws {
        try await Self.withWork { collector, browser in
            let today = CalendarDay(collector.clock.now)
            let row = try #require(WebPage.row("Khai sinh", in: try await browser.get("/procedures").text))
            #expect(row.contains("<a href=\"/procedure?code=1.1\">3</a>") && row.contains("66,7%"))
            #expect(row.contains("<a href=\"/procedure?code=1.1\">6</a>"))
            let page = try await browser.get("/procedure?code=1.1")
            #expect(page.heading == "Khai sinh" && page.inside("table") == "2 đơn vị · 3 hồ sơ")
            let office = try #require(WebPage.row("Xã Một (Huyện Một)", in: page.text))
            func list(_ kind: String) -> String {
                "/lists?kind=\(kind)&site=st-31498&procedure=1.1&from=\(today.year)-01-01&to=\(today)"
            }
            for (kind, count) in [("procedure", 2), ("procedure-digitised", 1)] {
                let href = list(kind).replacingOccurrences(of: "&", with: "&amp;")
                #expect(office.contains("<a href=\"\(href)\">\(count)</a>"), "\(kind)")
                let items = try await browser.get(list(kind))
                #expect(items.text.matches(of: #/row-link/#).count == count)
                #expect(items.text.contains("Khai sinh · Xã Một (Huyện Một) · "))
            }
            // Codes are opaque, and stand in addresses as they are.
            let foreign = try await browser.get("/procedure?code=%3D1%262")
            #expect(foreign.heading == "=1&amp;2" && foreign.inside("table") == "1 đơn vị · 1 hồ sơ")
            #expect(foreign.text.contains("procedure=%3D1%262&amp;from"))
            for path in [
                "/procedure", "/procedure?code=", "/procedure?code=9.9", "/lists?kind=procedure&site=st-31498",
            ] {
                #expect(try await browser.get(path).status == 404, "\(path)")
            }
            #expect(try await browser.get("/procedure?code=1.3").text.contains("Không đơn vị nào có hồ sơ"))
        }
    }

    @Test("Whoever sees a part counts that part alone; who may not list dossiers gets numbers without links")
    func scoped() async throws {
        try await Self.withWork(.siteManager, at: TestCollector.district) { collector, browser in
            let page = try await browser.get("/procedures").text
            #expect(codes(try await browser.get("/procedures")) == ["1.1", "1.2"])
            #expect(page.contains("2 thủ tục có hồ sơ · 3 hồ sơ") && !page.contains("id=\"foreign\""))
            #expect(try await !browser.get("/procedure?code=1.1").text.contains("Xã Hai"))
            #expect(try await !browser.get("/procedure.csv?code=1.1").text.contains("Xã Hai"))
            #expect(try await browser.get("/lists?kind=procedure&site=st-31501&procedure=1.1").status == 403)
            try await collector.account("it", .it)
            try await collector.browsing { other in
                try await other.enter("it")
                let row = try #require(
                    WebPage.row("Xã Một (Huyện Một)", in: try await other.get("/procedure?code=1.1").text))
                #expect(row.contains(">2</td>") && !row.contains("/lists"))
            }
        }
    }

    @Test("Both tables are there as files, in which nothing is taken for a formula, and the trail says who took them")
    func files() async throws {
        try await Self.withWork { collector, browser in
            let file = try await browser.get("/procedures.csv?show=all&sort=code")
            #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
            let lines = file.text.split(whereSeparator: \.isNewline)
            #expect(lines.count == 5)
            #expect(lines[1].hasSuffix(";1.1;Khai sinh;có;3;2;66,67%;6;2"))
            #expect(lines.contains { $0.hasSuffix(";'=1&2;;không;1;0;0,00%;2;1") })
            #expect(lines.contains { $0.hasSuffix(";1.3;Không ai dùng;có;0;0;—;0;0") })
            let offices = try await browser.get("/procedure.csv?code=1.1").text.split(whereSeparator: \.isNewline)
            #expect(offices.count == 3 && offices[1].hasSuffix(";1.1;Khai sinh;st-31498;Xã Một;2;1;50,00%;4"))
            #expect(try await browser.get("/procedures.csv?year=x").status == 400)
            let entries = try collector.registry.auditTrail().filter { $0.action == "figures.export" }
            #expect(Set(entries.map(\.detail)) == ["procedures", "procedure"])
            #expect(entries.allSatisfy { $0.actor == "account:lan" })
        }
    }

    @Test("The page is there in English")
    func english() async throws {
        try await Self.withWork { _, browser in
            try await browser.post("/language", ["language": "en", "back": "/procedures"])
            let page = try await browser.get("/procedures")
            #expect(page.heading == "Procedures" && page.text.contains("66.7%"))
            #expect(page.text.contains("3 procedures with dossiers · 5 dossiers"))
        }
    }
}

extension TestCollector {
    /// Dossiers of two pages each, one of them a component: procedure, officer, and whether all components are there.
    func work(at site: SiteID, _ dossiers: [(procedure: String, officer: String, isComplete: Bool)]) async throws {
        let enrolled = try await station(at: site)
        var station = SampleStation(id: enrolled.id, site: site, key: enrolled.key)
        let (year, month, day) = CalendarDay(clock.now).components
        let series = Int(site.rawValue.utf8.last!) * 100
        for (number, dossier) in dossiers.enumerated() {
            let page = UInt64(10 * (series + number))
            let sealed = station.seal(
                "H51-\(year % 100 * 10_000 + month * 100 + day)-\(series + number)",
                documents: [.component(SampleContent.page(page)), .component(SampleContent.page(page + 1))],
                sealedAt: Date(timeIntervalSince1970: clock.now.timeIntervalSince1970.rounded(.down)),
                isComplete: dossier.isComplete
            ) {
                $0.operatorName = dossier.officer
                $0.dossier.procedure = dossier.procedure
            }
            try accept(sealed)
        }
    }
}
