import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("An index of an earlier version")
struct MigrationTests {
    @Test("What the first version kept is found by owner, site and identity number, and a recount agrees")
    func fromTheFirst() async throws {
        try await withTemporaryDirectory { folder in
            // A whole index, whose last steps are taken back: as the first version of it would have been.
            let province = try Province(at: folder)
            var station = try province.station()
            try province.accept(
                station.seal(documents: [.result("1", SampleContent.page(1))]) {
                    $0.dossier.owner.identityNumber = "094123456789"
                })
            try province.takeBackDossiersOnce()
            try province.sql(
                """
                CREATE TABLE former (
                    manifest INTEGER NOT NULL PRIMARY KEY REFERENCES manifest (id),
                    procedure TEXT NOT NULL, ownerName TEXT NOT NULL, ownerSearchKey TEXT NOT NULL,
                    ownerIdentityNumber TEXT, componentsComplete INTEGER NOT NULL) STRICT;
                INSERT INTO former SELECT manifest, procedure, ownerName, ownerSearchKey, '094123456789',
                    componentsComplete FROM dossier;
                DROP TABLE dossier;
                DROP TABLE ownerWord;
                DROP TABLE nameWord;
                DROP INDEX documentByType;
                DROP INDEX documentByReuse;
                DROP TABLE opening;
                DROP INDEX manifestBySite;
                DROP INDEX manifestByArrival;
                DROP INDEX IF EXISTS dossierFactBySite;
                DROP INDEX resultFactBySite;
                DROP INDEX resultFactByAuthority;
                ALTER TABLE former RENAME TO dossier;
                CREATE INDEX dossierByOwner ON dossier (ownerSearchKey);
                DROP TABLE procedurePaper;
                DROP TABLE procedure;
                DELETE FROM grdb_migrations WHERE identifier IN ('3 lookups and catalogue', '8 search');
                """)
            try province.registry.close()

            let again = try Province(reopening: folder, key: province.collectorKey)
            for lookup in [
                Lookup(operatorName: "canbo", ownerName: "nguyen thi anh"),
                Lookup(operatorName: "canbo", identityNumber: "094123456789"),
            ] {
                #expect(try again.registry.lookUp(lookup, from: station.id, of: commune, at: noon).papers.count == 1)
            }
            #expect(try again.registry.dossiers(DossierQuery(ownerName: "thi anh")).dossiers.count == 1)
            #expect(try again.differences().isEmpty)
            #expect(try again.registry.integrityProblems().isEmpty)
            #expect(try again.registry.procedures().isEmpty)
            try again.registry.close()
        }
    }

    @Test("Dossiers that were counted once for each site count once, with their papers, and a recount agrees")
    func dossiersOnce() async throws {
        try await withTemporaryDirectory { folder in
            let province = try Province(at: folder)
            var (here, there) = (try province.station(), try province.station(at: district))
            func component(_ page: UInt64, number: String? = nil) -> Document {
                var document = Document.component(SampleContent.page(page))
                document.number = number
                return document
            }
            let shared = "H51.18-210615-0001"
            try province.accept(
                there.seal(shared, documents: [component(1), component(2, number: "7")], isComplete: true))
            let early = noon.addingTimeInterval(-40 * 86_400)
            let first = here.seal(
                shared, documents: [.reused("H51.18-210301-0009", from: SampleContent.page(9).digest), component(3)],
                sealedAt: early, isComplete: false)
            try province.accept(first)
            // Superseded: its papers do not count any more, and the day and the office remain.
            try province.accept(
                here.seal(
                    shared,
                    documents: [
                        .reused("H51.18-210301-0009", from: SampleContent.page(9).digest), component(3), component(4),
                        .result("5", SampleContent.page(5)),
                    ], isComplete: false, supersedes: [first.digest]))
            // A code that names no day, and a dossier without components.
            try province.accept(there.seal("H51.18-999999-0001", documents: [component(6)], sealedAt: early))
            try province.accept(
                here.seal("H51.18-999999-0001", documents: [.result("6", SampleContent.page(7))]))
            let counters = try province.counters()
            let june = CalendarDay("2021-06-01")!
            #expect(try province.counter(.dossiers, commune.rawValue, from: june) == 1)
            #expect(try province.counter(.digitisedDossiers, commune.rawValue, from: june) == 1)
            // Two of a kind without number, one with, and one reused.
            #expect(try province.counter(.componentPapers, commune.rawValue, from: june) == 4)
            #expect(try province.counter(.reusedPapers, commune.rawValue, from: june) == 1)

            try province.takeBackDossiersOnce()
            let former = try province.registry.pool.read { db in
                try Int.fetchOne(db, sql: "SELECT sum(value) FROM counter WHERE measure = 'dossiers'")
            }
            let days = counters.filter { $0.key.grain == .day }
            #expect(try #require(former) > days.values.reduce(0) { $0 + $1[.dossiers] })
            try province.registry.close()
            let again = try Province(reopening: folder, key: province.collectorKey)
            #expect(try again.counters() == counters)
            #expect(try again.differences().isEmpty)
            #expect(try again.registry.integrityProblems().isEmpty)
            try again.registry.close()
        }
    }

