import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("The stations page", .timeLimit(.minutes(2)))
struct StationsTests {
    @Test("What stands out comes first, filters narrow, and the file has every station")
    func fleet() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("it", .it)
            try await collector.account("quan.ly", .siteManager, at: TestCollector.commune)
            let full = try await collector.station()
            let fine = try await collector.station(at: TestCollector.otherCommune)
            let now = collector.clock.now
            try collector.registry.record(
                Heartbeat(
                    version: "0.1.0", diskFree: 20 << 30, scanners: [.init(name: "=HYPERLINK(1)", isThere: true)]),
                of: fine.id, at: now)
            try collector.registry.record(
                Heartbeat(version: "0.1.0", refused: 2, diskFree: 300 << 20), of: full.id, at: now)
            try await collector.browsing { browser in
                try await browser.enter("it")
                let page = try await browser.get("/stations")
                #expect(page.status == 200)
                let first = try #require(page.text.firstRange(of: "Sắp đầy đĩa: còn"))
                let second = try #require(page.text.firstRange(of: "pill good"))
                #expect(first.lowerBound < second.lowerBound)
                #expect(page.text.contains("Bị từ chối: 2 hồ sơ"))
                #expect(page.text.contains("1 trong 2 trạm cần chú ý"))
                #expect(page.text.contains("/stations?concern=disk-low"))
                #expect(!page.text.contains("concern=silent"), "nobody is silent")
                let narrowed = try await browser.get("/stations?concern=refused")
                #expect(!narrowed.text.contains("pill good"))
                let file = try await browser.get("/stations.csv")
                #expect(file.text.contains("\r\n\(full.id),"))
                #expect(file.text.contains("disk-low refused"))
                #expect(file.text.contains("'=HYPERLINK(1)"), "no formula for a spreadsheet")
            }
            try await collector.browsing { browser in
                try await browser.enter("quan.ly")
                let page = try await browser.get("/stations")
                #expect(page.text.contains("Bị từ chối: 2 hồ sơ") && !page.text.contains("pill good"), "the own office")
                #expect(try await !browser.get("/stations.csv").text.contains(fine.id.rawValue))
            }
        }
    }

    @Test("Each concern begins at its number and not before")
    func thresholds() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let limits = FleetThresholds()
        func concerns(
            seen: Double = 0, version: String = "1.10.0", standing: StationRecord.Standing = .active,
            _ change: (inout Heartbeat) -> Void = { _ in }
        ) -> [StationConcern] {
            var beat = Heartbeat(version: version, diskFree: 1 << 30)
            change(&beat)
            let sign = StationSign(
                id: StationID(), site: TestCollector.commune, label: "x", agentVersion: version, enrolledAt: now,
                lastSeenAt: now.addingTimeInterval(-seen), standing: standing)
            return limits.concerns(
                of: StationHealth(sign: sign, heard: .init(at: now, beat: beat, scanErrorSince: nil)),
                newest: VersionNumber("1.10.0"), at: now)
        }
        #expect(concerns() == [])
        #expect(concerns(seen: 3 * 86_400 - 1) == [])
        #expect(concerns(seen: 3 * 86_400) == [.silent])
        #expect(concerns(seen: 3 * 86_400, standing: .replaced) == [])
        #expect(concerns(version: "1.9.3") == [.oldVersion])
        #expect(concerns { $0.diskFree = (1 << 30) - 1 } == [.diskLow])
        #expect(concerns { $0.clockOffset = -300 } == [])
        #expect(concerns { $0.clockOffset = -301 } == [.clock])
        #expect(concerns { $0.oldestWaiting = now.addingTimeInterval(-86_399) } == [])
        #expect(concerns { $0.oldestWaiting = now.addingTimeInterval(-86_400) } == [.stuck])
        #expect(concerns { $0.lastError = "station_revoked" } == [])
        #expect(
            concerns {
                $0.lastError = "station_revoked"
                $0.waiting = 1
            } == [.stuck])
        #expect(concerns { $0.scanError = "cancelled" } == [])
        #expect(concerns { $0.scanError = "crash" } == [.scanner])
        #expect(concerns { $0.scanners = [.init(name: "a", isThere: nil)] } == [])
        #expect(
            concerns { $0.scanners = [.init(name: "a", isThere: false), .init(name: "b", isThere: true)] } == [])
        #expect(concerns { $0.scanners = [.init(name: "a", isThere: false)] } == [.scanner])
        #expect(
            concerns {
                $0.refused = 1
                $0.isPaused = true
                $0.settingsError = "settings_older"
            } == [.refused, .paused, .settings])
    }
}
