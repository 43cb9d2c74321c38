import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// Whatever is done with a dossier, in whatever order: what is shown is what is sealed, and nothing is lost.
@Suite struct AnyCorrectionTests {
    private let code = Office.code(1)

    @Test("What is sealed after any corrections is just what was shown", arguments: 1...8 as ClosedRange<UInt64>)
    func anyHistory(seed: UInt64) async throws {
        try await withOffice { office in
            var random = Seeded(seed)
            var shown = Shown()
            try await office.open(code, [Office.paper("p0")])
            try await shown.take(office, code)
            let other = try office.otherProcess()
            for step in 0..<80 {
                let place: Comment = "seed \(seed), step \(step)"
                try await act(&shown, office, &random, step)
                // Another process sees the same as the one that did it.
                let dossier = try await other.dossier(code)
                #expect(dossier.papers.map { $0.pages.map(\.id) } == shown.papers.map(\.pages), place)
                let pages = dossier.papers.flatMap(\.pages)
                #expect(pages.filter { $0.removal != nil }.map(\.id).allSatisfy { shown.out[$0] != nil }, place)
                for page in pages {
                    #expect(page.removal == shown.out[page.id], place)
                    #expect(page.page.rotation ?? 0 == shown.rotations[page.id, default: 0], place)
                }
                #expect(dossier.sheetsFed == shown.sheetsFed, place)
                if step % 20 == 19 { try await seal(&shown, office, place) }
            }
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
            #expect(try await office.spool.recover().isEmpty)
        }
    }