    @Test("Who sealed what was accepted before is read from the envelopes, and a recount agrees")
    func loadsOfBefore() async throws {
        try await withTemporaryDirectory { folder in
            let province = try Province(at: folder)
            var (here, there) = (try province.station(), try province.station(at: district))
            let first = here.seal(documents: [.component(SampleContent.page(1), SampleContent.page(2))])
            try province.accept(first)
            try province.accept(
                here.seal(
                    documents: [.component(SampleContent.page(3))], sealedAt: noon.addingTimeInterval(90_000),
                    isComplete: false, supersedes: [first.digest]
                ) {
                    $0.operatorName = "bình"
                    $0.dossier.procedure = "2.000889"
                })
            // The same again, and a dossier of both offices.
            try province.accept(
                here.seal(
                    documents: [.component(SampleContent.page(3))], sealedAt: noon.addingTimeInterval(95_000),
                    isComplete: false
                ) {
                    $0.operatorName = "an"
                    $0.dossier.procedure = "2.000889"
                })
            try province.accept(
                there.seal(documents: [.result("1", SampleContent.page(4))], sealedAt: noon.addingTimeInterval(-60)))
            try province.announce(
                here.seal("H51.18-210615-0009", documents: [.component(SampleContent.page(5))]),
                terms: province.terms { _, _ in false })
            let loads = try province.loads()
            // A day of each who sealed something that counts, and the procedure at the office that was first.
            #expect(loads.count == 4)

            try province.takeBackLoads()
            try province.registry.close()
            let again = try Province(reopening: folder, key: province.collectorKey)
            #expect(try again.loads() == loads)
            #expect(try again.differences().isEmpty)
            #expect(try again.registry.integrityProblems().isEmpty)

            // One envelope that is damaged does not keep the index shut: `verify` tells of it.
            try again.takeBackLoads()
            try again.sql("UPDATE manifest SET envelope = X'00' WHERE site = 'pb-d01'")
            try again.registry.close()
            let third = try Province(reopening: folder, key: province.collectorKey)
            let unknown = LoadScope(.officer, "", at: district)
            #expect(try third.loads()[LoadKey(scope: unknown, day: CalendarDay(noon))]?.dossiers == 1)
            #expect(try third.loads().count == 4)
            #expect(throws: RegistryError.self) { try third.differences() }
            try third.registry.close()
        }
    }

    @Test("Figures that were imported before approvals count as approved, with who imported them and when")
    func baselinesOfBefore() async throws {
        try await withTemporaryDirectory { folder in
            let province = try Province(at: folder)
            try province.sql(
                """
                CREATE TABLE baseline (
                    indicator TEXT NOT NULL, scopeKind TEXT NOT NULL, scope TEXT NOT NULL, period TEXT NOT NULL,
                    firstDay INTEGER NOT NULL, lastDay INTEGER NOT NULL, denominator INTEGER NOT NULL,
                    reportedNumerator INTEGER, source TEXT NOT NULL, importedAt INTEGER NOT NULL,
                    importedBy TEXT NOT NULL, PRIMARY KEY (indicator, scopeKind, scope, period)) STRICT, WITHOUT ROWID;
                INSERT INTO baseline VALUES
                    ('R1', 'level', 'commune', '2020', 18262, 18627, 541244, 148807, 'kế hoạch', 1600000000, 'an'),
                    ('R3', 'site', 'pb-d01', '2021', 18628, 18992, 90, NULL, 'báo cáo', 1600000000, 'an'),
                    ('R3', 'site', 'province:000.00.03.H51', '2021', 18628, 18992, 7, NULL, 'x', 1600000001, 'bình');
                DROP TABLE baselineDecision; DROP TABLE baselineEntry; DROP TABLE baselineBatch;
                DROP TABLE approvalRule; DROP TABLE succession; DROP TABLE dueRule;
                ALTER TABLE siteFact DROP COLUMN organisationCode;
                ALTER TABLE target DROP COLUMN otherBasis; ALTER TABLE target DROP COLUMN otherPermille;
                DELETE FROM grdb_migrations WHERE identifier IN ('5 succession and approvals', '10 withdrawals');
                """)
            try province.registry.close()

            let again = try Province(reopening: folder, key: province.collectorKey).registry
            let figures = try again.baselines().map { "\($0.indicator.rawValue) \($0.scope) \($0.denominator)" }
            #expect(figures == ["R1 level:commune 541244", "R3 pb-d01 90", "R3 province:000.00.03.H51 7"])
            #expect(try again.pendingBaselines().isEmpty)
            let history = try again.baselineHistory(of: .authority("000.00.03.H51", .province), in: .inForce)
            #expect(history.map(\.importedBy) == ["bình"])
            #expect(history.map(\.importedAt.timeIntervalSince1970) == [1_600_000_001])
            #expect(history.allSatisfy { $0.stands && $0.decision?.isApproved == true })
            #expect(try again.dueRules().map(\.form) == [.quarter, .half, .year])
            #expect(try again.integrityProblems().isEmpty)
            try again.close()
        }
    }

