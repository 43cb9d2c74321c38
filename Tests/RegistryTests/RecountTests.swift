import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

struct RecountTests {
    /// An index with a corrected dossier, a result and a second dossier.
    private func withFigures<Result>(_ body: (Province) throws -> Result) async throws -> Result {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal(documents: [.component(SampleContent.page(1))])
            try province.accept(first)
            try province.accept(
                station.seal(
                    documents: [.component(SampleContent.page(1)), .result("1", SampleContent.page(2))],
                    sealedAt: noon.addingTimeInterval(60), supersedes: [first.digest]))
            try province.accept(
                station.seal(
                    "H51.18-210615-0002",
                    documents: [.component(SampleContent.page(3)), .reused("H51.18-210615-0001", from: first.digest)]))
            return try body(province)
        }
    }

    @Test("A right index has no differences")
    func right() async throws {
        try await withFigures { province in
            var differences: [RecountDifference] = []
            let summary = try province.registry.recount(by: "test", at: noon) { differences.append($0) }
            #expect(differences.isEmpty)
            #expect(summary == RecountSummary(manifests: 3, differences: 0, isRepaired: false))
        }
    }

    @Test(
        "Damage to anything derived is found and, when told to, mended",
        arguments: [
            (
                "UPDATE counter SET digitisedDossiers = digitisedDossiers + 1 WHERE grain = 'day'",
                [RecountDifference.Kind.counter]
            ),
            ("DELETE FROM counter WHERE resultsInForce > 0", [.counter]),
            ("INSERT INTO counter VALUES ('day', 'nowhere', '', 18000, 0, 5, 0, 0, 0, 0, 0, 0)", [.counter]),
            ("UPDATE dossierFact SET isDigitised = 0", [.dossier]),
            ("DELETE FROM dossierFact", [.dossier]),
            ("UPDATE dossierFact SET site = 'pb-cm-002'", [.dossier]),
            ("UPDATE dossierFact SET papers = papers + 1", [.dossier]),
            ("UPDATE dossierFact SET reusedPapers = 0", [.dossier]),
            ("INSERT INTO dossierFact VALUES ('H51-210101-0001', 'pb', 18000, 1, 0, 0, 1, 0)", [.dossier]),
            ("UPDATE dossierFact SET pages = pages + 1", [.dossier]),
            ("UPDATE resultFact SET firstDay = firstDay - 1, inForce = 0", [.result]),
            ("INSERT INTO resultFact VALUES ('x', 'a', 'commune', 'pb', 1, 1, 1)", [.result]),
            ("DELETE FROM resultFact", [.result]),
            ("UPDATE manifest SET isEffective = 1", [.effectiveness]),
            ("UPDATE dossier SET ownerName = 'Người khác'", [.statement]),
            ("UPDATE document SET inForce = 0 WHERE role = 'result'", [.statement]),
            ("DELETE FROM page WHERE position = 0", [.statement]),
            ("UPDATE document SET reusedFrom = NULL", [.statement]),
            ("DELETE FROM supersession", [.statement]),
            ("UPDATE sealing SET pages = pages + 1", [.statement]),
            ("UPDATE sealing SET day = day - 1", [.statement]),
            ("DELETE FROM sealing", [.statement]),
            ("UPDATE loadScope SET name = 'x' WHERE kind = 'officer'", [.statement, .load]),
            ("UPDATE loadScope SET kind = 'procedure', name = 'x' WHERE kind = 'officer'", [.statement, .load]),
            ("UPDATE loadScope SET name = 'x' WHERE kind = 'procedure'", [.dossier, .load]),
            ("UPDATE officerLoad SET dossiers = 0", [.load]),
            ("UPDATE storedOnDay SET bytes = bytes + 1", [.storage]),
            ("INSERT INTO storedOnDay VALUES (1, 1, 1)", [.storage]),
            ("DELETE FROM storedOnDay", [.storage]),
            ("DELETE FROM acceptance", [.acceptance]),
            ("DELETE FROM procedureLoad", [.load]),
            ("INSERT INTO officerLoad SELECT id, 18000, 1, 0, 0 FROM loadScope WHERE kind = 'officer'", [.load]),
        ])
    func damage(sql: String, kinds: [RecountDifference.Kind]) async throws {
        try await withFigures { province in
            let (before, loads) = (try province.counters(), try province.loads())
            try province.sql(sql)
            let found = try province.differences()
            #expect(Set(found.map(\.kind)) == Set(kinds))
            #expect(try province.differences() == found, "looking must not mend")
            let summary = try province.registry.recount(repair: true, by: "admin", at: noon) { _ in }
            #expect(summary.isRepaired)
            #expect(summary.differences == found.count)
            #expect(try province.differences().isEmpty)
            #expect(try province.counters() == before)
            #expect(try province.loads() == loads)
            #expect(try province.registry.auditTrail(subject: "index").map(\.action) == ["recount.repair"])
        }
    }

    @Test("A manifest that cannot be read stops the recount: the figures would be wrong unseen")
    func unreadable() async throws {
        try await withFigures { province throws in
            try province.sql("UPDATE manifest SET envelope = X'00' WHERE sequence = 3")
            #expect(throws: RegistryError.self) { try province.differences() }
            #expect(throws: RegistryError.self) {
                _ = try province.registry.recount(repair: true, by: "admin", at: noon) { _ in }
            }
            #expect(try !province.counters().isEmpty)
        }
    }

    @Test("Counters that would fall below nought stop the transaction, and nothing of it is kept")
    func belowNought() async throws {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal(documents: [
                .component(SampleContent.page(1)), .result("1", SampleContent.page(2)),
            ])
            try province.accept(first)
            try province.sql("DELETE FROM counter")
            let second = station.seal(
                documents: [.component(SampleContent.page(3))], sealedAt: noon.addingTimeInterval(60),
                supersedes: [first.digest])
            try province.announce(second)
            let error = #expect(throws: RegistryError.self) {
                _ = try province.registry.complete(second.digest, terms: province.terms())
            }
            #expect(error?.description.contains("recount") == true)
            #expect(try province.registry.submission(second.digest, of: commune)?.state == .announced)
            _ = try province.registry.recount(repair: true, by: "admin", at: noon) { _ in }
            // And so do sums of work.
            try province.sql("DELETE FROM officerLoad")
            #expect(throws: RegistryError.self) {
                _ = try province.registry.complete(second.digest, terms: province.terms())
            }
            _ = try province.registry.recount(repair: true, by: "admin", at: noon) { _ in }
            #expect(try province.registry.complete(second.digest, terms: province.terms())?.state == .complete)
            #expect(try province.differences().isEmpty)
        }
    }
}
