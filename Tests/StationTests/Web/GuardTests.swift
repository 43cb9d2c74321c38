import Foundation
import HTTPTypes
import Spool
import Station
import Testing

@Suite("The officer's page on a shared PC", .timeLimit(.minutes(2)))
struct GuardTests {
    private static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    private static let csrf = HTTPField.Name("X-Sohoa-CSRF")!

    @Test(
        "A name that was made to point to this PC gets nothing",
        arguments: ["evil.example", "evil.example:%", "127.0.0.1:1", "[::1]"])
    func rebinding(host: String) async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let host = host.replacingOccurrences(of: "%", with: "\(bench.port)")
            for path in ["/", "/api/session", "/api/desk"] {
                #expect(try await browser.send(.get, path, host: host).code == "wrong_host", "\(path)")
            }
        }
    }

    @Test("Another site's page can neither read, nor change, nor sign in")
    func otherSites() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            for site in ["cross-site", "same-site"] {
                let read = try await browser.send(.get, "/api/desk", headers: [Self.secFetchSite: site])
                #expect(read.code == "foreign_origin")
            }
            for origin in ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:\(bench.port)"] {
                let write = try await browser.send(
                    .post, "/api/queue", ["action": "pause"], headers: [.origin: origin])
                #expect(write.code == "foreign_origin", "\(origin)")
                let signIn = try await bench.browser().send(
                    .post, "/api/session", ["officer": bench.officer, "pin": OfficeBench.pin],
                    headers: [.origin: origin])
                #expect(signIn.code == "foreign_origin", "\(origin)")
            }
            let bare = try await bench.browser().send(
                .post, "/api/session", ["officer": bench.officer, "pin": OfficeBench.pin], headers: [.origin: ""])
            #expect(bare.code == "foreign_origin", "a browser always names the origin of a POST")
            #expect(try await bench.spool.isPaused == false)
        }
    }

    @Test("A request that changes something needs the session's own token", arguments: ["", "wrong"])
    func csrf(token: String) async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            browser.forgetCSRF()
            let answer = try await browser.send(
                .post, "/api/queue", ["action": "pause"], headers: [Self.csrf: token])
            #expect(answer.code == "csrf")
            #expect(try await bench.spool.isPaused == false)
        }
    }

    @Test("Every answer forbids frames, foreign scripts and sniffing, and personal data is not cached")
    func headers() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            for path in ["/", "/station.js", "/station.css", "/api/desk", "/nothing"] {
                let answer = try await browser.send(.get, path)
                #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true, "\(path)")
                #expect(answer.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(answer.headers[.contentSecurityPolicy]?.contains("unsafe") == false)
                #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(path)")
            }
            #expect(try await browser.send(.get, "/api/desk").headers[.cacheControl] == "no-store")
        }
    }

    @Test("The page is listened for on this PC alone")
    func loopback() async throws {
        try await withOfficeBench { bench in
            let sockets = try String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8)
            let port = String(bench.port, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: 4 - port.count) + port
            let listening = sockets.split(separator: "\n").filter { $0.contains(":\(padded) ") && $0.contains(" 0A ") }
            #expect(listening.count == 1)
            #expect(listening.first?.contains("0100007F:\(padded)") == true)
        }
    }

    @Test("A body over the limit is refused")
    func tooLarge() async throws {
        try await withOfficeBench { bench in
            let browser = try await bench.browser(of: bench.officer)
            let answer = try await browser.send(
                .post, "/api/dossiers",
                ["code": OfficeBench.code, "ownerName": String(repeating: "a", count: 70_000)])
            #expect((answer.status, answer.code) == (413, "too_large"))
        }
    }
}
