import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import Testing

@Suite("The way into every page", .timeLimit(.minutes(2)))
struct GateTests {
    private static let site = HTTPField.Name("Sec-Fetch-Site")!

    @Test("A form from another site, without our token, or for another host does nothing")
    func foreign() async throws {
        try await withCollector { collector in
            try await collector.account("quan.tri", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                try await browser.get("/accounts/new")
                let form = ["username": "moi", "displayName": "Mới", "role": "viewer", "scope": ""]
                let attempts: [([String: String], HTTPFields, Int)] = [
                    (form, [.origin: "https://evil.example"], 403), (form, [.origin: "null"], 403),
                    (form, [.origin: "http://localhost:81"], 403), (form, [Self.site: "cross-site"], 403),
                    (form, [Self.site: "same-site"], 403), (form, [.origin: "", Self.site: ""], 403),
                    (form.merging(["csrf": "x"]) { $1 }, [:], 403), (form.merging(["csrf": "–"]) { $1 }, [:], 403),
                    (form, [.contentType: "text/plain"], 400), (form, [.contentType: "multipart/form-data"], 400),
                ]
                for (fields, headers, status) in attempts {
                    let page = try await browser.post("/accounts/new", fields, headers)
                    #expect(page.status == status, "\(headers)")
                    #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                }
                #expect(try collector.registry.accounts().count == 1)
                #expect(try await browser.post("/accounts/new", form).status == 200)
                #expect(try collector.registry.accounts().count == 2)
            }
        }
    }

    @Test("A name that was made to point to this machine is not served over plain HTTP")
    func rebinding() async throws {
        try await withCollector { collector in
            try await collector.live { client in
                let port = try #require(client.port)
                for (host, status) in [
                    ("evil.example", "403"), ("127.0.0.1:\(port)", "200"), ("[::1]:\(port)", "200"),
                    ("localhost.evil.example", "403"), ("127.0.0.1.evil.example:\(port)", "403"),
                ] {
                    let connection = try RawConnection(port: port)
                    connection.send("GET /sign-in HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
                    let answer = await connection.receive()
                    #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(host)")
                }
            }
        }
    }

    @Test("Each page is open to those whose role has it, and to nobody else", arguments: Role.allCases)
    func roles(_ role: Role) async throws {
        try await withCollector { collector in
            let account = try await collector.account("nguoi", role, at: role.needsScope ? TestCollector.commune : nil)
            try await collector.browsing { browser in
                try await browser.enter("nguoi")
                let pages: [(String, Permission?)] = [
                    ("/", nil), ("/account", nil), ("/accounts", .seeAccounts), ("/accounts/new", .manageAccounts),
                    ("/accounts/\(account.id)", .seeAccounts), ("/audit", .seeAudit), ("/imports", .seeImports),
                    ("/imports/sites", .seeImports),
                    ("/approvals", .seeImports), ("/baselines", .seeImports),
                ]
                for (path, permission) in pages {
                    let mayOpen = permission.map(role.permissions.contains) ?? true
                    let page = try await browser.get(path)
                    #expect(page.status == (mayOpen ? 200 : 403), "\(path)")
                    #expect(page.text.contains("Bạn không có quyền xem trang này") == !mayOpen)
                }
                let home = try await browser.get("/").text
                #expect(home.contains("href=\"/accounts\"") == role.permissions.contains(.seeAccounts))
                #expect(home.contains("href=\"/audit\"") == role.permissions.contains(.seeAudit))
                if !role.permissions.contains(.manageAccounts) {
                    try await browser.get("/account")
                    for path in ["/accounts/new", "/accounts/\(account.id)", "/accounts/\(account.id)/disable"] {
                        #expect(try await browser.post(path).status == 403, "\(path)")
                    }
                }
            }
        }
    }

    @Test("Every page wants a session, and leads to the sign-in")
    func closed() async throws {
        try await withCollector { collector in
            try await collector.browsing { browser in
                for path in [
                    "/", "/account", "/accounts", "/accounts/new", "/accounts/1", "/audit", "/imports", "/approvals",
                ] {
                    let page = try await browser.get(path)
                    #expect(page.status == 303, "\(path)")
                    #expect(page.location?.hasPrefix("/sign-in") == true)
                }
                for path in ["/accounts/1/disable", "/account/password", "/account/second-factor/off"] {
                    #expect(try await browser.post(path).location == "/sign-in", "\(path)")
                }
            }
        }
    }

    @Test("No page may be kept, framed, or bring anything along from elsewhere")
    func guardFields() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                for path in ["/", "/account", "/nowhere", "/accounts", "/sign-in"] {
                    let page = try await browser.get(path)
                    let policy = try #require(page.headers[.contentSecurityPolicy])
                    #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
                    #expect(page.headers[.cacheControl] == "no-store")
                    #expect(page.headers[HTTPField.Name("X-Frame-Options")!] == "DENY")
                    #expect(page.headers[HTTPField.Name("Referrer-Policy")!] == "same-origin")
                    #expect(!page.text.contains("style=\"") && !page.text.contains("<script"))
                    #expect(page.text.matches(of: #/(?:src|href|action)="(https?:)?\/\//#).isEmpty)
                }
                let style = try await browser.get("/province.css")
                #expect(style.headers[.contentType] == "text/css; charset=utf-8")
                #expect(style.headers[.cacheControl]?.contains("immutable") == true)
            }
        }
    }

    @Test("A person who asks for what is not there gets a page, a program a problem")
    func missing() async throws {
        try await withCollector { collector in
            try await collector.browsing { browser in
                let page = try await browser.get("/khong-co")
                #expect((page.status, page.heading) == (404, "Không có trang này"))
            }
            try await collector.routed { client in
                let answer = try await client.send(.get, "/khong-co")
                #expect(answer.code == .notFound)
            }
        }
    }

    @Test("A form that is too large or no form is refused in words")
    func badForms() async throws {
        try await withCollector { collector in
            try await collector.browsing { browser in
                let large = try await browser.post("/sign-in", ["username": String(repeating: "a", count: 70_000)])
                #expect((large.status, large.heading) == (413, "Nội dung gửi lên quá lớn"))
            }
        }
    }

    enum Ending: CaseIterable {
        case disabled, passwordReset, roleChanged
    }

    @Test("What ends an account's right ends its sessions at once", arguments: Ending.allCases)
    func endings(_ ending: Ending) async throws {
        try await withCollector { collector in
            let name = try await collector.account("lan", .viewer).username
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let (registry, now) = (collector.registry, collector.clock.now)
                switch ending {
                case .disabled: try registry.setAccount(name, isEnabled: false, by: "test", at: now)
                case .passwordReset:
                    try registry.setPassword(of: name, hash: "x", mustChange: true, by: "test", at: now)
                case .roleChanged:
                    let terms = try AccountTerms(displayName: "x", role: .it, scope: nil)
                    try registry.changeAccount(name, to: terms, by: "test", at: now)
                }
                #expect(try await browser.get("/account").status == 303)
            }
        }
    }
}
