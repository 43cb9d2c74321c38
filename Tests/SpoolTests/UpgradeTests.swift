import ContentStore
import Dossiers
import Exchange
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Spool

/// A spool that a former version of the program wrote goes on under this one.
@Suite struct UpgradeTests {
    @Test func `Papers, sheets and a half sheet of a former version are as they were, and the queue goes on`()
        async throws
    {
        try await withScratchDirectory { directory in
            let path = directory.appending("spool")
            let pages = (1...6).map { SampleContent.page(SampleContent.bytes(UInt64($0), count: 200)) }
            try writeFormerSpool(in: path, pages)
            let office = try Office(in: path)
            for seed in 1...6 as ClosedRange<UInt64> {
                try office.spool.pages.put(SampleContent.bytes(seed, count: 200))
            }
            let code = Office.code(1)
            let dossier = try await office.dossier(code)
            #expect(dossier.papers.map { $0.pages.map(\.sheet) } == [[1, 1, 2], [3, 3, 4]])
            #expect(dossier.papers.flatMap(\.document.pages).map(\.digest) == pages.map(\.digest))
            #expect(dossier.sheetsFed == 3, "of the fourth only the front is there")
            #expect(dossier.sheetsSealed == 2)
            #expect(dossier.findings == [.halfSheet(2), .sheetCount(expected: 2, fed: 1)])
            try await office.add(7, to: code, awaitsBack: true)
            try await office.add(8, to: code, isBack: true)
            #expect(try await office.seeds(in: code) == [[1, 2, 3], [4, 5, 7, 8]])
            #expect(try await office.dossier(code).sheetsOfStack == 2)
            #expect(try await office.spool.find(ownerName: "nguyen").isEmpty, "nothing is sealed")
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.corrections.map(\.action) == [.rescanned])
            #expect(try await office.spool.find(ownerName: "nguyen").count == 2)
        }
    }

    /// A spool as version 2 of its tables has it: a dossier with two sheets sealed, one fed since, and a front alone.
    private func writeFormerSpool(in directory: FilePath, _ pages: [Page]) throws {
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        let connection = try Connection.open(path: directory.appending("spool.sqlite").string)
        for step in SpoolSchema.steps.prefix(2) { try connection.execute(step) }
        try connection.execute(
            """
            INSERT INTO dossier VALUES (1, '\(Office.code(1))', '1.001193', 'Nguyễn', NULL, 1, 'lan.tt', 2, 0, 1,
                'scanner_jammed', 1, 2);
            INSERT INTO document VALUES (7, 1, 0, 'component', 'a', NULL, NULL, NULL, 'x', 'commune', 1, 2);
            INSERT INTO document VALUES (3, 1, 1, 'component', 'b', NULL, NULL, NULL, 'x', 'commune', 1, NULL);
            """)
        let places = [(7, 0, 1), (7, 1, 1), (7, 2, 2), (3, 0, 1), (3, 1, 1), (3, 2, 2)]
        for (page, (document, position, sheet)) in zip(pages, places) {
            let description = String(decoding: try Wire.encode(page), as: UTF8.self)
            try connection.execute(
                """
                INSERT INTO page (document, position, sheet, digest, description)
                VALUES (\(document), \(position), \(sheet), '\(page.digest)', '\(description)')
                """)
        }
        try connection.execute("PRAGMA user_version = 2")
    }
}
