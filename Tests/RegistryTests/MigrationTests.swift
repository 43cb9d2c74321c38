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
            // A whole index, whose last steps are taken back: as the first version would have made it.
            let province = try Province(at: folder)
            var station = try province.station()
            try province.accept(
                station.seal(documents: [.result("1", SampleContent.page(1))]) {
                    $0.dossier.owner.identityNumber = "094123456789"
                })
            try province.sql(
                """
                CREATE TABLE former (
                    manifest INTEGER NOT NULL PRIMARY KEY REFERENCES manifest (id),
                    procedure TEXT NOT NULL, ownerName TEXT NOT NULL, ownerSearchKey TEXT NOT NULL,
                    ownerIdentityNumber TEXT, componentsComplete INTEGER NOT NULL) STRICT;
                INSERT INTO former SELECT manifest, procedure, ownerName, ownerSearchKey, ownerIdentityNumber,
                    componentsComplete FROM dossier;
                DROP TABLE dossier;
                ALTER TABLE former RENAME TO dossier;
                CREATE INDEX dossierByOwner ON dossier (ownerSearchKey);
                DROP TABLE procedurePaper;
                DROP TABLE procedure;
                DELETE FROM grdb_migrations WHERE identifier = '3 lookups and catalogue';
                """)
            try province.registry.close()

            let again = try Province(reopening: folder)
            for lookup in [
                Lookup(operatorName: "canbo", ownerName: "nguyen thi anh"),
                Lookup(operatorName: "canbo", identityNumber: "094123456789"),
            ] {
                #expect(try again.registry.lookUp(lookup, from: station.id, of: commune, at: noon).papers.count == 1)
            }
            #expect(try again.registry.dossiers(DossierQuery(ownerName: "thi anh")).count == 1)
            #expect(try again.differences().isEmpty)
            #expect(try again.registry.integrityProblems().isEmpty)
            #expect(try again.registry.procedures().isEmpty)
            try again.registry.close()
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
