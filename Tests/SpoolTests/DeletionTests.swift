import ContentStore
import Dossiers
import Exchange
import Foundation
import Spool
import TestSupport
import Testing

/// Pages leave this PC only when the province has them and nothing here needs them.
@Suite struct DeletionTests {
    private static let day = 86_400.0

    private func prune(_ office: Office, keeping days: Int = 7, after elapsed: Double) async throws -> Int {
        try await office.spool.pruneReceived(
            keeping: .seconds(Double(days) * Self.day), now: Office.noon.addingTimeInterval(elapsed * Self.day))
    }

    @Test func `A page goes when its receipt has been here for the time to keep it, not a second before`() async throws
    {
        try await withOffice { office in
            let digest = try await office.submit(Office.code(1), [1, 2])
            #expect(try await prune(office, after: 1000) == 0, "there is no receipt")
            try await office.receive(digest)
            #expect(try await prune(office, after: 7 - 1 / Self.day) == 0)
            #expect(try await prune(office, after: 7) == 2)
            #expect(try office.spool.pages.digests().isEmpty)
            #expect(try await prune(office, after: 8) == 0)
            #expect(try await office.spool.recover().isEmpty, "what the province has is not missed")
            #expect(try await office.spool.verify(with: office.credentials).isEmpty)
        }
    }

    @Test func `A page that another submission or an open dossier needs stays`() async throws {
        try await withOffice { office in
            let first = try await office.submit(Office.code(1), [1, 2, 3])
            let second = try await office.submit(Office.code(2), [2])
            try await office.open(Office.code(3))
            let third = try await office.scan(3, into: Office.code(3))
            try await office.receive(first)
            #expect(try await prune(office, after: 100) == 1)
            #expect(office.spool.pages.contains(third))
            try await office.spool.recordAnnounced(second, needed: [], address: "/u")
            #expect(try await prune(office, after: 100) == 0)
            try await office.receive(second)
            #expect(try await prune(office, after: 100) == 1)
            try await office.receive(try await office.seal(Office.code(3)))
            #expect(try await prune(office, after: 100) == 1)
        }
    }

    @Test func `A page that was only refused stays, until the corrected dossier is received`() async throws {
        try await withOffice { office in
            let code = Office.code(1)
            let refused = try await office.submit(code, [1])
            try await office.receive(refused, .refused)
            #expect(try await prune(office, after: 100) == 0)
            try await office.open(code, [Office.paper("b")], extending: true)
            try await office.scan(2, into: code)
            try await office.receive(try await office.seal(code))
            #expect(try await prune(office, after: 100) == 2, "the refused submission needs its pages no more")
        }
    }

    @Test func `A page that is scanned again after its deletion is kept with the new dossier`() async throws {
        try await withOffice { office in
            try await office.receive(try await office.submit(Office.code(1), [1]))
            #expect(try await prune(office, after: 100) == 1)
            try await office.open(Office.code(2))
            try await office.scan(1, into: Office.code(2))
            #expect(try await prune(office, after: 100) == 0)
            #expect(try await office.spool.recover().isEmpty)
        }
    }

    @Test(
        "While one process scans the same pages that another deletes, no dossier loses a page", .timeLimit(.minutes(5)))
    func racingScan() async throws {
        try await withOffice { office in
            let other = try office.otherProcess()
            for round in 0..<15 {
                let code = Office.code(round)
                try await office.open(code)
                async let pruned: Void = {
                    for _ in 0..<5 { _ = try await prune(other, keeping: 0, after: 1000) }
                }()
                for seed in 1...3 as ClosedRange<UInt64> {
                    // The bytes may go between being stored and being recorded; then the page is refused, and put again.
                    while true {
                        do {
                            try await office.scan(seed, into: code)
                            break
                        } catch SpoolError.store(.missing) {}
                    }
                }
                try await pruned
                for page in try await office.dossier(code).papers[0].document.pages {
                    #expect(try office.spool.pages.check(page.digest) == .whole)
                }
                try await office.receive(try await office.seal(code))
            }
        }
    }

