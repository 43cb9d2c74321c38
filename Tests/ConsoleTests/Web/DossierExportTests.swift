import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Console

@Suite("Dossiers taken along from their page", .timeLimit(.minutes(2)))
struct DossierExportTests {
    private static let path = "/dossiers/\(TestCollector.commune)/H51-210615-0001"

    /// A collector with one dossier of two pages, delivered as stations do.
    private func withDossier(
        _ body: @Sendable (TestCollector, [TestPage]) async throws -> Void
    ) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = try TestPage.samples(2)
            try await collector.routed { client in
                let answer = try await client.deliver(station.seal(pages), as: station)
                try #require(answer.status < 300)
            }
            try await collector.account("can.bo", .officer, at: TestCollector.commune)
            try await body(collector, pages)
        }
    }

    /// The bytes of an export, as they come through the router.
    private func export(
        _ form: String, _ collector: TestCollector, _ path: String = DossierExportTests.path
    ) async throws -> Answer {
        try await collector.routed { client in
            let browser = WebBrowser(client)
            try await browser.enter("can.bo")
            try await browser.get(path)
            try await browser.post(path, ["reason": "Tòa án yêu cầu"])
            let page = try await browser.get(path).text
            let token = try #require(page.firstMatch(of: #/name="csrf" value="([^"]+)"/#)).1
            let headers: HTTPFields = [
                .cookie: browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "),
                .contentType: "application/x-www-form-urlencoded", .origin: "http://localhost",
            ]
            return try await client.send(
                .post, "\(path)/export", headers, Data("form=\(form)&csrf=\(token)".utf8))
        }
    }

    @Test("The PDF has each page's bytes as they are stored; the trail has who, what and why before")
    func pdf() async throws {
        try await withDossier { collector, pages in
            let answer = try await export("pdf", collector)
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/pdf")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"ho-so-H51-210615-0001.pdf\"")
            #expect(answer.headers[.contentLength] == "\(answer.body.count)")
            #expect(answer.body.starts(with: Data("%PDF-1.7".utf8)))
            for page in pages { #expect(answer.body.range(of: page.bytes) != nil) }
            let entry = try #require(
                try collector.registry.auditTrail(AuditQuery(action: "dossier.export")).first?.entry)
            #expect(entry.actor == "account:can.bo" && entry.reason == "Tòa án yêu cầu")
            #expect(entry.site == TestCollector.commune && entry.detail == "pdf of 2 pages")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: collector.root.appending("outgoing").string) == [])
        }
    }

    @Test("The bag is one archive that others open, with every page and what proves it; nothing is left on the disk")
    func bag() async throws {
        try await withDossier { collector, pages in
            let answer = try await export("bag", collector)
            #expect(answer.status == 200 && answer.headers[.contentType] == "application/zip")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"ho-so-H51-210615-0001.zip\"")
            let file = try collector.root.file("tui.zip", answer.body)
            let place = collector.root.appending("ra")
            let result = try await runTool("python3", ["-m", "zipfile", "-e", file, place.string])
            #expect(result.exitCode == 0, "\(result.errors)")
            let bag = place.appending("ho-so-H51-210615-0001")
            for (number, page) in pages.enumerated() {
                let path = bag.appending("data/pages/000\(number + 1).jpg").string
                #expect(try Data(contentsOf: URL(filePath: path)) == page.bytes)
            }
            let info = try String(contentsOfFile: bag.appending("bag-info.txt").string, encoding: .utf8)
            #expect(info.contains("Source-Organization: Sóc Trăng") && !info.contains("Hoa"))
            let check = try await runTool(
                "sh", ["-c", "cd '\(bag)' && sha256sum --quiet -c manifest-sha256.txt tagmanifest-sha256.txt"])
            #expect(check.exitCode == 0, "\(check.output) \(check.errors)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: collector.root.appending("outgoing").string) == [])
        }
    }

    @Test("Without a reason, a right or a form nothing is exported, and what is missing is told")
    func refused() async throws {
        try await withDossier { collector, _ in
            try await collector.account("xem", .viewer)
            try await collector.account("xa.khac", .officer, at: TestCollector.otherCommune)
            for (name, status) in [("xem", 403), ("xa.khac", 403), ("can.bo", 303)] {
                try await collector.browsing { browser in
                    try await browser.enter(name)
                    let answer = try await browser.post("\(Self.path)/export", ["form": "pdf"])
                    #expect(answer.status == status, "\(name)")
                    if status == 303 { #expect(answer.location == Self.path) }
                }
            }
            #expect(try await export("doc", collector).status == 400)
            #expect(try collector.registry.auditTrail(AuditQuery(action: "dossier.export")).isEmpty)
        }
    }

    @Test("A damaged page is told before a byte is sent; the trail has the attempt, the log no name")
    func damaged() async throws {
        try await withDossier { collector, pages in
            let path = collector.store.path(of: pages[0].page.digest).string
            try FileManager.default.removeItem(atPath: path)
            for form in ["pdf", "bag"] {
                let answer = try await export(form, collector)
                #expect(answer.status == 500)
                #expect(String(decoding: answer.body, as: UTF8.self).contains("Một trang đã lưu bị hỏng"))
            }
            #expect(try collector.registry.auditTrail(AuditQuery(action: "dossier.export")).count == 2)
            #expect(collector.log.text.contains("an export failed") && !collector.log.text.contains("Hoa"))
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: collector.root.appending("outgoing").string) == [])
        }
    }

    @Test("While pages are awaited, and where the disk is nearly full, nothing is exported and the page says why")
    func notYet() async throws {
        for (minimum, isWaiting, status, text) in [
            (0, true, 409, "Hồ sơ chưa đủ trang"), (Int.max / 2, false, 503, "Máy chủ sắp hết dung lượng đĩa"),
        ] {
            try await withCollector(minimumFreeBytes: minimum) { collector in
                try collector.addProvince()
                try await collector.account("can.bo", .officer, at: TestCollector.commune)
                var station = try await collector.delivers(0)
                let paper = Document.component(SampleContent.page(500))
                try collector.accept(station.seal("H51-260101-7777", documents: [paper]), isWaiting: isWaiting)
                let path = "/dossiers/\(TestCollector.commune)/H51-260101-7777"
                for form in ["pdf", "bag"] {
                    let answer = try await export(form, collector, path)
                    #expect(answer.status == status)
                    #expect(String(decoding: answer.body, as: UTF8.self).contains(text))
                }
                #expect(try collector.registry.auditTrail(AuditQuery(action: "dossier.export")).isEmpty)
            }
        }
    }
}
