import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("Pages by which stations are managed", .timeLimit(.minutes(2)))
struct FleetPagesTests {
    @Test("A join token is issued for an office within reach, shown once, and revoked; it is good for the station")
    func tokens() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("it-huyen", .it, at: TestCollector.district)
            try await collector.account("xem", .viewer)
            try await collector.browsing { browser in
                try await browser.enter("xem")
                #expect(try await browser.get("/stations/tokens").status == 403)
            }
            let token = try await collector.browsing { browser in
                try await browser.enter("it-huyen")
                let page = try await browser.get("/stations/tokens")
                #expect(page.text.contains("Chưa cấp mã nào") && page.text.contains("value=\"st-31498\""))
                #expect(!page.text.contains("st-941") && page.text.contains("href=\"/stations/settings\""))
                let beyond = ["do": "issue", "site": "st-941", "days": "7"]
                #expect(try await browser.post("/stations/tokens", beyond).status == 403)
                #expect(try await browser.post("/stations/tokens", ["do": "issue", "days": "7"]).status == 422)
                let endless = ["do": "issue", "site": "st-31498", "days": "9999"]
                #expect(try await browser.post("/stations/tokens", endless).status == 400)
                try await browser.get("/stations/tokens")
                let issued = try await browser.post(
                    "/stations/tokens", ["do": "issue", "site": "st-31498", "days": "14"])
                let secret = try #require(issued.inside("token"))
                let list = try await browser.get("/stations/tokens")
                #expect(!list.text.contains(secret) && list.text.contains("Chưa dùng"))
                let second = try await browser.post(
                    "/stations/tokens", ["do": "issue", "site": "st-31498", "days": "1"])
                #expect(second.status == 200)
                let open = try collector.registry.tokens().filter { $0.state(at: collector.clock.now) == .open }
                let other = try #require(open.first { $0.expiresAt.timeIntervalSince(collector.clock.now) < 90_000 })
                #expect(open.count == 2 && other.issuedBy == "account:it-huyen")
                try await browser.get("/stations/tokens")
                let gone = try await browser.post("/stations/tokens", ["do": "revoke", "token": other.id])
                #expect(gone.location == "/stations/tokens?said=revoked")
                #expect(try await browser.post("/stations/tokens", ["do": "revoke", "token": "j-0"]).status == 404)
                return secret
            }
            #expect(JoinSecret(token) != nil)
            #expect(try collector.registry.tokens().contains { $0.state(at: collector.clock.now) == .open })
        }
    }

    @Test("One station's page has what it told and the fingerprint; who may manage it revokes it, and nobody else")
    func station() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("it", .it)
            try await collector.account("it-khac", .it, at: TestCollector.otherDistrict)
            try await collector.account("kiem-toan", .auditor)
            let station = try await collector.station()
            let now = collector.clock.now
            try collector.registry.record(
                Heartbeat(
                    version: "0.1.0", system: "Debian 12", waiting: 2, bytesWaiting: 5000, refused: 0,
                    diskFree: 20 << 30, scanners: [.init(name: "Canon <1>", isThere: false)],
                    lastScan: now.addingTimeInterval(-60), scanError: "scanner_jammed", lastError: "xyz_new"),
                of: station.id, at: now)
            let record = try #require(try collector.registry.station(station.id))
            let path = "/stations/\(station.id)"
            try await collector.browsing { browser in
                try await browser.enter("it-khac")
                #expect(try await browser.get(path).status == 404)
                #expect(try await browser.post(path, ["do": "revoke"]).status == 404)
                #expect(try await browser.get("/stations/t-ffffffffffffffff").status == 404)
            }
            try await collector.browsing { browser in
                try await browser.enter("kiem-toan")
                #expect(try await browser.get("/stations").text.contains("href=\"\(path)\""))
                let page = try await browser.get(path)
                for part in [
                    record.key.spokenFingerprint, "kẹt giấy (scanner_jammed)", "xyz_new",
                    "Canon &lt;1&gt; (không thấy)",
                    "Debian 12",
                ] { #expect(page.text.contains(part), "\(part)") }
                #expect(!page.text.contains("id=\"revoke\""))
                #expect(try await browser.post(path, ["do": "revoke"]).status == 403)
            }
            #expect(try collector.registry.station(station.id)?.standing == .active)
            try await collector.browsing { browser in
                try await browser.enter("it")
                #expect(try await browser.get(path).text.contains("id=\"revoke\""))
                #expect(try await browser.post(path, ["do": "revoke"]).location == path + "?said=revoked")
                #expect(try await browser.get(path).text.contains("Đã thu hồi"))
            }
            #expect(try collector.registry.station(station.id)?.standing == .revoked)
        }
    }

    @Test("Settings from afar are set for what one reaches, told where they are wrong, and taken back")
    func settings() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("it", .it)
            try await collector.account("it-huyen", .it, at: TestCollector.district)
            let day = CalendarDay(collector.clock.now)
            @Sendable func holds() throws -> StationSettings? {
                try collector.registry.effectiveSettings(of: TestCollector.commune, on: day)?.settings
            }
            try await collector.browsing { browser in
                try await browser.enter("it")
                try await browser.get("/stations/settings")
                for (fields, said) in [
                    (["bandwidth": "7-17"], "không phải khung giờ"), ([:], "Chưa nhập gì"),
                    (["officers": "lan.tt; Trần Thị Lan; quản lý\n\nhoa"], "dòng 3"),
                    (["officers": "lan.tt; Lan; quản lý\nLAN.TT; Lan; cán bộ"], "hai lần"),
                    (["officers": "tên; Lan; cán bộ"], "không dấu"),
                ] {
                    let answer = try await browser.post("/stations/settings", fields.merging(["do": "set"]) { $1 })
                    #expect(
                        answer.status == 422 && answer.error?.contains(said) == true, "\(said): \(answer.error ?? "")")
                    #expect(try holds() == nil)
                }
                let set = try await browser.post(
                    "/stations/settings", ["do": "set", "bandwidth": "07:00-17:00=256", "profile": "fine"])
                #expect(set.location == "/stations/settings?said=set")
            }
            try await collector.browsing { browser in
                try await browser.enter("it-huyen")
                let page = try await browser.get("/stations/settings")
                #expect(page.text.contains("07:00-17:00=256") && page.text.contains("Đặt cho: Huyện Một"))
                #expect(!page.text.contains("href=\"/stations/settings?\""), "the province's is not to change")
                #expect(try await browser.post("/stations/settings", ["do": "clear"]).status == 403)
                #expect(try await browser.get("/stations/settings?scope=st-941").status == 403)
                try await browser.get("/stations/settings")
                let officers = "lan.tt; Trần Thị Lan; Quản lý\r\nminh.nv; Nguyễn Văn Minh; cán bộ; nghỉ"
                let own = try await browser.post(
                    "/stations/settings", ["do": "set", "scope": "st-940", "officers": officers])
                #expect(own.location == "/stations/settings?scope=st-940&said=set")
                #expect(try await browser.get("/stations/settings").text.contains("Nguyễn Văn Minh; cán bộ; nghỉ"))
            }
            let both = try #require(try holds())
            #expect(both.bandwidth == "07:00-17:00=256" && both.profile == "fine")
            #expect(both.officers?.map(\.role) == ["manager", "officer"])
            #expect(both.officers?.map(\.isActive) == [true, false])
            try await collector.browsing { browser in
                try await browser.enter("it")
                try await browser.get("/stations/settings")
                #expect(try await browser.post("/stations/settings", ["do": "clear"]).status == 303)
            }
            #expect(try holds()?.bandwidth == nil)
        }
    }
}