    @Test("Batches and decisions are only added to", arguments: ["baselineBatch", "baselineEntry", "baselineDecision"])
    func onlyAdded(_ table: String) async throws {
        try await withProvince { province in
            try province.sql(
                """
                INSERT INTO baselineBatch VALUES (1, 'f', 0, 'an');
                INSERT INTO baselineEntry VALUES (1, 1, 'R1', 'level', 'commune', '2021', 18628, 18992, 5, NULL, 'x', 0);
                INSERT INTO baselineDecision VALUES (1, 1, 0, 'bình', '');
                """)
            #expect(throws: (any Error).self) { try province.sql("DELETE FROM \(table)") }
            let column = table == "baselineBatch" ? "file" : table == "baselineEntry" ? "source" : "reason"
            #expect(throws: (any Error).self) { try province.sql("UPDATE \(table) SET \(column) = 'y'") }
            #expect(try province.registry.baselines().map(\.denominator) == [5])
        }
    }

    @Test("A recount finds a dossier that stands at the wrong site, and mends it")
    func wrongSite() async throws {
        try await withProvince { province in
            var station = try province.station()
            try province.accept(station.seal(documents: [.component(SampleContent.page(1))]))
            try province.sql("UPDATE dossier SET site = 'pb-cm-002'")
            #expect(try province.differences().map(\.kind) == [.statement])
            _ = try province.registry.recount(repair: true, by: "test", at: noon) { _ in }
            #expect(try province.differences().isEmpty)
        }
    }
}

extension Province {
    /// Takes the fourth step back: facts and counters of dossiers are then those of each site by itself.
    fileprivate func takeBackDossiersOnce() throws {
        try sql(
            """
            CREATE TABLE former (
                site TEXT NOT NULL REFERENCES site (id),
                dossierCode TEXT NOT NULL,
                day INTEGER NOT NULL,
                isDigitised INTEGER NOT NULL CHECK (isDigitised IN (0, 1)),
                PRIMARY KEY (site, dossierCode)) STRICT, WITHOUT ROWID;
            INSERT INTO former
                SELECT manifest.site, manifest.dossierCode,
                    CASE WHEN manifest.dossierCode LIKE '%-999999-%' THEN (min(sealedAt) + 7 * 3600) / 86400
                        ELSE (SELECT day FROM dossierFact AS fact WHERE fact.dossierCode = manifest.dossierCode) END,
                    max(isEffective AND componentsComplete AND EXISTS (
                        SELECT 1 FROM document WHERE document.manifest = manifest.id AND role = 'component'))
                FROM manifest JOIN dossier ON dossier.manifest = manifest.id WHERE state = 'complete'
                GROUP BY manifest.site, manifest.dossierCode;
            DROP TABLE dossierFact;
            ALTER TABLE former RENAME TO dossierFact;
            \(Self.withoutLoads)
            \(Self.countersByMeasure)
            INSERT INTO counter SELECT 'dossiers', site, '', 'day', day, count(*) FROM dossierFact GROUP BY site, day;
            INSERT INTO counter SELECT 'R1', site, '', 'day', day, count(*) FROM dossierFact WHERE isDigitised
                GROUP BY site, day;
            DELETE FROM grdb_migrations
                WHERE identifier IN ('4 dossiers once', '13 counters by year', '15 counters in rows');
            """)
    }

    /// One row for each measure, by day and by month; those of dossiers are left out.
    private static let countersByMeasure = """
        CREATE TABLE counterByMeasure (
            measure TEXT NOT NULL, scope TEXT NOT NULL, level TEXT NOT NULL, grain TEXT NOT NULL,
            start INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (measure, grain, scope, level, start)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO counterByMeasure
            SELECT column1, scope, level, grain, start,
                CASE column1 WHEN 'R2' THEN digitisedResults WHEN 'R3' THEN resultsInForce
                    WHEN 'submissions' THEN submissions ELSE pages END AS value
            FROM counter, (VALUES ('R2'), ('R3'), ('submissions'), ('pages')) WHERE grain <> 'year' AND value > 0;
        DROP TABLE counter;
        ALTER TABLE counterByMeasure RENAME TO counter;
        """

    private static let withoutLoads = """
        DROP TABLE procedureLoad;
        DROP TABLE officerLoad;
        DROP TABLE sealing;
        DROP TABLE loadScope;
        DELETE FROM grdb_migrations WHERE identifier = '12 loads';
        """

    /// Takes the twelfth step back: nothing is known of officers then.
    fileprivate func takeBackLoads() throws {
        try sql(
            """
            CREATE TABLE former (
                dossierCode TEXT NOT NULL PRIMARY KEY,
                site TEXT NOT NULL REFERENCES site (id),
                day INTEGER NOT NULL,
                isDigitised INTEGER NOT NULL,
                papers INTEGER NOT NULL,
                reusedPapers INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            INSERT INTO former SELECT dossierCode, site, day, isDigitised, papers, reusedPapers FROM dossierFact;
            DROP TABLE dossierFact;
            ALTER TABLE former RENAME TO dossierFact;
            CREATE INDEX dossierFactBySite ON dossierFact (site, day, dossierCode);
            \(Self.withoutLoads)
            """)
    }
}
