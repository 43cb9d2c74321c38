import Console
import Dossiers
import Foundation
import HTTPTypes
import Registry
import TestSupport
import Testing

@Suite("Signing in at the province's pages", .timeLimit(.minutes(2)))
struct SignInTests {
    @Test("The right password lets in, to where one wanted to go; the form says nothing of which part was wrong")
    func signsIn() async throws {
        try await withCollector { collector in
            try await collector.account("lan.tt", .administrator)
            try await collector.browsing { browser in
                let turned = try await browser.get("/audit?actor=x")
                #expect(turned.location == "/sign-in?to=%2Faudit%3Factor%3Dx")
                for (name, password) in [
                    ("lan.tt", "sai mật khẩu rồi"), ("khong-co", WebBrowser.password), ("", ""), ("Không Phải", "x"),
                    ("lan.tt", ""), ("lan.tt", String(repeating: "dài", count: 20_000 / 3)),
                ] {
                    let page = try await browser.signIn(name, password)
                    #expect(page.status == 422)
                    #expect(page.error?.hasPrefix("Tên đăng nhập hoặc mật khẩu không đúng") == true, "\(name)")
                    #expect(browser.cookies["sohoa"] == nil)
                }
                try await browser.get("/sign-in")
                let page = try await browser.post(
                    "/sign-in",
                    ["username": " LAN.tt ", "password": WebBrowser.password, "to": "/audit?actor=x"])
                #expect((page.status, page.location) == (303, "/audit?actor=x"))
                #expect(try await browser.get("/audit").heading == "Nhật ký")
                #expect(try await browser.get("/sign-in").location == "/")
            }
            let trail = try collector.registry.auditTrail().filter { $0.action.hasPrefix("session.") }
            #expect(trail.filter { $0.action == "session.open" }.map(\.actor) == ["account:lan.tt"])
            #expect(trail.filter { $0.action == "session.refuse" }.map(\.subject) == ["lan.tt", "lan.tt", "lan.tt"])
            for secret in ["sai mật khẩu", "khong-co", "Không Phải"] { #expect(!collector.log.text.contains(secret)) }
        }
    }

    @Test("A password that is typed in the other normal form is the same")
    func normalForms() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                let decomposed = WebBrowser.password.decomposedStringWithCanonicalMapping
                #expect(Array(decomposed.utf8) != Array(WebBrowser.password.utf8))
                try await browser.enter("lan", decomposed)
            }
        }
    }

    @Test(
        "Nobody is led to another site after the sign-in",
        arguments: [
            "//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)",
            "/ok\r\nSet-Cookie: a=b",
            "/\t/evil.example", "",
        ])
    func openRedirect(_ to: String) async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                try await browser.get("/sign-in")
                let page = try await browser.post(
                    "/sign-in", ["username": "lan", "password": WebBrowser.password, "to": to])
                #expect(page.location == "/")
                try await browser.get("/account")
                #expect(try await browser.post("/language", ["language": "en", "back": to]).location == "/")
            }
        }
    }

    @Test("Over TLS the cookie is for this host alone, out of reach of scripts, and new at each sign-in")
    func cookies() async throws {
        try await withCollector(isBehindProxy: true) { collector in
            try await collector.account("lan", .viewer)
            try await collector.routed { client in
                let browser = WebBrowser(client, origin: "https://localhost")
                browser.set("__Host-sohoa", "mine-to-know")
                let page = try await browser.signIn("lan", WebBrowser.password)
                let set = try #require(page.headers[.setCookie])
                #expect(set.hasPrefix("__Host-sohoa="))
                for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(set.contains(part), "\(set)") }
                #expect(!set.contains("Domain"))
                let first = browser.cookies["__Host-sohoa"]
                #expect(first != "mine-to-know")
                try await browser.get("/account")
                try await browser.post("/sign-in", ["username": "lan", "password": WebBrowser.password])
                #expect(browser.cookies["__Host-sohoa"] != first)
                browser.set("__Host-sohoa", first ?? "")
                #expect(try await browser.get("/account").status == 303, "the former token is worth nothing")
            }
        }
    }

    @Test("After five wrong passwords the account waits 30 seconds, then ever longer, and a right one ends it")
    func throttle() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                for _ in 1...5 { #expect(try await browser.signIn("lan", "sai mật khẩu rồi").status == 422) }
                for wait in [30, 60, 120, 240, 480, 900, 900] {
                    let page = try await browser.signIn("lan", WebBrowser.password)
                    #expect(page.status == 429)
                    #expect((wait - 2...wait).contains(Int(page.headers[.retryAfter] ?? "") ?? 0), "\(wait)")
                    collector.clock.advance(by: Double(wait) + 1)
                    #expect(try await browser.signIn("lan", "sai mật khẩu rồi").status == 422)
                }
                collector.clock.advance(by: 901)
                try await browser.enter("lan")
                try await browser.post("/sign-out")
                #expect(try await browser.signIn("lan", "sai mật khẩu rồi").status == 422, "it begins anew")
            }
        }
    }

    @Test("A name that is no account's waits as one that is, so that neither tells which there are")
    func strangers() async throws {
        try await withCollector { collector in
            try await collector.browsing { browser in
                for _ in 1...5 { #expect(try await browser.signIn("khong.co", "sai mật khẩu rồi").status == 422) }
                let page = try await browser.signIn("khong.co", "sai mật khẩu rồi")
                #expect(page.status == 429)
                #expect((28...30).contains(Int(page.headers[.retryAfter] ?? "") ?? 0))
            }
        }
    }

    @Test("Behind a proxy each address has its own twenty attempts, whatever the names")
    func addresses() async throws {
        try await withCollector(isBehindProxy: true) { collector in
            try await collector.account("lan", .viewer)
            try await collector.routed { client in
                let browser = WebBrowser(client, origin: "https://localhost")
                func attempt(_ number: Int, from address: String) async throws -> Int {
                    try await browser.signIn(
                        "ten\(number)", "sai mật khẩu rồi", [HTTPField.Name("X-Forwarded-For")!: address]
                    ).status
                }
                for number in 1...20 { #expect(try await attempt(number, from: "192.0.2.1") == 422, "\(number)") }
                #expect(try await attempt(21, from: "192.0.2.1") == 429)
                #expect(try await attempt(22, from: "192.0.2.2") == 422)
                // One machine has a whole network of addresses.
                for number in 30...49 {
                    let status = try await attempt(number, from: "2001:db8::\(number)")
                    #expect(status == 422)
                }
                #expect(try await attempt(50, from: "2001:db8:0:0:ffff::1") == 429)
                #expect(try await attempt(51, from: "2001:db8:0:1::1") == 422)
            }
        }
    }

    @Test("Many guesses at once are no more than as many one after another")
    func manyAtOnce() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.routed { client in
                let looked = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 1...15 {
                        group.addTask { try await WebBrowser(client).signIn("lan", "đoán lần \(number) xem").status }
                    }
                    return try await group.reduce(0) { $0 + ($1 == 422 ? 1 : 0) }
                }
                #expect(looked == 5)
            }
        }
    }

    @Test("A session ends after half an hour without a request, and after twelve hours with any")
    func timeouts() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                for _ in 1...24 {
                    collector.clock.advance(by: 29 * 60)
                    #expect(try await browser.get("/account").status == 200)
                }
                collector.clock.advance(by: 25 * 60)
                #expect(try await browser.get("/account").status == 303, "more than twelve hours")
                try await browser.enter("lan")
                collector.clock.advance(by: 31 * 60)
                #expect(try await browser.get("/account").status == 303, "more than half an hour")
            }
        }
    }

    @Test("Signing out ends the session on the server, not only in the browser")
    func signsOut() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let token = try #require(browser.cookies["sohoa"])
                #expect(try await browser.post("/sign-out").location == "/sign-in")
                #expect(browser.cookies["sohoa"] == nil)
                browser.set("sohoa", token)
                #expect(try await browser.get("/account").status == 303)
            }
        }
    }
}
