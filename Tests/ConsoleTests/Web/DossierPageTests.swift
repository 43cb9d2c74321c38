import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("Dossiers on the province's pages", .timeLimit(.minutes(2)))
struct DossierPageTests {
    private static let path = "/dossiers/\(TestCollector.commune)/H51-210615-0001"

    /// A collector with one dossier of two pages, delivered as stations do.
    private func withDossier<Result: Sendable>(
        _ body: @Sendable (TestCollector, [TestPage]) async throws -> Result
    ) async throws -> Result {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = [TestPage.random(900, seed: 1), .random(800, seed: 2)]
            try await collector.routed { client in
                let answer = try await client.deliver(station.seal(pages), as: station)
                try #require(answer.status < 300)
            }
            return try await body(collector, pages)
        }
    }

    private func codes(_ page: WebPage) -> [String] {
        page.text.matches(of: #/class="row-link code" href="([^"]+)"/#).map { String($0.1) }
    }

    @Test("An officer finds a dossier by its owner; what was typed is in no address and not in the trail")
    func find() async throws {
        try await withDossier { collector, _ in
            try await collector.account("can.bo", .officer, at: TestCollector.commune)
            try await collector.browsing { browser in
                try await browser.enter("can.bo")
                #expect(try await codes(browser.get("/dossiers?owner=hoa")).isEmpty)
                for fields in [["owner": "nguyen hoa"], ["code": "H51"], ["owner": "nguyen thi hoaa"]] {
                    let page = try await browser.post("/dossiers", fields)
                    #expect(page.status == 200)
                    #expect(codes(page) == [Self.path])
                    #expect(page.text.contains("Nguyễn Thị Hoa"))
                    #expect(page.text.contains("gần giống") == (fields["owner"]?.hasSuffix("aa") ?? false))
                }
                #expect(try await codes(browser.post("/dossiers", ["owner": "tran"])).isEmpty)
                for (fields, status) in [
                    ([:], 422), (["code": String(repeating: "9", count: 201)], 422), (["from": "31/02/2021"], 422),
                    (["from": "2021-06-02", "to": "2021-06-01"], 422), (["code": "H", "site": "nowhere"], 422),
                    (["owner": "hoa", "csrf": "stolen"], 403),
                ] { #expect(try await browser.post("/dossiers", fields).status == status, "\(fields)") }
            }
            let trail = try collector.registry.auditTrail().filter { $0.action == "dossier.find" }
            #expect(trail.count == 4)
            #expect(trail.last?.detail == "by owner")
            #expect(!collector.log.text.contains("hoa"))
        }
    }

    @Test("A dossier opens with a reason and no sooner; the reason and each image are in the trail")
    func open() async throws {
        try await withDossier { collector, pages in
            try await collector.account("can.bo", .officer, at: TestCollector.commune)
            let image = "\(Self.path)/pages/\(pages[0].page.digest)"
            try await collector.browsing { browser in
                try await browser.enter("can.bo")
                let closed = try await browser.get(Self.path)
                #expect(closed.status == 200)
                #expect(!closed.text.contains("Nguyễn Thị Hoa"))
                #expect(try await browser.get(image).status == 404)
                #expect(try await browser.post(Self.path, ["reason": String(repeating: "x", count: 201)]).status == 422)
                #expect(try await browser.get(image).status == 404)

                #expect(
                    try await browser.post(Self.path, ["choice": "Kiểm tra", "reason": " Hỏi lại "]).location
                        == Self.path)
                let open = try await browser.get(Self.path)
                #expect(open.text.contains("Nguyễn Thị Hoa"))
                #expect(open.text.contains("<img src=\"\(image)\""))
                let answer = try await browser.get(image)
                #expect(answer.status == 200)
                #expect(answer.headers[.contentType] == "image/jpeg")
                #expect(answer.headers[.cacheControl] == "no-store")
                // A page of no dossier that is open.
                #expect(
                    try await browser.get("\(Self.path)/pages/\(TestPage.random(100, seed: 9).page.digest)").status
                        == 404)
            }
            let trail = try collector.registry.auditTrail().filter {
                ["dossier.open", "page.show"].contains($0.action)
            }
            #expect(trail.map(\.action) == ["page.show", "dossier.open"])
            #expect(trail.allSatisfy { $0.reason == "Hỏi lại" && $0.site == TestCollector.commune })
            #expect(trail.allSatisfy { $0.actor == "account:can.bo" })
            // Another session has not opened it.
            try await collector.browsing { browser in
                try await browser.enter("can.bo")
                #expect(try await browser.get(image).status == 404)
            }
        }
    }

    @Test("The image is what the station sent, byte by byte")
    func image() async throws {
        try await withDossier { collector, pages in
            try await collector.account("quan.tri", .administrator)
            try await collector.routed { client in
                let browser = WebBrowser(client)
                try await browser.enter("quan.tri")
                try await browser.get(Self.path)
                try await browser.post(Self.path, ["choice": "Kiểm tra"])
                let cookie = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
                let answer = try await client.send(
                    .get, "\(Self.path)/pages/\(pages[1].page.digest)", [.cookie: cookie], nil)
                #expect(answer.body == pages[1].bytes)
            }
        }
    }

    @Test("Roles: a viewer lists without names, another office and IT see nothing")
    func roles() async throws {
        try await withDossier { collector, _ in
            try await collector.account("xem", .viewer)
            try await collector.account("xa.khac", .officer, at: TestCollector.otherCommune)
            try await collector.account("cntt", .it)
            try await collector.browsing { browser in
                try await browser.enter("xem")
                try await browser.get("/dossiers")
                let found = try await browser.post("/dossiers", ["code": "H51"])
                #expect(codes(found) == [Self.path])
                #expect(!found.text.contains("Nguyễn Thị Hoa"))
                #expect(try await browser.post("/dossiers", ["owner": "hoa"]).status == 422)
                let closed = try await browser.get(Self.path)
                #expect(closed.status == 200 && !closed.text.contains("Nguyễn Thị Hoa"))
                #expect(try await browser.post(Self.path, ["choice": "Xem"]).status == 403)
            }
            try await collector.browsing { browser in
                try await browser.enter("xa.khac")
                try await browser.get("/dossiers")
                #expect(try await codes(browser.post("/dossiers", ["owner": "hoa"])).isEmpty)
                #expect(try await browser.get(Self.path).status == 403)
                #expect(try await browser.get("/lists?kind=digitised&site=\(TestCollector.commune)").status == 403)
            }
            try await collector.browsing { browser in
                try await browser.enter("cntt")
                #expect(try await browser.get("/dossiers").status == 403)
                #expect(try await browser.get(Self.path).status == 403)
            }
        }
    }

    @Test("A figure opens its list; whatever is no list is not found")
    func lists() async throws {
        try await withDossier { collector, _ in
            try await collector.account("xem", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("xem")
                let site = TestCollector.commune
                for kind in ["dossiers", "digitised"] {
                    let page = try await browser.get("/lists?kind=\(kind)&site=\(site)&from=2021-06-15&to=2021-06-15")
                    #expect(codes(page) == [Self.path], "\(kind)")
                }
                #expect(try await codes(browser.get("/lists?kind=dossiers&site=\(site)&to=2021-06-14")).isEmpty)
                #expect(try await codes(browser.get("/lists?kind=results&site=\(site)")).isEmpty)
                for (query, status) in [
                    ("kind=all&site=\(site)", 404), ("kind=results", 404), ("kind=in-force&authority=\(site)", 404),
                    ("kind=in-force&authority=\(site)&level=commune", 200),
                    ("kind=results&site=\(site)&from=yesterday", 400),
                ] { #expect(try await browser.get("/lists?\(query)").status == status, "\(query)") }
            }
        }
    }
}
