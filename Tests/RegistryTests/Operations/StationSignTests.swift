import Dossiers
import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("Stations from afar")
struct StationSignTests {
    @Test("Those of the offices asked for, with how they stand")
    func signs() async throws {
        try await withProvince { province throws in
            let (here, there) = (try province.station(), try province.station(at: district))
            try province.registry.markSeen(there.id, at: noon + 100)
            try province.registry.revokeStation(here.id, by: "test", at: noon)
            let all = try province.registry.stationSigns()
            #expect(all.map(\.id) == [here.id, there.id])
            #expect(all.map(\.standing) == [.revoked, .active])
            #expect(all.map(\.lastSeenAt) == [noon, noon + 100])
            #expect(all.map(\.label) == ["PC-1", "PC-1"] && all.map(\.agentVersion) == ["1.0", "1.0"])
            #expect(try province.registry.stationSigns(of: [district]).map(\.id) == [there.id])
            #expect(try province.registry.stationSigns(of: []).isEmpty)
        }
    }

    @Test("Scanners are those of the submission sealed last")
    func scanners() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            #expect(try province.registry.scannersInUse(at: station.id) == [])
            for (number, scanners) in [(1, ["Fujitsu fi-7160"]), (2, ["Canon DR", nil, "Brother ADS", "Canon DR"])] {
                let pages = scanners.enumerated().map { index, scanner in
                    var page = SampleContent.page(UInt64(10 * number + index))
                    page.scanner = scanner
                    return page
                }
                let paper = Document(
                    role: .component, type: "CCCD", authority: "pb-cm-001", level: .commune, pages: pages)
                try province.accept(station.seal("H51.18-210615-000\(number)", documents: [paper]))
            }
            #expect(try province.registry.scannersInUse(at: station.id) == ["Brother ADS", "Canon DR"])
        }
    }
}