    @Test("In any history, what is needed stays and what is not goes", arguments: 1...6 as ClosedRange<UInt64>)
    func anyHistory(seed: UInt64) async throws {
        try await withOffice { office in
            var office = office
            var random = Seeded(seed)
            var day = 0.0
            for step in 0..<70 {
                let code = Office.code(Int.random(in: 1...5, using: &random))
                let submissions = try await office.spool.submissions()
                let waiting = submissions.filter { [.sealed, .announced].contains($0.state) }.randomElement(
                    using: &random)
                switch Int.random(in: 0..<14, using: &random) {
                case 0...4:
                    let papers = try await office.spool.dossier(code)?.isOpen == true ? [] : [Office.paper("p\(step)")]
                    try await office.open(code, papers, extending: true)
                    for _ in 0..<Int.random(in: 1...3, using: &random) {
                        try await office.scan(.random(in: 0..<12, using: &random), into: code)
                    }
                case 5, 6:
                    if try await office.spool.dossier(code)?.isOpen == true { try await office.seal(code) }
                case 7, 12:
                    if let waiting { try await office.spool.recordAnnounced(waiting.digest, needed: [], address: "/u") }
                case 8, 9:
                    let outcome = [Receipt.Outcome.accepted, .duplicate, .refused].randomElement(using: &random)!
                    let time = Office.noon.addingTimeInterval(day * Self.day)
                    if let waiting { try await office.receive(waiting.digest, outcome, at: time) }
                case 10:
                    office = try office.enrolledAgain()
                    try await office.spool.resealUnreceipted(with: office.credentials)
                default: day += Double.random(in: 0...8, using: &random)
                }
                if step.isMultiple(of: 4) {
                    try await checkDeletion(office, after: day, "seed \(seed), step \(step)")
                }
            }
            #expect(try await office.spool.recover().isEmpty, "seed \(seed)")
            #expect(try await office.spool.verify(with: office.credentials).isEmpty, "seed \(seed)")
        }
    }

    @Test func `A page that is in no dossier goes with its small images, one that came into a dossier meanwhile stays`()
        async throws
    {
        try await withOffice { office in
            let code = Office.code(1)
            try await office.open(code)
            let kept = try await office.scan(1, into: code)
            let (lost, late) = (SampleContent.bytes(2, count: 200), SampleContent.bytes(3, count: 200))
            let digests = try [lost, late].map { try office.spool.pages.put($0) }
            for digest in digests { office.spool.previews.keep([1, 2, 3], .thumbnail, of: digest) }
            let strays = try await office.spool.strayPages()
            #expect(Set(strays) == Set(digests))
            try await office.scan(3, into: code)
            #expect(try await office.spool.delete(strays: strays) == 1)
            #expect(Set(try office.spool.pages.digests()) == [kept, digests[1]])
            #expect(office.spool.previews.read(.thumbnail, of: digests[0]) == nil)
            #expect(office.spool.previews.read(.thumbnail, of: digests[1]) == [1, 2, 3])
        }
    }

    /// Deletes what can go, and compares with what this test finds can go, from what was signed and received.
    private func checkDeletion(_ office: Office, after day: Double, _ place: Comment) async throws {
        let limit = Office.noon.addingTimeInterval((day - 3) * Self.day)
        var needed: Set<ContentDigest> = []
        var lastReceipt: [ContentDigest: Date] = [:]
        for dossier in try await office.spool.openDossiers() {
            needed.formUnion(dossier.papers.flatMap(\.document.pages).map(\.digest))
        }
        for submission in try await office.spool.submissions() {
            let manifest = try Wire.decode(Manifest.self, from: try await office.envelope(submission.digest).payload)
            for page in manifest.distinctPages.map(\.digest) {
                switch submission.state {
                case .sealed, .announced: needed.insert(page)
                case .received: lastReceipt[page] = max(lastReceipt[page] ?? .distantPast, submission.receivedAt!)
                case .refused, .replaced: break
                }
            }
        }
        let before = Set(try office.spool.pages.digests())
        let expected = before.filter { needed.contains($0) || (lastReceipt[$0] ?? .distantFuture) > limit }
        let count = try await prune(office, keeping: 3, after: day)
        #expect(Set(try office.spool.pages.digests()) == expected, place)
        #expect(count == before.count - expected.count, place)
    }
}
