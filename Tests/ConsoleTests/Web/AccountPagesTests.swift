import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("One's own account", .timeLimit(.minutes(2)))
struct AccountPagesTests {
    private static let new = "một câu dài dễ nhớ"

    @Test("A temporary password opens nothing but its own change")
    func temporary() async throws {
        try await withCollector { collector in
            try await collector.account("moi", .administrator, mustChange: true)
            try await collector.browsing { browser in
                try await browser.enter("moi")
                for path in ["/", "/accounts", "/audit"] {
                    #expect(try await browser.get(path).location == "/account", "\(path)")
                }
                let page = try await browser.get("/account")
                #expect(page.text.contains("Mật khẩu hiện tại do quản trị cấp"))
                #expect(!page.text.contains("href=\"/accounts\""))
                #expect(try await browser.post("/account/second-factor").location == "/account")
                let changed = try await browser.post(
                    "/account/password", ["old": WebBrowser.password, "new": Self.new, "repeat": Self.new])
                #expect(changed.location == "/account?said=password")
                #expect(try await browser.get("/accounts").status == 200)
            }
        }
    }

    @Test("A password is changed with the old one, ends the other sessions, and is recorded")
    func changes() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            try await collector.routed { client in
                let (here, there) = (WebBrowser(client), WebBrowser(client))
                try await here.enter("lan")
                try await there.enter("lan")
                let wrong: [([String: String], String)] = [
                    (["old": "không phải", "new": Self.new, "repeat": Self.new], "Mật khẩu hiện tại không đúng."),
                    (["old": WebBrowser.password, "new": "ngắn quá", "repeat": "ngắn quá"], "ít nhất 10 ký tự"),
                    (["old": WebBrowser.password, "new": Self.new, "repeat": "khác hẳn nhau"], "không giống nhau"),
                    (
                        ["old": WebBrowser.password, "new": WebBrowser.password, "repeat": WebBrowser.password],
                        "khác mật khẩu hiện tại"
                    ),
                    (
                        [
                            "old": WebBrowser.password, "new": String(repeating: "ab", count: 101),
                            "repeat": String(repeating: "ab", count: 101),
                        ], "nhiều nhất 200 ký tự"
                    ),
                ]
                for (fields, text) in wrong {
                    let page = try await here.post("/account/password", fields)
                    #expect(page.status == 422)
                    #expect(page.error?.contains(text) == true, "\(page.error ?? "none")")
                }
                #expect(
                    try await here.post(
                        "/account/password", ["old": WebBrowser.password, "new": Self.new, "repeat": Self.new]
                    ).status == 303)
                #expect(try await here.get("/account?said=password").text.contains("Đã đổi mật khẩu."))
                #expect(try await there.get("/account").status == 303, "the other session has ended")
                #expect(try await there.signIn("lan", WebBrowser.password).status == 422)
                try await there.enter("lan", Self.new)
            }
            #expect(try collector.registry.auditTrail().contains { $0.action == "account.setPassword" })
        }
    }

    @Test("With a second factor a password is half the way; a code works once; recovery codes work once each")
    func secondFactor() async throws {
        try await withCollector { collector in
            let account = try await collector.account("lan", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let setUp = try await browser.post("/account/second-factor")
                let secret = try #require(try collector.registry.secondFactor(of: account).pending)
                #expect(setUp.inside("secret") == TimeCode.text(secret, isGrouped: true))
                func code(_ steps: Int = 0) -> String {
                    TimeCode.code(secret, step: TimeCode.step(at: collector.clock.now) + steps)
                }
                let wrong = code() == "000000" ? "000001" : "000000"
                #expect(try await browser.post("/account/second-factor/confirm", ["code": wrong]).status == 422)
                #expect(try collector.registry.account(number: account.id)?.hasSecondFactor == false)
                let on = try await browser.post("/account/second-factor/confirm", ["code": code()])
                let codes = on.text.matches(of: #/<li class="code">([^<]*)/#).map { String($0.1) }
                #expect(Set(codes).count == 10)
                try await browser.get("/account")
                try await browser.post("/sign-out")

                #expect(try await browser.signIn("lan", WebBrowser.password).location == "/sign-in")
                #expect(try await browser.get("/accounts").status == 303, "half a session opens nothing")
                #expect(try await browser.get("/sign-in").text.contains("name=\"code\""))
                #expect(try await browser.post("/sign-in/code", ["code": code()]).status == 422, "it was used")
                collector.clock.advance(by: 30)
                #expect(try await browser.post("/sign-in/code", ["code": code(-2)]).status == 422, "too old")
                let half = browser.cookies["sohoa"]
                #expect(try await browser.post("/sign-in/code", ["code": code()]).location == "/")
                #expect(browser.cookies["sohoa"] != half)
                #expect(try await browser.get("/accounts").status == 200)

                for (typed, isRight) in [(codes[3].lowercased(), true), (codes[3], false), ("ABCDE-FGHJK", false)] {
                    try await browser.get("/account")
                    try await browser.post("/sign-out")
                    try await browser.signIn("lan", WebBrowser.password)
                    try await browser.get("/sign-in")
                    let page = try await browser.post("/sign-in/code", ["code": typed])
                    #expect(page.status == (isRight ? 303 : 422), "\(typed)")
                    if !isRight { try await browser.post("/sign-in/code", ["code": codes[isRight ? 0 : 5]]) }
                    collector.clock.advance(by: 86_400)
                    try await browser.signIn("lan", WebBrowser.password)
                }
            }
            let trail = try collector.registry.auditTrail().map(\.action)
            #expect(trail.contains("account.secondFactorOn") && trail.contains("account.useRecoveryCode"))
        }
    }

    @Test("Codes of the second factor are throttled as passwords are")
    func codesAreThrottled() async throws {
        try await withCollector { collector in
            let account = try await collector.account("lan", .viewer)
            try collector.registry.beginSecondFactorSetUp(TimeCode.newSecret(), of: account)
            try collector.registry.confirmSecondFactor(of: account, step: 0, codes: [], at: collector.clock.now)
            try await collector.browsing { browser in
                try await browser.signIn("lan", WebBrowser.password)
                try await browser.get("/sign-in")
                var answers: [Int] = []
                for _ in 1...6 { answers.append(try await browser.post("/sign-in/code", ["code": "12345"]).status) }
                // The password was the first attempt of five.
                #expect(answers == [422, 422, 422, 422, 429, 429])
            }
        }
    }

    @Test("The second factor is turned off with the password alone, not without")
    func turnsOff() async throws {
        try await withCollector { collector in
            let account = try await collector.account("lan", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                try collector.registry.beginSecondFactorSetUp(TimeCode.newSecret(), of: account)
                try collector.registry.confirmSecondFactor(of: account, step: 0, codes: [], at: collector.clock.now)
                try await browser.get("/account")
                #expect(try await browser.post("/account/second-factor/off", ["password": "sai"]).status == 422)
                #expect(try collector.registry.secondFactor(of: account).secret != nil)
                #expect(
                    try await browser.post("/account/second-factor/off", ["password": WebBrowser.password]).status
                        == 303)
                #expect(try collector.registry.secondFactor(of: account).secret == nil)
            }
        }
    }
}
