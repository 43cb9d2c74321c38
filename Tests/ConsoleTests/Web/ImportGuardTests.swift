import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Progress
import Registry
import TestSupport
import Testing

@Suite("What guards imports on the province's pages", .timeLimit(.minutes(2)))
struct ImportGuardTests: ImportTrials {
    @Test("No file, a document or period of no form, no CSV at all: each is told on the page")
    func noFile() async throws {
        try await importing("/imports/baselines") { _, browser async throws in
            let path = "/imports/baselines"
            #expect(try await browser.upload(path, "", named: "").text.contains("Hãy chọn một tệp CSV."))
            #expect(try await browser.post(path).status == 422)
            let long = String(repeating: "x", count: 201)
            #expect(try await browser.upload(path, "a", [("document", long)]).text.contains("dài nhất 200 ký tự"))
            #expect(try await browser.upload(path, "a", [("period", "2021-Q7")]).text.contains("Kỳ báo cáo không đúng"))
            for data in [Data(), Data([0, 1, 2, 255, 254]), Data("PK\u{3}\u{4}".utf8)] {
                #expect(try await browser.upload(path, data).status == 422)
            }
            // Tokens and names of forms are of the form, not of the file.
            #expect(try await browser.upload(path, "name=\"csrf\"", [("csrf", "x")]).status == 403)
        }
    }

    @Test("A form with a file is guarded as every other: token, origin, role")
    func guarded() async throws {
        try await importing { collector, browser async throws in
            let path = "/imports/targets"
            for (fields, headers, status) in [
                ([("csrf", "stolen")], [:], 403), ([("csrf", "–")], [:], 403),
                ([], [.origin: "https://evil.example"], 403), ([], [.origin: "null"], 403),
                ([], [.contentType: "multipart/form-data"], 400),
                ([], [.contentType: "multipart/form-data; boundary=other"], 400),
                ([], [.contentType: "text/csv"], 400),
            ] as [([(String, String)], HTTPFields, Int)] {
                #expect(try await browser.upload(path, Self.targets, fields, headers).status == status)
            }
            // Where no file is expected none is taken.
            #expect(try await browser.upload("/reports", Self.targets).status == 400)
            #expect(try collector.registry.targets().count == 3)
        }
        for role in [Role.viewer, .auditor] {
            try await importing(as: role) { collector, browser async throws in
                let page = try await browser.get("/imports/targets")
                #expect(page.status == 200 && !page.text.contains("type=\"file\""))
                #expect(try await browser.upload("/imports/targets", Self.targets).status == 403)
                #expect(try await browser.get("/imports/targets/table.csv").status == 200)
                #expect(try await browser.get("/imports/targets/preview/x").status == 403)
                #expect(try await browser.post("/imports/successions/form").status == 403)
            }
        }
        for role in [Role.it, .officer] {
            try await withCollector { collector in
                try await collector.account("nguoi", role, at: role.needsScope ? TestCollector.commune : nil)
                try await collector.browsing { browser in
                    try await browser.enter("nguoi")
                    for path in [
                        "/imports", "/imports/sites", "/imports/sites/table.csv", "/approvals", "/approvals/1",
                        "/baselines", "/baselines/history?scope=st-31498&indicator=R1",
                    ] { #expect(try await browser.get(path).status == 403, "\(path)") }
                }
            }
        }
    }

    @Test("What is held belongs to the session that brought it, is let go on request, and after half an hour")
    func holding() async throws {
        try await importing { collector, browser async throws in
            let (path, page) = try await preview(browser, "targets", Self.targets)
            try await collector.account("khac", .administrator)
            try await collector.browsing { other in
                try await other.enter("khac")
                #expect(try await other.get(path).location == "/imports/targets?gone=1")
                #expect(try await confirm(other, path, page).location == "/imports/targets?gone=1")
            }
            // Another table's page has nothing under that name.
            let elsewhere = path.replacingOccurrences(of: "targets", with: "sites")
            #expect(try await browser.get(elsewhere).location == "/imports/sites?gone=1")
            try await browser.get(path)
            #expect(try await browser.post(path, ["do": "cancel"]).location == "/imports/targets")
            #expect(try await browser.get(path).location == "/imports/targets?gone=1")
            let gone = try await browser.get("/imports/targets?gone=1")
            #expect(gone.status == 422 && gone.error?.hasPrefix("Tệp đã chọn không còn được giữ") == true)

            let (late, latePage) = try await preview(browser, "targets", Self.targets)
            collector.clock.advance(by: 29 * 60)
            #expect(try await browser.get(late).status == 200)
            collector.clock.advance(by: 2 * 60)
            #expect(try await confirm(browser, late, latePage).location == "/imports/targets?gone=1")
            #expect(try collector.registry.targets().count == 3)
        }
    }

    @Test("A file of more than 8 MB is refused in words, whether it is said before or not; one of 8 MB is read")
    func oversize() async throws {
        try await importing { collector, browser async throws in
            let rest = Data(repeating: UInt8(ascii: "x"), count: ImportLimit.bytes)
            let page = try await browser.upload("/imports/targets", rest + Data("y".utf8))
            #expect(page.status == 422 && page.text.contains("tệp lớn hơn 8 MB"))
            let larger = try await browser.upload("/imports/targets", rest + rest)
            #expect((larger.status, larger.heading) == (413, "Tệp quá lớn"))
            #expect(larger.text.contains("nhiều nhất 8 MB"))
            try await browser.get("/imports/targets")
            let whole = try await browser.upload("/imports/targets", rest)
            #expect(whole.status == 422 && !whole.text.contains("lớn hơn 8 MB"))
        }
    }

    @Test("curl's form is taken as a browser's, over a real connection, and broken off it does nothing")
    func curl() async throws {
        try await importing { collector, browser in
            let page = try await browser.get("/imports/targets").text
            let token = String(try #require(page.firstMatch(of: #/name="csrf" value="([^"]+)"/#)).1)
            let cookie = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let file = try collector.root.file("chỉ tiêu; \"q\".csv", Self.targets)
            try await collector.live { client in
                let port = try #require(client.port)
                let base = "http://127.0.0.1:\(port)"
                let result = try await runTool(
                    "curl",
                    [
                        "--silent", "--show-error", "--dump-header", "-", "--cookie", cookie, "--header",
                        "Origin: \(base)", "--form", "csrf=\(token)", "--form", "document=CV 7", "--form",
                        "file=@\"\(file.replacingOccurrences(of: "\"", with: "\\\""))\";type=text/csv",
                        "\(base)/imports/targets",
                    ])
                #expect(result.exitCode == 0 && result.output.hasPrefix("HTTP/1.1 303"), "\(result.output.prefix(900))")
                let path = try #require(result.output.firstMatch(of: #/(?i)location: (\S+)/#)).1
                // What is held is held by this server.
                let live = WebBrowser(client)
                for (name, value) in browser.cookies { live.set(name, value) }
                let preview = try await live.get(String(path))
                #expect(preview.text.contains("40% · KH 12") && preview.text.contains("CV 7"))
                #expect(preview.text.contains("chỉ tiêu; &quot;q&quot;.csv"))
                // The connection ends in the middle of the file.
                let connection = try RawConnection(port: port)
                connection.send(
                    "POST /imports/targets HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nOrigin: \(base)\r\nCookie: \(cookie)\r\n"
                        + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000\r\n\r\n--x\r\n"
                        + "Content-Disposition: form-data; name=\"csrf\"\r\n\r\n\(token)\r\n--x\r\n"
                        + "Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n\(Self.targets)")
                connection.close()
            }
            #expect(try collector.registry.targets().count == 3)
        }
    }
}
