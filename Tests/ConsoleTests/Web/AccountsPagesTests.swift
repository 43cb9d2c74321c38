import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("The administrator's accounts", .timeLimit(.minutes(2)))
struct AccountsPagesTests {
    @Test("An account is made with a temporary password that is shown once, and is in the trail without its name")
    func makes() async throws {
        try await withCollector { collector in
            try await collector.account("quan.tri", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                try await browser.get("/accounts/new")
                let form = [
                    "username": "Lan.TT", "displayName": "  Trần Thị Lan ", "role": "officer",
                    "scope": TestCollector.commune.rawValue,
                ]
                let wrong: [(String, String, String)] = [
                    ("username", "1lan", "Tên đăng nhập gồm"), ("username", "quan.tri", "đã có"),
                    ("displayName", " ", "họ và tên"), ("role", "boss", "Hãy chọn vai trò"),
                    ("scope", "", "cần một đơn vị"), ("scope", "nowhere", "ngoài phạm vi"),
                    ("scope", "</option>", "ngoài phạm vi"),
                ]
                for (field, value, text) in wrong {
                    let page = try await browser.post("/accounts/new", form.merging([field: value]) { $1 })
                    #expect(page.status == 422)
                    #expect(page.error?.contains(text) == true, "\(field) \(value): \(page.error ?? "none")")
                }
                let made = try await browser.post("/accounts/new", form)
                let password = try #require(made.inside("temporary"))
                #expect(password.wholeMatch(of: #/[0-9A-Z]{4}(-[0-9A-Z]{4}){2}/#) != nil)
                let account = try #require(try collector.registry.account(Username(rawValue: "lan.tt")!))
                #expect(account.displayName == "Trần Thị Lan")
                #expect(account.scope == TestCollector.commune && account.mustChangePassword)
                #expect(account.createdBy == "account:quan.tri")
                try await browser.get("/account")
                try await browser.post("/sign-out")
                try await browser.enter("lan.tt", password)
            }
            let entry = try #require(
                try collector.registry.auditTrail().first { $0.subject == "lan.tt" && $0.action == "account.add" })
            #expect(entry.actor == "account:quan.tri" && entry.site == TestCollector.commune)
            #expect(!entry.detail.contains("Lan"))
        }
    }

    @Test("Role and scope are changed, which ends the sessions; one's own and the last administrator's are not")
    func changes() async throws {
        try await withCollector { collector in
            let boss = try await collector.account("quan.tri", .administrator)
            let lan = try await collector.account("lan", .viewer)
            try await collector.routed { client in
                let (administrator, viewer) = (WebBrowser(client), WebBrowser(client))
                try await administrator.enter("quan.tri")
                try await viewer.enter("lan")
                try await administrator.get("/accounts/\(lan.id)")
                let saved = try await administrator.post(
                    "/accounts/\(lan.id)",
                    ["displayName": "Lan", "role": "officer", "scope": TestCollector.commune.rawValue])
                #expect(saved.location == "/accounts/\(lan.id)?said=saved")
                #expect(try await viewer.get("/").status == 303)
                for deed in ["disable", "enable", "reset", "second-factor-off"] {
                    let led = try await administrator.get("/accounts/\(lan.id)/\(deed)")
                    #expect(led.location == "/accounts/\(lan.id)", "an address typed does nothing")
                }
                let own = try await administrator.get("/accounts/\(boss.id)")
                #expect(!own.text.contains("id=\"disable\""))
                for (path, fields) in [
                    ("", ["displayName": "x", "role": "viewer", "scope": ""]), ("/disable", [:]), ("/reset", [:]),
                ] {
                    let refused = try await administrator.post(
                        "/accounts/\(boss.id)\(path)", fields.merging(["csrf": try Self.csrf(own)]) { $1 })
                    #expect(refused.status == 422, "\(path)")
                    #expect(refused.text.contains("Không tự sửa vai trò"))
                }
            }
            #expect(throws: RegistryError.lastAdministrator("quan.tri")) {
                try collector.registry.setAccount(boss.username, isEnabled: false, by: "test", at: Date())
            }
            #expect(throws: RegistryError.lastAdministrator("quan.tri")) {
                try collector.registry.changeAccount(
                    boss.username,
                    to: AccountTerms(displayName: "x", role: .administrator, scope: TestCollector.commune),
                    by: "test", at: Date())
            }
        }
    }

    private static func csrf(_ page: WebPage) throws -> String {
        String(try #require(page.text.firstMatch(of: #/name="csrf" value="([^"]+)"/#)).1)
    }

    @Test("An administrator of a part neither sees, makes nor changes an account beyond it")
    func scoped() async throws {
        try await withCollector { collector in
            try await collector.account("huyen", .administrator, at: TestCollector.commune)
            let other = try await collector.account("xa.khac", .officer, at: TestCollector.otherCommune)
            let whole = try await collector.account("toan.tinh", .administrator)
            let own = try await collector.account("xa", .officer, at: TestCollector.commune)
            try await collector.browsing { browser in
                try await browser.enter("huyen")
                let list = try await browser.get("/accounts").text
                #expect(list.contains(">xa</td>") && !list.contains("xa.khac") && !list.contains("toan.tinh"))
                for id in [other.id, whole.id, 99_999] {
                    #expect(try await browser.get("/accounts/\(id)").status == 404)
                    #expect(try await browser.post("/accounts/\(id)/reset").status == 404)
                    #expect(try await browser.post("/accounts/\(id)/disable").status == 404)
                }
                let form = try await browser.get("/accounts/new").text
                #expect(form.contains("value=\"\(TestCollector.commune)\""))
                #expect(!form.contains("value=\"\(TestCollector.otherCommune)\""))
                for scope in ["", TestCollector.otherCommune.rawValue] {
                    for role in ["administrator", "auditor"] {
                        let page = try await browser.post(
                            "/accounts/new", ["username": "moi", "displayName": "Mới", "role": role, "scope": scope])
                        #expect(page.status == 422, "\(role) \(scope)")
                    }
                }
                try await browser.get("/accounts/\(own.id)")
                #expect(try await browser.post("/accounts/\(own.id)/disable").status == 303)
            }
            #expect(try collector.registry.accounts().count == 4)
            #expect(try collector.registry.account(number: other.id)?.disabledAt == nil)
        }
    }

    @Test("Names that are markup stay text, also with marks after quotation signs")
    func escapes() async throws {
        try await withCollector { collector in
            try await collector.account("quan.tri", .administrator)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                try await browser.get("/accounts/new")
                // A quotation mark with a combining mark is one character to Swift, and still ends an attribute.
                let name = "\"\u{301} autofocus onfocus=alert(1) <b\u{301}>'\u{300}&amp;"
                let page = try await browser.post(
                    "/accounts/new", ["username": "?", "displayName": name, "role": "viewer", "scope": ""])
                #expect(
                    page.text.utf8.contains(
                        "value=\"&quot;\u{301} autofocus onfocus=alert(1) &lt;b\u{301}&gt;&#39;".utf8))
                #expect(!page.text.utf8.contains("value=\"\"\u{301}".utf8))
                #expect(!page.text.utf8.contains("<b\u{301}".utf8))
            }
        }
    }
}

extension Collection<UInt8> {
    /// Whether `part` stands somewhere in it.
    fileprivate func contains(_ part: some Collection<UInt8>) -> Bool { firstRange(of: part) != nil }
}
