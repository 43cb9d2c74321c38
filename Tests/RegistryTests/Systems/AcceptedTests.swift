import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("Dossiers in the order of acceptance", .timeLimit(.minutes(2)))
struct AcceptedTests {
    @Test("A dossier stands once at each site, where its last submission was accepted; what was refused does not count")
    func order() async throws {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal("H51-210615-0001", documents: [.component(SampleContent.page(1))])
            try province.accept(first)
            try province.accept(station.seal("H51-210615-0002", documents: [.component(SampleContent.page(2))]))
            let announced = station.seal("H51-210615-0003", documents: [.component(SampleContent.page(3))])
            try province.announce(announced, terms: province.terms { _, _ in false })
            func numbers(after: Int = 0) throws -> [String] {
                try province.registry.acceptedDossiers(AcceptedQuery(after: after)).dossiers.map {
                    "\($0.code.rawValue.suffix(4)):\($0.receipt):\($0.submissions)"
                }
            }
            #expect(try numbers() == ["0001:1:1", "0002:2:1"])
            try province.accept(
                station.seal(
                    "H51-210615-0001", documents: [.component(SampleContent.page(4))], supersedes: [first.digest]))
            #expect(try numbers() == ["0002:2:1", "0001:3:2"])
            #expect(try numbers(after: 2) == ["0001:3:2"])
            #expect(try numbers(after: 3) == [])
        }
    }

    @Test("An older index learns the order when it is opened")
    func migration() async throws {
        try await withProvince { province in
            var station = try province.station()
            for (number, code) in [1, 2, 1].enumerated() {
                try province.accept(
                    station.seal(
                        "H51-210615-000\(code)", documents: [.component(SampleContent.page(UInt64(number + 1)))]))
            }
            let before = try province.registry.acceptedDossiers(AcceptedQuery())
            #expect(before.dossiers.map(\.receipt) == [2, 3])
            try province.sql(
                """
                DROP TRIGGER dossierAccepted; DROP TABLE acceptance; DROP TABLE system; DROP TABLE webhookMessage;
                DROP TABLE webhook; DELETE FROM grdb_migrations WHERE identifier = '11 systems and webhooks';
                """)
            try province.registry.close()
            let again = try Province(reopening: province.folder, key: province.collectorKey).registry
            #expect(try again.acceptedDossiers(AcceptedQuery()) == before)
            #expect(try again.integrityProblems().isEmpty)
            try again.close()
        }
    }

    @Test("One call looks at so many and no more, and goes on where it ended")
    func bounded() async throws {
        try await withProvince { province in
            let station = try province.station()
            let count = AcceptedPage.mostSeen + 5
            try province.sql(
                """
                INSERT INTO manifest (digest, station, sequence, site, dossierCode, contentDigest, sealedAt, announcedAt,
                        state, isEffective, envelope)
                    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                    SELECT randomblob(32), '\(station.id)', i, '\(commune)', printf('H51-210615-%06d', i), randomblob(32),
                        i, i, 'complete', 1, x'00' FROM n;
                INSERT INTO receipt (number, manifest, outcome, issuedAt, envelope)
                    SELECT sequence, id, 'accepted', 1700000000 + sequence * 1000, x'00' FROM manifest;
                """)
            let none = AcceptedQuery(procedure: "none", limit: 500)
            let first = try province.registry.acceptedDossiers(none)
            #expect((first.dossiers.count, first.reached, first.hasMore) == (0, AcceptedPage.mostSeen, true))
            let second = try province.registry.acceptedDossiers(AcceptedQuery(procedure: "none", after: first.reached))
            #expect((second.dossiers.count, second.reached, second.hasMore) == (0, count, false))
            // By days it is not walked from the beginning: the last are found in one call.
            let day = CalendarDay(Date(seconds: 1_700_000_000 + (count - 100) * 1000))
            let last = try province.registry.acceptedDossiers(
                AcceptedQuery(accepted: .init(first: day, last: day), limit: 500))
            let expected = (1...count).filter { CalendarDay(Date(seconds: 1_700_000_000 + $0 * 1000)) == day }
            #expect(last.dossiers.map(\.receipt) == expected && !last.hasMore && expected.count > 80)
            let some = try province.registry.acceptedDossiers(AcceptedQuery(sites: [commune, district], limit: 3))
            #expect(some.dossiers.map(\.receipt) == [1, 2, 3] && some.hasMore)
        }
    }
}
