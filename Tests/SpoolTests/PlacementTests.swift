import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// Where a page goes that is scanned or comes in a file.
@Suite struct PlacementTests {
    private let code = Office.code(1)

    /// A dossier of two papers: pages 1, 2 and 3. Gives the identities of pages and papers.
    private func withPages(_ body: (Office, _ pages: [Int], _ papers: [Int]) async throws -> Void) async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 2), Office.paper("b")])
            var ids: [Int] = []
            for seed in 1...3 as ClosedRange<UInt64> { ids.append(try await office.add(seed, to: code)) }
            try await body(office, ids, office.dossier(code).papers.map(\.id))
        }
    }

    @Test func `A page goes to the end of a paper, before or after a page, and counts as a sheet`() async throws {
        try await withPages { office, pages, papers in
            try await office.add(4, to: code, at: .endOf(paper: papers[0]))
            try await office.add(5, to: code, at: .before(page: pages[0]))
            try await office.add(6, to: code, at: .after(page: pages[0]))
            #expect(try await office.seeds(in: code) == [[5, 1, 6, 2, 4], [3]])
            #expect(try await office.dossier(code).sheetsFed == 6)
            #expect(
                try await office.corrections(of: code) == [
                    "inserted before \(Office.digest(1))", "inserted after \(Office.digest(1))",
                ])
            try await office.add(7, to: code)
            #expect(try await office.seeds(in: code)[1] == [3, 7], "the stack goes on where it was")
        }
    }

    @Test func `A page scanned again takes the place and the sheet of the one before, which can come back`()
        async throws
    {
        try await withPages { office, pages, _ in
            let again = try await office.add(4, to: code, at: .replacing(page: pages[0]))
            #expect(try await office.seeds(in: code) == [[4, 2], [3]])
            let dossier = try await office.dossier(code)
            #expect(dossier.papers[0].pages.map(\.removal) == [.rescanned, nil, nil])
            #expect(dossier.papers[0].pages.map(\.sheet) == [1, 1, 2])
            #expect(dossier.papers[0].document.pages[0].flags == [.rescanned])
            #expect(dossier.sheetsFed == 3)
            #expect(try await office.corrections(of: code) == ["rescanned replaces \(Office.digest(1))"])
            #expect(try await office.spool.history(of: code).last?.page == Office.digest(4))
            try await office.correct(code, .remove([again]))
            try await office.correct(code, .restore([pages[0]]))
            #expect(try await office.seeds(in: code) == [[1, 2], [3]])
            #expect(try await office.dossier(code).sheetsFed == 3)
        }
    }

    @Test func `Backs fed from a turned stack stand behind their fronts, from the last to the first`() async throws {
        try await withPages { office, pages, _ in
            var placements = PagePlacements(backsOf: pages.reversed())
            for seed in 11...13 as ClosedRange<UInt64> {
                let id = try await office.add(seed, to: code, at: placements.next)
                placements.added(AddedPage(id: id, number: 0))
            }
            #expect(try await office.seeds(in: code) == [[1, 13, 2, 12], [3, 11]])
            #expect(try await office.dossier(code).sheetsFed == 3)
            #expect(try await office.corrections(of: code).first == "backsAdded back of \(Office.digest(3))")
            // One more than there are fronts: it is kept, and the number of sheets tells.
            try await office.add(14, to: code, at: placements.next)
            #expect(try await office.seeds(in: code) == [[1, 13, 2, 12], [3, 11, 14]])
            #expect(try await office.dossier(code).sheetsFed == 4)
        }
    }

    @Test func `A front that was left out as blank keeps its sheet in the stack, and gets its back`() async throws {
        try await withPages { office, pages, _ in
            try await office.correct(code, .leaveOut([pages[1]]))
            var placements = PagePlacements(backsOf: pages.reversed())
            for seed in 11...13 as ClosedRange<UInt64> {
                let id = try await office.add(seed, to: code, at: placements.next)
                placements.added(AddedPage(id: id, number: 0))
            }
            #expect(try await office.seeds(in: code) == [[1, 13, 12], [3, 11]])
            #expect(try await office.dossier(code).papers[0].pages.map(\.sheet) == [1, 1, 2, 2])
            #expect(try await office.dossier(code).sheetsFed == 3)
        }
    }

    @Test func `A paper that the next one closed takes no further page, whatever is taken out of it`() async throws {
        try await withOffice { office in
            try await office.open(code)
            let first = try await office.add(1, to: code)
            try await office.add(2, to: code)
            try await office.spool.addPaper(Office.paper("b"), to: code, by: "lan.tt")
            try await office.add(3, to: code)
            try await office.correct(code, .remove([first]))
            try await office.add(4, to: code)
            #expect(try await office.seeds(in: code) == [[2], [3, 4]])
            #expect(try await office.dossier(code).papers.map(\.sheets) == [nil, nil], "nobody counted")
            // Counted by the officer, it waits for its sheets.
            let paper = try await office.dossier(code).papers[0]
            try await office.spool.changePaper(
                paper.id, of: code, to: Office.paper("to-khai", sheets: 2), by: "lan.tt")
            try await office.add(5, to: code)
            try await office.add(6, to: code)
            #expect(try await office.seeds(in: code) == [[2, 5], [3, 4, 6]])
        }
    }

    @Test func `Both sides of a sheet that is inserted stand in the order of feeding`() async throws {
        for isAfter in [true, false] {
            try await withPages { office, pages, _ in
                var placements = PagePlacements(isAfter ? .after(page: pages[0]) : .before(page: pages[1]))
                for seed in 21...24 as ClosedRange<UInt64> {
                    let isFront = !seed.isMultiple(of: 2)
                    let id = try await office.add(
                        seed, to: code, at: placements.next, isBack: !isFront, awaitsBack: isFront)
                    placements.added(AddedPage(id: id, number: 0))
                }
                #expect(try await office.seeds(in: code) == [[1, 21, 22, 23, 24, 2], [3]])
                #expect(try await office.dossier(code).sheetsFed == 5)
                #expect(try await office.dossier(code).isWithinSheet == false)
            }
        }
    }

    @Test func `Several pages are scanned again one after another, and more go behind the last`() async throws {
        try await withPages { office, pages, _ in
            var placements = PagePlacements(replacing: [pages[0], pages[2]])
            for seed in 21...23 as ClosedRange<UInt64> {
                let id = try await office.add(seed, to: code, at: placements.next)
                placements.added(AddedPage(id: id, number: 0))
            }
            #expect(try await office.seeds(in: code) == [[21, 2], [22, 23]])
        }
    }

    @Test func `A half sheet that is fed again takes its own place, also in a paper that is named`() async throws {
        for isNamed in [false, true] {
            try await withPages { office, _, papers in
                try await office.add(4, to: code, at: .endOf(paper: papers[0]), awaitsBack: true)
                let dossier = try await office.dossier(code)
                #expect(dossier.halfPage == dossier.papers[0].pages[2].id)
                #expect(dossier.sheetsFed == 3)
                #expect(dossier.findings == [.halfSheet(4)])
                let place = isNamed ? PagePlacement.endOf(paper: papers[0]) : .next
                try await office.add(5, to: code, at: place, awaitsBack: true)
                try await office.add(6, to: code, at: place, isBack: true)
                #expect(try await office.seeds(in: code) == [[1, 2, 5, 6], [3]])
                #expect(try await office.dossier(code).sheetsFed == 4)
                #expect(try await office.dossier(code).papers[0].pages.map(\.sheet) == [1, 2, 4, 4, 4])
                #expect(try await office.corrections(of: code) == ["rescanned replaces \(Office.digest(4))"])
            }
        }
    }

    @Test func `A half sheet is whole when its back is added, and none when its front is taken out`() async throws {
        try await withPages { office, _, _ in
            let front = try await office.add(4, to: code, awaitsBack: true)
            try await office.add(5, to: code, at: .backOf(page: front))
            #expect(try await office.dossier(code).findings.isEmpty)
            #expect(try await office.dossier(code).sheetsFed == 4)
            let half = try await office.add(6, to: code, awaitsBack: true)
            try await office.correct(code, .leaveOut([half]))
            #expect(try await office.dossier(code).isWithinSheet, "its back may not be blank")
            try await office.correct(code, .restore([half]))
            try await office.correct(code, .remove([half]))
            #expect(try await office.dossier(code).findings.isEmpty)
            #expect(try await office.dossier(code).sheetsFed == 4)
            try await office.seal(code)
        }
    }

    @Test func `A half sheet waits while files come and pages for other places, until the stack goes on`() async throws
    {
        try await withPages { office, pages, papers in
            let half = try await office.add(4, to: code, awaitsBack: true)
            try await office.add(5, to: code, at: .endOf(paper: papers[0]), flags: [.imported])
            #expect(try await office.dossier(code).halfPage == half)
            try await office.add(6, to: code, at: .replacing(page: pages[0]))
            #expect(try await office.dossier(code).halfPage == half, "a page for another place leaves it waiting")
            #expect(try await office.seeds(in: code) == [[6, 2, 5], [3, 4]])
            try await office.add(7, to: code, awaitsBack: true)
            #expect(try await office.seeds(in: code) == [[6, 2, 5], [3, 7]])
            let last = try #require(try await office.dossier(code).halfPage)
            try await office.add(8, to: code, at: .replacing(page: last))
            #expect(try await office.seeds(in: code) == [[6, 2, 5], [3, 8]])
        }
    }

    @Test func `Where a page cannot go it is refused and nothing is changed`() async throws {
        try await withPages { office, pages, papers in
            try await office.correct(code, .remove([pages[1]]))
            try await office.open(Office.code(2))
            let foreign = try await office.add(9, to: Office.code(2))
            let foreignPaper = try await office.dossier(Office.code(2)).papers[0].id
            let reused = try await office.spool.reuse(
                DocumentDraft(document: .reused("H51-210301-0001", from: Office.digest(9), site: "xa-dai-tam")),
                in: code, by: "lan.tt")
            let before = try await office.dossier(code)
            func refusesAll(_ kind: String, _ placements: [PagePlacement]) async {
                for placement in placements {
                    await refuses(kind, "\(placement)") { try await office.add(10, to: code, at: placement) }
                    await refuses(kind, "\(placement), before the scan") {
                        try await office.spool.check(PagePlacements(placement), in: code)
                    }
                }
            }
            for id in [foreign, 0, 99_999] {
                await refusesAll(
                    "pageNotFound", [.replacing(page: id), .before(page: id), .after(page: id), .backOf(page: id)])
            }
            let out = pages[1]
            await refusesAll(
                "pageIsOut", [.replacing(page: out), .before(page: out), .after(page: out), .backOf(page: out)])
            await refusesAll("paperNotFound", [.endOf(paper: foreignPaper), .endOf(paper: -1)])
            await refusesAll("paperIsReused", [.endOf(paper: reused)])
            #expect(try await office.dossier(code) == before)
            #expect(papers.count == 2)
        }
    }

    @Test func `The back of a front that was left out as blank is waited for: its sheet lies in the stack`()
        async throws
    {
        try await withPages { office, pages, _ in
            try await office.correct(code, .leaveOut([pages[1]]))
            let place = PagePlacement.backOf(page: pages[1])
            try await office.spool.check(PagePlacements(place), in: code)
            try await office.add(4, to: code, at: place)
            #expect(try await office.seeds(in: code) == [[1, 4], [3]])
        }
    }

    @Test func `A page from a file is in the history as one, wherever it goes`() async throws {
        try await withPages { office, pages, papers in
            try await office.add(4, to: code, at: .endOf(paper: papers[0]), flags: [.imported])
            try await office.add(5, to: code, at: .replacing(page: pages[0]), flags: [.imported])
            #expect(
                try await office.corrections(of: code) == ["imported", "rescanned replaces \(Office.digest(1))"])
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.pages.map(\.flags) == [[.imported, .rescanned], [], [.imported], []])
        }
    }

    @Test func `Sheets of a further submission are counted by themselves, whatever is done to the sealed ones`()
        async throws
    {
        try await withPages { office, pages, papers in
            try await office.seal(code)
            try await office.open(code, [Office.paper("c")], sheets: 1, extending: true)
            try await office.correct(code, .remove([pages[0]]))
            try await office.add(4, to: code, at: .replacing(page: pages[1]))
            #expect(try await office.dossier(code).sheetsFed == 2)
            #expect(try await office.dossier(code).sheetsSealed == 2)
            await #expect(throws: SpoolError.self) { try await office.seal(code) }
            try await office.add(5, to: code)
            #expect(try await office.dossier(code).sheetsOfStack == 1)
            #expect(try await office.seeds(in: code) == [[4], [3], [5]])
            try await office.seal(code)
            #expect(papers.count == 2)
        }
    }
}