    /// Does something at random, to the dossier and to what is expected to be shown.
    private func act(_ shown: inout Shown, _ office: Office, _ random: inout Seeded, _ step: Int) async throws {
        let live = shown.papers.flatMap(\.pages).filter { shown.out[$0] == nil }
        let some = Array(live.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random)))
        let seed = UInt64(step + 1)
        switch Int.random(in: 0..<14, using: &random) {
        case 0...3:
            let paper = Int.random(in: 0..<shown.papers.count, using: &random)
            let id = try await office.add(seed, to: code, at: .endOf(paper: shown.papers[paper].id))
            shown.papers[paper].pages.append(id)
            shown.feed(id)
        case 4:
            guard let page = live.randomElement(using: &random) else { return }
            let isAfter = Bool.random(using: &random)
            let id = try await office.add(seed, to: code, at: isAfter ? .after(page: page) : .before(page: page))
            shown.insert(id, beside: page, after: isAfter)
            shown.feed(id)
        case 5:
            guard let page = live.randomElement(using: &random) else { return }
            let isBack = Bool.random(using: &random)
            let id = try await office.add(seed, to: code, at: isBack ? .backOf(page: page) : .replacing(page: page))
            shown.insert(id, beside: page, after: true)
            shown.sheets[id] = shown.sheets[page]
            if !isBack { shown.out[page] = .rescanned }
        case 6:
            guard !some.isEmpty else { return }
            let degrees = Page.rotations.randomElement(using: &random)!
            try await office.correct(code, .rotate(pages: some, degrees: degrees))
            for page in some { shown.rotations[page] = (shown.rotations[page, default: 0] + degrees) % 360 }
        case 7:
            guard !some.isEmpty else { return }
            let isBlank = Bool.random(using: &random)
            try await office.correct(code, isBlank ? .leaveOut(some) : .remove(some))
            for page in some { shown.out[page] = isBlank ? .blank : .deleted }
        case 8:
            let all = shown.papers.flatMap(\.pages).filter { shown.out[$0] != nil }
            guard let page = all.randomElement(using: &random) else { return }
            try await office.correct(code, .restore([page]))
            shown.out[page] = nil
        case 9, 10:
            guard !some.isEmpty else { return }
            let paper = Int.random(in: 0..<shown.papers.count, using: &random)
            let rest = shown.papers[paper].pages.filter { shown.out[$0] == nil && !some.contains($0) }
            let next = Bool.random(using: &random) ? rest.randomElement(using: &random) : nil
            try await office.correct(code, .move(some, to: shown.papers[paper].id, before: next))
            for index in shown.papers.indices { shown.papers[index].pages.removeAll(where: some.contains) }
            let place = next.flatMap { shown.papers[paper].pages.firstIndex(of: $0) }
            shown.papers[paper].pages.insert(contentsOf: some, at: place ?? shown.papers[paper].pages.endIndex)
        case 11:
            let paper = Int.random(in: 0..<shown.papers.count, using: &random)
            let inPaper = shown.papers[paper].pages.filter { shown.out[$0] == nil }
            guard let page = inPaper.dropFirst().randomElement(using: &random) else { return }
            try await office.correct(code, .split(before: page, into: Office.paper("p\(step)")))
            let start = shown.papers[paper].pages.firstIndex(of: page)!
            let moved = Array(shown.papers[paper].pages[start...])
            shown.papers[paper].pages.removeSubrange(start...)
            let ids = try await office.dossier(code).papers.map(\.id)
            shown.papers.insert(Shown.Paper(id: ids[paper + 1], pages: moved), at: paper + 1)
        case 12:
            let id = try await office.spool.addPaper(Office.paper("p\(step)"), to: code, by: "lan.tt")
            shown.papers.append(Shown.Paper(id: id, pages: []))
        default:
            let paper = shown.papers.randomElement(using: &random)!.id
            let next = shown.papers.filter { $0.id != paper }.randomElement(using: &random)?.id
            try await office.spool.movePaper(paper, of: code, before: next, by: "lan.tt")
            let moved = shown.papers.remove(at: shown.papers.firstIndex { $0.id == paper }!)
            let place = shown.papers.firstIndex { $0.id == next } ?? shown.papers.endIndex
            shown.papers.insert(moved, at: place)
        }
    }

    /// Seals, compares what is signed with what was shown, and opens the dossier again.
    private func seal(_ shown: inout Shown, _ office: Office, _ place: Comment) async throws {
        for paper in shown.papers where !paper.pages.contains(where: { shown.out[$0] == nil }) {
            try await office.add(1000 + UInt64(paper.id), to: code, at: .endOf(paper: paper.id))
        }
        let dossier = try await office.dossier(code)
        let before = try await office.spool.history(of: code)
        let start = before.lastIndex { $0.action == .sealed } ?? -1
        let corrections = before[(start + 1)...].compactMap { entry -> Correction? in
            guard case .corrected(let action) = entry.action else { return nil }
            return Correction(at: entry.at, by: entry.by, action: action, page: entry.page, detail: entry.detail)
        }
        let digest = try await office.seal(code)
        let manifest = try await office.manifest(digest)
        try manifest.checkRules()
        #expect(manifest.documents == dossier.papers.map(\.document), place)
        #expect(manifest.corrections == corrections, place)
        let after = try await office.spool.history(of: code)
        #expect(Array(after.prefix(before.count)) == before, "what was done stays done")
        #expect(after.last?.action == .sealed)
        try await office.open(code, [], extending: true)
        try await shown.take(office, code)
    }
}

/// What should be shown of the dossier: the same rules, written for reading.
private struct Shown {
    struct Paper {
        var id: Int
        var pages: [Int]
    }

    var papers: [Paper] = []
    var out: [Int: PageRemoval] = [:]
    var rotations: [Int: Int] = [:]
    var sheets: [Int: Int] = [:]

    /// Distinct sheets of pages that are in, or out because they are blank.
    var sheetsFed: Int { Set(sheets.filter { out[$0.key] == nil || out[$0.key] == .blank }.values).count }

    mutating func feed(_ page: Int) { sheets[page] = (sheets.values.max() ?? 0) + 1 }

    mutating func insert(_ page: Int, beside other: Int, after isAfter: Bool) {
        let paper = papers.firstIndex { $0.pages.contains(other) }!
        let place = papers[paper].pages.firstIndex(of: other)!
        papers[paper].pages.insert(page, at: isAfter ? place + 1 : place)
    }

    /// Takes the dossier as it is.
    mutating func take(_ office: Office, _ code: DossierCode) async throws {
        let dossier = try await office.dossier(code)
        papers = dossier.papers.map { Paper(id: $0.id, pages: $0.pages.map(\.id)) }
        for page in dossier.papers.flatMap(\.pages) {
            out[page.id] = page.removal
            rotations[page.id] = page.page.rotation ?? 0
            sheets[page.id] = page.sheet
        }
    }
}
