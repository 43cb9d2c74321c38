import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("The operations page", .timeLimit(.minutes(2)))
struct OperationsTests {
    @Test("It is for those who keep stations and server running")
    func permission() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            for (role, status) in [(Role.it, 200), (.administrator, 200), (.auditor, 200), (.viewer, 403)] {
                try await collector.account(role.rawValue, role)
                try await collector.browsing { browser in
                    try await browser.enter(role.rawValue)
                    let page = try await browser.get("/operations")
                    #expect(page.status == status, "\(role)")
                    let start = try await browser.get("/").text
                    #expect(start.contains("href=\"/operations\"") == (status == 200))
                }
            }
        }
    }

    @Test("A webhook that is not told what it should be is named, to those who see the whole province")
    func webhooks() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            for name in ["kho", "lgsp"] {
                _ = try collector.registry.addWebhook(
                    Username(rawValue: name)!, url: "https://example.vn/", scope: nil, by: "an", at: collector.clock.now
                )
            }
            try await collector.delivers(2)
            try await collector.account("it", .it)
            try await collector.account("quan.ly", .siteManager, at: TestCollector.commune)
            try await collector.browsing { browser in
                try await browser.enter("it")
                #expect(try await browser.get("/operations").section("webhooks") == nil)
                let hook = try collector.registry.webhook(Username(rawValue: "kho")!)
                let next = try #require(try collector.registry.nextMessage(of: hook.id, at: collector.clock.now))
                try collector.registry.settle(
                    next.message, of: hook, .unreachable(problem: "HTTP status 500", nextAt: nil),
                    at: collector.clock.now)
                let section = try #require(try await browser.get("/operations").section("webhooks"))
                #expect(section.contains("kho") && !section.contains("lgsp"))
                #expect(section.contains("Đã ngừng gửi") && section.contains("Nơi nhận trả lời mã HTTP 500"))
                #expect(section.contains(">2</td>"))
                try await browser.signIn("quan.ly", WebBrowser.password)
                #expect(try await browser.get("/operations").section("webhooks") == nil)
            }
        }
    }

    @Test("Storage, what came, what waits, what was refused: of the province, or of the part that is reached")
    func queue() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            var (here, there) = (
                try await collector.delivers(2), try await collector.delivers(1, at: TestCollector.otherCommune)
            )
            let paper = Document.component(SampleContent.page(500))
            for (code, isHere) in [("H51-260101-7001", true), ("H51-260101-7002", false)] {
                let sealed = isHere ? here.seal(code, documents: [paper]) : there.seal(code, documents: [paper])
                try collector.accept(sealed, isWaiting: true)
            }
            try collector.accept(
                there.seal("H51-260101-8888", documents: [paper]), refusal: .init(code: .ruleBroken, detail: "x"))
            try await collector.account("it", .administrator)
            try await collector.account("quan.ly", .siteManager, at: TestCollector.commune)
            try await collector.browsing { browser in
                try await browser.enter("it")
                let early = try await browser.get("/operations")
                #expect(early.section("storage")?.contains("<dd>6</dd>") == true)
                #expect(early.text.contains("3 trong 14 ngày; hôm nay 3"), "submissions")
                #expect(early.text.contains("6 trong 14 ngày; hôm nay 6"), "pages")
                #expect(early.section("waiting")?.contains("7001") == false)
                collector.clock.advance(by: 86_401)
                try await browser.signIn("it", WebBrowser.password)
                let page = try await browser.get("/operations")
                let waiting = try #require(page.section("waiting"))
                #expect(waiting.contains("7001") && waiting.contains("7002"))
                #expect(page.section("refused")?.contains("H51-260101-8888") == true)
                #expect(page.section("refused")?.contains("Bản kê không đúng quy tắc") == true)
                collector.clock.advance(by: 31 * 86_400)
                try await browser.signIn("it", WebBrowser.password)
                #expect(try await browser.get("/operations").section("refused")?.contains("8888") == false)
            }
            try await collector.browsing { browser in
                try await browser.enter("quan.ly")
                let page = try await browser.get("/operations")
                #expect(page.section("storage") == nil, "the disk is the province's")
                #expect(page.section("waiting")?.contains("7001") == true)
                #expect(!page.text.contains("7002") && !page.text.contains("8888") && !page.text.contains("Xã Hai"))
            }
        }
    }

    @Test("Stations that were silent for so many days are listed, the longest first; revoked ones are not")
    func silent() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("it", .it)
            let first = try await collector.station()
            collector.clock.advance(by: 3 * 86_400)
            let second = try await collector.station(at: TestCollector.otherCommune)
            let third = try await collector.station(at: TestCollector.otherCommune)
            try collector.registry.revokeStation(third.id, by: "test", at: collector.clock.now)
            collector.clock.advance(by: 5 * 86_400)
            try await collector.browsing { browser in
                try await browser.enter("it")
                func silent(_ query: String) async throws -> [String] {
                    try #require(try await browser.get("/operations\(query)").section("silent"))
                        .matches(of: #/href="\/offices\/([^"]*)"/#).map { String($0.1) }
                }
                #expect(first.site != second.site)
                #expect(try await silent("") == ["st-31498"])
                #expect(try await silent("?days=5") == ["st-31498", "st-31501"])
                #expect(try await silent("?days=9") == [])
                let wrong = try await browser.get("/operations?days=0")
                #expect(wrong.status == 422 && wrong.error?.contains("từ 1 đến 3.650") == true)
                #expect(try await browser.get("/operations?days=x%22").status == 422)
            }
        }
    }

    @Test("Versions are compared by their numbers")
    func versions() {
        let sorted = ["1.10.0", "1.9.3", "2.0.0", "1.10", "0.1.0", "2.0.0-rc1", ""].sorted {
            VersionNumber($0) < VersionNumber($1)
        }
        #expect(sorted == ["", "0.1.0", "1.9.3", "1.10.0", "1.10", "2.0.0-rc1", "2.0.0"])
    }

    @Test("Active stations with an older version than the newest in use are listed, the oldest first")
    func outdated() {
        func sign(_ version: String, _ standing: StationRecord.Standing = .active) -> StationSign {
            StationSign(
                id: StationID(), site: TestCollector.commune, label: version, agentVersion: version, enrolledAt: Date(),
                lastSeenAt: Date(), standing: standing)
        }
        let stations = [sign("1.10.0"), sign("1.9.0"), sign("9.0.0", .revoked), sign("1.2.0"), sign("1.10.0")]
        let (newest, old) = OperationsReading.outdated(among: stations)
        #expect(newest == "1.10.0" && old.map(\.label) == ["1.2.0", "1.9.0"])
        #expect(OperationsReading.outdated(among: []).newest == nil)
    }
}
