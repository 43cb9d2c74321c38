import ContentStore
import Dossiers
import Exchange
import Foundation
import Spool
import SystemPackage
import TestSupport
import Testing

/// Corrections of pages in an open dossier: nothing is gone, everything is in the history.
@Suite struct CorrectionTests {
    private let code = Office.code(1)

    /// A dossier of two papers: pages 1, 2, 3 and 4, 5. Gives their identities.
    private func withPages(_ body: (Office, [Int]) async throws -> Void) async throws {
        try await withOffice { office in
            try await office.open(code, [Office.paper("a", sheets: 3), Office.paper("b")])
            var ids: [Int] = []
            for seed in 1...5 as ClosedRange<UInt64> { ids.append(try await office.add(seed, to: code)) }
            try await body(office, ids)
        }
    }

    @Test func `A page is turned step by step and stands as it was after four`() async throws {
        try await withPages { office, ids in
            func rotations() async throws -> [Int?] {
                try await office.dossier(code).papers[0].document.pages.map(\.rotation)
            }
            try await office.correct(code, .rotate(pages: [ids[0], ids[2]], degrees: 90))
            #expect(try await rotations() == [90, nil, 90])
            try await office.correct(code, .rotate(pages: [ids[0]], degrees: 270))
            #expect(try await rotations() == [nil, nil, 90])
            try await office.correct(code, .rotate(pages: [ids[2], ids[2]], degrees: 180))
            #expect(try await rotations() == [nil, nil, 270])
            #expect(
                try await office.corrections(of: code) == ["rotated 90", "rotated 90", "rotated 270", "rotated 180"])
            for degrees in [0, 45, -90, 360] {
                await refuses("unacceptable degrees") {
                    try await office.correct(code, .rotate(pages: ids, degrees: degrees))
                }
            }
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.pages.map(\.rotation) == [nil, nil, 270, nil, nil])
            #expect(manifest.pages.map(\.digest) == (1...5).map { Office.digest($0) }, "the bytes are the scanner's")
        }
    }

    @Test func `A page that is taken out stays in its place for undoing`() async throws {
        try await withPages { office, ids in
            try await office.correct(code, .remove([ids[1], ids[4]]))
            #expect(try await office.seeds(in: code) == [[1, 3], [4]])
            let pages = try await office.dossier(code).papers[0].pages
            #expect(pages.map(\.id) == Array(ids[..<3]))
            #expect(pages.map(\.removal) == [nil, .deleted, nil])
            #expect(try await office.dossier(code).pageCount == 3)
            #expect(try await office.dossier(code).sheetsFed == 3)
            let later = try office.otherProcess()
            try await later.correct(code, .restore([ids[4], ids[1]]))
            #expect(try await later.seeds(in: code) == [[1, 2, 3], [4, 5]])
            #expect(try await later.dossier(code).sheetsFed == 5)
            let history = try await later.spool.history(of: code)
            #expect(history.map(\.action.rawValue) == ["opened", "removed", "removed", "restored", "restored"])
            #expect(history.dropFirst().map(\.page) == [2, 5, 5, 2].map { Office.digest($0) })
            #expect(history.map(\.by) == ["lan.tt"] + Array(repeating: "minh.nv", count: 4))
        }
    }

    @Test func `A sheet left out as blank was fed all the same; a blank page that is kept is asked about no more`()
        async throws
    {
        try await withOffice { office in
            try await office.open(code, sheets: 3)
            try await office.add(1, to: code)
            let blank = [
                try await office.add(2, to: code, flags: [.blankSuspected]),
                try await office.add(3, to: code, flags: [.blankSuspected]),
            ]
            #expect(try await office.spool.findings(of: code) == [.blankPages(blank)])
            try await office.correct(code, .leaveOut([blank[0]]))
            #expect(try await office.spool.findings(of: code) == [.blankPages([blank[1]])])
            try await office.correct(code, .keepBlank([blank[1]]))
            #expect(try await office.spool.findings(of: code).isEmpty)
            #expect(try await office.dossier(code).sheetsFed == 3)
            #expect(try await office.dossier(code).papers[0].pages.map(\.isKeptBlank) == [false, false, true])
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.pages.map(\.digest) == [1, 3].map { Office.digest($0) })
            #expect(manifest.pages.map(\.flags) == [[], [.blankSuspected]])
            #expect(manifest.corrections.map(\.action) == [.leftOut, .keptBlank])
        }
    }

    @Test func `Pages move within their paper and to another in the order given`() async throws {
        try await withPages { office, ids in
            let papers = try await office.dossier(code).papers.map(\.id)
            try await office.correct(code, .move([ids[2]], to: papers[0], before: ids[0]))
            #expect(try await office.seeds(in: code) == [[3, 1, 2], [4, 5]])
            try await office.correct(code, .move([ids[4], ids[0]], to: papers[1], before: ids[3]))
            #expect(try await office.seeds(in: code) == [[3, 2], [5, 1, 4]])
            try await office.correct(code, .move([ids[3], ids[4]], to: papers[0], before: nil))
            #expect(try await office.seeds(in: code) == [[3, 2, 4, 5], [1]])
            try await office.correct(code, .move([ids[1], ids[3]], to: papers[0], before: ids[1]))
            #expect(try await office.seeds(in: code) == [[3, 2, 4, 5], [1]], "before itself is where it is")
            #expect(try await office.dossier(code).sheetsFed == 5)
            #expect(try await office.corrections(of: code).suffix(2) == ["moved to a", "moved to a"])
        }
    }

    @Test func `Moving pages does not change to which papers the stack goes on`() async throws {
        try await withOffice { office in
            try await office.open(
                code, [Office.paper("a", sheets: 2), Office.paper("b", sheets: 2), Office.paper("c")])
            let ids = [try await office.add(1, to: code), try await office.add(2, to: code)]
            let papers = try await office.dossier(code).papers.map(\.id)
            try await office.correct(code, .move([ids[1]], to: papers[1], before: nil))
            #expect(try await office.dossier(code).papers.map(\.sheets) == [1, 3, nil])
            for seed in 3...5 as ClosedRange<UInt64> { try await office.add(seed, to: code) }
            #expect(try await office.seeds(in: code) == [[1], [2, 3, 4], [5]])
        }
    }

    @Test func `A stack is split into papers, and what is scanned then goes to the second`() async throws {
        try await withPages { office, ids in
            try await office.correct(code, .remove([ids[2]]))
            try await office.correct(code, .split(before: ids[1], into: Office.paper("c")))
            var dossier = try await office.dossier(code)
            #expect(dossier.papers.map(\.document.type) == ["a", "c", "b"])
            #expect(try await office.seeds(in: code) == [[1], [2], [4, 5]])
            #expect(dossier.papers[1].pages.map(\.removal) == [nil, .deleted], "what is out goes with its neighbours")
            try await office.correct(code, .split(before: ids[4], into: Office.paper("d")))
            dossier = try await office.dossier(code)
            #expect(dossier.papers.map(\.document.type) == ["a", "c", "b", "d"])
            #expect(dossier.papers.map(\.sheets) == [nil, 2, nil, nil], "what nobody counted is not a count")
            // The sheet that was taken out of the counted stack is awaited where it would have been.
            try await office.add(6, to: code)
            try await office.add(7, to: code)
            #expect(try await office.seeds(in: code) == [[1], [2, 6], [4], [5, 7]])
            #expect(try await office.corrections(of: code) == ["removed", "split c", "split d"])
            await refuses("unacceptable page") {
                try await office.correct(code, .split(before: ids[0], into: Office.paper("e")))
            }
        }
    }

    @Test func `A change that one page cannot bear changes nothing at all`() async throws {
        try await withPages { office, ids in
            try await office.correct(code, .remove([ids[2]]))
            try await office.open(Office.code(2))
            let foreign = try await office.add(9, to: Office.code(2))
            let papers = try await office.dossier(code).papers.map(\.id)
            let (before, history) = (try await office.dossier(code), try await office.spool.history(of: code))
            let other = try await office.dossier(Office.code(2)).papers[0].id
            let out: [PageChange] = [
                .rotate(pages: ids, degrees: 90), .remove(ids), .leaveOut(ids), .keepBlank(ids),
                .move(ids, to: papers[1], before: nil), .move([ids[0]], to: papers[0], before: ids[2]),
                .split(before: ids[2], into: Office.paper("c")),
            ]
            for change in out {
                await refuses("pageIsOut") { try await office.correct(code, change) }
            }
            await refuses("pageIsIn") { try await office.correct(code, .restore([ids[2], ids[0]])) }
            for strange in [foreign, 0, -1, 1_000_000] {
                let changes: [PageChange] = [
                    .rotate(pages: [ids[0], strange], degrees: 90), .remove([ids[0], strange]), .restore([strange]),
                    .leaveOut([strange]), .keepBlank([strange]), .move([strange], to: papers[0], before: nil),
                    .move([ids[0]], to: papers[1], before: strange), .split(before: strange, into: Office.paper("c")),
                ]
                for change in changes {
                    await refuses("pageNotFound") { try await office.correct(code, change) }
                }
            }
            for paper in [other, 0, -5] {
                await refuses("paperNotFound") {
                    try await office.correct(code, .move([ids[0]], to: paper, before: nil))
                }
            }
            await refuses("pageNotFound") {
                try await office.correct(code, .move([ids[0]], to: papers[1], before: ids[1]))
            }
            await refuses("unacceptable pages") { try await office.correct(code, .remove([])) }
            for name in ["", "a\nb", String(repeating: "x", count: 201)] {
                await refuses("unacceptable operator") {
                    try await office.spool.correct(code, by: name, .remove([ids[0]]))
                }
            }
            #expect(try await office.dossier(code) == before)
            #expect(try await office.spool.history(of: code) == history)
        }
    }

    @Test func `Only an open dossier is corrected, and a further submission states the whole`() async throws {
        try await withPages { office, ids in
            try await office.correct(code, .rotate(pages: [ids[0]], degrees: 180))
            let first = try await office.seal(code)
            #expect(try await office.manifest(first).corrections.map(\.action) == [.rotated])
            await refuses("dossierIsSealed") { try await office.correct(code, .remove([ids[0]])) }
            try await office.receive(first)
            try await office.open(code, [], extending: true)
            try await office.correct(code, .remove([ids[1]]))
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.supersedes == [first])
            #expect(manifest.pages.map(\.digest) == [1, 3, 4, 5].map { Office.digest($0) })
            #expect(manifest.pages[0].rotation == 180)
            #expect(manifest.corrections.map(\.action) == [.removed], "what was stated before is not stated again")
        }
    }

    @Test func `What a refused submission stated of corrections is stated again, also under a new enrolment`()
        async throws
    {
        try await withPages { office, ids in
            try await office.correct(code, .remove([ids[0]]))
            _ = try await office.seal(code)
            let again = try office.enrolledAgain()
            try await again.spool.resealUnreceipted(with: again.credentials)
            let resealed = try #require(try await again.spool.submissions().last)
            #expect(try await again.manifest(resealed.digest).corrections.map(\.action) == [.removed])
            try await again.receive(resealed.digest, .refused)
            try await again.open(code, [], extending: true)
            try await again.correct(code, .remove([ids[4]]))
            let second = try await again.seal(code)
            #expect(
                try await again.manifest(second).corrections.map(\.page) == [Office.digest(1), Office.digest(5)])
            try await again.receive(second)
            try await again.open(code, [], extending: true)
            #expect(try await again.manifest(again.seal(code)).corrections.isEmpty)
        }
    }

    @Test func `The time of a correction is by the clock that is put right`() async throws {
        try await withPages { office, ids in
            try await office.spool.setClockCorrection(3600)
            try await office.correct(code, .remove([ids[0]]))
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.corrections.map(\.at) == [Office.noon.addingTimeInterval(3600)])
        }
    }

    @Test func `More corrections than a manifest may state are refused before they are made`() async throws {
        try await withPages { office, ids in
            try await office.tamper(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9997)
                INSERT INTO history (code, at, operator, action) SELECT '\(code)', 0, 'x', 'moved' FROM n
                """)
            await refuses("unacceptable corrections") {
                try await office.correct(code, .rotate(pages: ids, degrees: 90))
            }
            #expect(try await office.dossier(code).papers[0].document.pages[0].rotation == nil)
            try await office.correct(code, .rotate(pages: [ids[0], ids[1]], degrees: 90))
            let manifest = try await office.manifest(office.seal(code))
            #expect(manifest.corrections.count == 9999)
        }
    }

    @Test func `The same bytes are flagged where they stand second now, whatever was moved or taken out`()
        async throws
    {
        try await withOffice { office in
            try await office.open(code)
            let ids = [
                try await office.add(1, to: code), try await office.add(2, to: code), try await office.add(1, to: code),
            ]
            let paper = try await office.dossier(code).papers[0].id
            func flagged() async throws -> [Int] {
                try await office.dossier(code).papers[0].pages.filter { $0.page.flags == [.repeated] }.map(\.id)
            }
            #expect(try await flagged() == [ids[2]])
            #expect(try await office.spool.findings(of: code) == [.repeatedPages([ids[2]])])
            try await office.correct(code, .move([ids[2]], to: paper, before: ids[0]))
            #expect(try await flagged() == [ids[0]])
            try await office.correct(code, .remove([ids[2]]))
            #expect(try await flagged().isEmpty)
            #expect(try await office.spool.findings(of: code).isEmpty)
        }
    }

    @Test func `A page that was taken out is kept until the province has the dossier, and then goes`() async throws {
        try await withPages { office, ids in
            try await office.correct(code, .remove([ids[0]]))
            #expect(try await office.spool.strayPages().isEmpty)
            let digest = try await office.seal(code)
            #expect(try await office.spool.strayPages().isEmpty, "without a receipt")
            try await office.receive(digest, .refused)
            #expect(try await office.spool.strayPages().isEmpty, "the officer may want it back")
            try await office.open(code, [], extending: true)
            try await office.receive(try await office.seal(code))
            try await office.open(code, [], extending: true)
            #expect(try await office.spool.strayPages().isEmpty, "open again")
            try await office.receive(try await office.seal(code))
            let strays = try await office.spool.strayPages()
            #expect(strays == [Office.digest(1)])
            #expect(try await office.spool.delete(strays: strays) == 1)
            #expect(!office.spool.pages.contains(Office.digest(1)))
            try await office.open(code, [], extending: true)
            #expect(try await office.dossier(code).papers[0].pages.map(\.id) == Array(ids[1..<3]))
            await refuses("pageNotFound") { try await office.correct(code, .restore([ids[0]])) }
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
        }
    }

    @Test func `A page that the province has comes back although its bytes are here no more`() async throws {
        try await withPages { office, ids in
            try await office.receive(try await office.seal(code))
            try await office.spool.pruneReceived(keeping: .zero, now: Office.noon.addingTimeInterval(60))
            #expect(!office.spool.pages.contains(Office.digest(1)))
            try await office.open(code, [], extending: true)
            try await office.correct(code, .remove([ids[0]]))
            try await office.correct(code, .restore([ids[0]]))
            #expect(try await office.manifest(office.seal(code)).pages.count == 5)
        }
    }

    @Test func `A page that was taken out of a removed paper brings the paper back`() async throws {
        try await withPages { office, ids in
            let papers = try await office.dossier(code).papers.map(\.id)
            await refuses("paperHasPages") {
                try await office.spool.removePaper(papers[1], of: code, by: "lan.tt")
            }
            try await office.correct(code, .remove([ids[3]]))
            try await office.correct(code, .leaveOut([ids[4]]))
            try await office.spool.removePaper(papers[1], of: code, by: "lan.tt")
            #expect(try await office.dossier(code).papers.map(\.id) == [papers[0]])
            #expect(try await office.dossier(code).sheetsFed == 4, "a sheet that was left out as blank was fed")
            try await office.correct(code, .restore([ids[4]]))
            #expect(try await office.seeds(in: code) == [[1, 2, 3], [5]])
        }
    }

    @Test("A program killed while it corrects leaves page and history the same", .timeLimit(.minutes(5)))
    func killed() async throws {
        try await withPages { office, ids in
            let directory = office.directory.string
            var random = Seeded(5)
            for _ in 0..<4 {
                let delay = Int.random(in: 1000...30_000, using: &random)
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [directory = directory as String, delay = delay as Int, ids = ids as [Int]] in
                    let office = try Office(reopening: directory)
                    Thread.detachNewThread {
                        usleep(UInt32(delay))
                        kill(getpid(), SIGKILL)
                    }
                    while true { try await office.correct(Office.code(1), .rotate(pages: ids, degrees: 90)) }
                }
                let after = try Office(reopening: directory)
                let turns = try await after.corrections(of: code).count
                #expect(turns.isMultiple(of: ids.count))
                let pages = try await after.dossier(code).papers.flatMap(\.document.pages)
                let expected = turns / ids.count * 90 % 360
                #expect(pages.allSatisfy { ($0.rotation ?? 0) == expected })
            }
            #expect(try await office.corrections(of: code).count > 0)
        }
    }
}
