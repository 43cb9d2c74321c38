import ContentStore
import Dossiers
import Exchange
import Foundation
import Spool
import SystemPackage
import TestSupport
import Testing

/// Which paper a scanned page belongs to.
@Suite struct PapersTests {
    private let code = Office.code(1)

    @Test func `Each paper takes its number of sheets, the last all that follow`() async throws {
        try await withOffice { office in
            try await office.open(
                code, [Office.paper("a", sheets: 2), Office.paper("b", sheets: 1), Office.paper("c")])
            for seed in 1...6 { try await office.scan(UInt64(seed), into: code) }
            #expect(try await office.seeds(in: code) == [[1, 2], [3], [4, 5, 6]])
            #expect(try await office.dossier(code).sheetsFed == 6)
        }
    }

    @Test func `Past the last counted sheet pages go to the last paper`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b", sheets: 1)])
            for seed in 1...4 { try await office.scan(UInt64(seed), into: code) }
            #expect(try await office.seeds(in: code) == [[1], [2, 3, 4]])
        }
    }

    @Test func `A back goes where its front went, and counts as no sheet`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b", sheets: 2)])
            for sheet in 1...3 as ClosedRange<UInt64> {
                try await office.scan(sheet * 10, into: code, awaitsBack: true)
                try await office.scan(sheet * 10 + 1, into: code, isBack: true)
            }
            #expect(try await office.seeds(in: code) == [[10, 11], [20, 21, 30, 31]])
            let dossier = try await office.dossier(code)
            #expect(dossier.sheetsFed == 3)
            #expect(dossier.pageCount == 6)
            #expect(!dossier.isWithinSheet)
        }
    }

    @Test func `The running number of a page counts over all papers`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b")])
            for number in 1...3 {
                let bytes = SampleContent.bytes(UInt64(number), count: 50)
                try office.spool.pages.put(bytes)
                #expect(
                    try await office.spool.addPage(SampleContent.page(bytes), to: code, startsSheet: true).number
                        == number)
            }
        }
    }

    @Test func `After an interruption pages go on in order, and papers are not doubled`() async throws {
        try await withOffice { office in
            let papers = [Office.paper("a", sheets: 3), Office.paper("b")]
            try await office.open(code, papers, sheets: 5)
            for seed in 1...2 { try await office.scan(UInt64(seed), into: code) }
            try await office.spool.setInterruption("scanner_jammed", isWithinSheet: false, of: code)
            #expect(try await office.dossier(code).interruption == "scanner_jammed")
            // The same command again, by another process after a restart.
            let later = try office.otherProcess()
            try await later.open(code, papers)
            for seed in 3...5 { try await later.scan(UInt64(seed), into: code) }
            try await later.spool.setInterruption(nil, isWithinSheet: false, of: code)
            #expect(try await later.seeds(in: code) == [[1, 2, 3], [4, 5]])
            let dossier = try await later.dossier(code)
            #expect(dossier.sheetsExpected == 5, "the count given at first still holds")
            #expect(dossier.interruption == nil)
            try await later.seal(code)
        }
    }

    @Test func `A sheet whose back never came is fed again, and its front is replaced`() async throws {
        try await withOffice { office in
            try await office.open(code, sheets: 2)
            try await office.scan(10, into: code, awaitsBack: true)
            try await office.scan(11, into: code, isBack: true)
            try await office.scan(20, into: code, awaitsBack: true)
            // Here the power fails: nobody notes anything any more.
            let later = try office.otherProcess()
            #expect(try await later.dossier(code).isWithinSheet)
            #expect(try await later.dossier(code).sheetsFed == 1, "the next sheet to feed is the second")
            try await later.scan(21, into: code, awaitsBack: true)
            try await later.scan(22, into: code, isBack: true)
            #expect(try await later.seeds(in: code) == [[10, 11, 21, 22]])
            let dossier = try await later.dossier(code)
            #expect(dossier.sheetsFed == 2)
            #expect(dossier.papers[0].document.pages.map(\.flags) == [[], [], [.rescanned], []])
            try await later.seal(code)
        }
    }

    @Test func `A dossier with half a sheet is not sealed, and what is sealed is never taken for half a sheet`()
        async throws
    {
        try await withOffice { office in
            try await office.open(code)
            try await office.scan(10, into: code)
            try await office.spool.setInterruption("crash", isWithinSheet: true, of: code)
            await #expect {
                try await office.seal(code)
            } throws: { error in
                if case SpoolError.halfSheet(code, sheet: 1) = error { true } else { false }
            }
            try await office.scan(10, into: code)
            try await office.seal(code)
            #expect(try await office.dossier(code).interruption == nil)
            try await office.open(code, [Office.paper("b")], extending: true)
            try await office.scan(20, into: code)
            #expect(try await office.seeds(in: code) == [[10], [20]])
        }
    }

    @Test func `Papers added to a sealed dossier take the pages scanned from then on`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 5), Office.paper("b")])
            for seed in 1...6 { try await office.scan(UInt64(seed), into: code) }
            try await office.seal(code)
            try await office.open(code, [Office.paper("c", sheets: 1), Office.paper("d")], extending: true)
            for seed in 7...9 { try await office.scan(UInt64(seed), into: code) }
            #expect(try await office.seeds(in: code) == [[1, 2, 3, 4, 5], [6], [7], [8, 9]])
        }
    }

    @Test func `A paper that had fewer sheets than counted takes none of a further submission`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 5)])
            try await office.scan(1, into: code)
            try await office.seal(code)
            try await office.open(code, [Office.paper("b")], extending: true)
            try await office.scan(2, into: code)
            #expect(try await office.seeds(in: code) == [[1], [2]])
        }
    }

    @Test func `Pages scanned into a dossier opened again without new papers go to the last one`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b", sheets: 1)])
            for seed in 1...2 { try await office.scan(UInt64(seed), into: code) }
            try await office.seal(code)
            try await office.open(code, [], extending: true)
            try await office.scan(3, into: code)
            #expect(try await office.seeds(in: code) == [[1], [2, 3]])
        }
    }

    @Test func `Papers added to an open dossier come after those that have pages`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a")])
            for seed in 1...2 { try await office.scan(UInt64(seed), into: code) }
            try await office.open(code, [Office.paper("a"), Office.paper("b")])
            try await office.scan(3, into: code)
            // The same command again after an interruption.
            try await office.open(code, [Office.paper("a"), Office.paper("b")])
            try await office.scan(4, into: code)
            #expect(try await office.seeds(in: code) == [[1, 2], [3, 4]])
        }
    }

    @Test func `A paper that takes all that follow stands last, or the rest would never get pages`() async throws {
        try await withOffice { office in
            await #expect {
                try await office.open(code, [Office.paper("a"), Office.paper("b")])
            } throws: { error in
                "\(error)" == "sheets must be given for every paper but the last"
            }
            #expect(try await office.spool.dossier(code) == nil, "nothing is half opened")
            try await office.open(code, [Office.paper("a")])
            await #expect(throws: SpoolError.self) { try await office.open(code, [Office.paper("b")]) }
            // The count given now puts the first right.
            try await office.open(code, [Office.paper("a", sheets: 1), Office.paper("b")])
            for seed in 1...3 { try await office.scan(UInt64(seed), into: code) }
            #expect(try await office.seeds(in: code) == [[1], [2, 3]])
        }
    }

    @Test func `Two papers alike are two papers`() async throws {
        try await withOffice { office in
            let papers = [Office.paper("a", sheets: 1), Office.paper("a", sheets: 1)]
            try await office.open(code, papers)
            try await office.scan(1, into: code)
            try await office.open(code, papers)
            try await office.scan(2, into: code)
            #expect(try await office.seeds(in: code) == [[1], [2]])
        }
    }

    @Test func `The same bytes again are flagged and kept`() async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 2), Office.paper("b")])
            for seed in [1, 1, 1, 2] as [UInt64] { try await office.scan(seed, into: code) }
            let flags = try await office.dossier(code).papers.map { $0.document.pages.map(\.flags) }
            #expect(flags == [[[], [.repeated]], [[.repeated], []]])
        }
    }

    @Test func `A page is taken only when its bytes are in the store`() async throws {
        try await withOffice { office in
            try await office.open(code)
            let page = SampleContent.page(77)
            await #expect {
                try await office.spool.addPage(page, to: code, startsSheet: true)
            } throws: { error in
                if case SpoolError.store(.missing(page.digest)) = error { true } else { false }
            }
            #expect(try await office.dossier(code).pageCount == 0)
        }
    }

    @Test func `A page that no manifest could name is refused before the next one is scanned`() async throws {
        try await withOffice { office in
            try await office.open(code)
            let bytes = SampleContent.bytes(1)
            try office.spool.pages.put(bytes)
            let changes: [(inout Page) -> Void] = [
                { $0.scanner = "Vendor\tModel" }, { $0.scanner = String(repeating: "x", count: 201) },
                { $0.resolution = 0 }, { $0.width = 0 }, { $0.height = 65_501 }, { $0.byteLength = 0 },
                { $0.mediaType = "" },
            ]
            for change in changes {
                var page = SampleContent.page(bytes)
                change(&page)
                await #expect {
                    try await office.spool.addPage(page, to: code, startsSheet: true)
                } throws: { error in
                    if case SpoolError.unacceptable(field: "page", _, _) = error { true } else { false }
                }
            }
            try await office.scan(1, into: code)
            try await office.seal(code)
        }
    }

    @Test func `Pages need an open dossier`() async throws {
        try await withOffice { office in
            await #expect {
                try await office.scan(1, into: code)
            } throws: { error in
                if case SpoolError.dossierNotFound(code) = error { true } else { false }
            }
            try await office.open(code, [])
            await #expect {
                try await office.scan(1, into: code)
            } throws: { error in
                "\(error)" == "documents are missing: name at least one paper"
            }
            try await office.open(code)
            try await office.scan(1, into: code)
            try await office.seal(code)
            for action in ["scan", "open"] {
                await #expect {
                    if action == "scan" { try await office.scan(2, into: code) } else { try await office.open(code) }
                } throws: { error in
                    if case SpoolError.dossierIsSealed(code) = error { true } else { false }
                }
            }
        }
    }
}
