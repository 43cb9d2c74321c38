import Dossiers
import Exchange
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Registry

struct ChainTests {
    @Test("Manifests take their places one after another")
    func inOrder() async throws {
        try await withProvince { province in
            var station = try province.station()
            for number in 1...3 {
                let sealed = station.seal(documents: [.component(SampleContent.page(UInt64(number)))])
                #expect(try province.announce(sealed).state == .announced)
                #expect(try province.registry.station(station.id)?.headSequence == number)
                #expect(try province.registry.station(station.id)?.headDigest == sealed.digest)
            }
        }
    }

    @Test("A manifest beyond the next place is a gap, and the answer says where the chain goes on")
    func gap() async throws {
        try await withProvince { province in
            var station = try province.station()
            try province.announce(station.seal(documents: [.component(SampleContent.page(1))]))
            _ = station.seal(documents: [.component(SampleContent.page(2))])
            let third = station.seal(documents: [.component(SampleContent.page(3))])
            #expect(try province.received(third) == .failure(ChainBreak(kind: .gap, expectedSequence: 2)))
            #expect(try province.registry.station(station.id)?.headSequence == 1)
        }
    }

    @Test("Another manifest at a place that is taken is refused: a clone, or an old state restored")
    func reused() async throws {
        try await withProvince { province in
            var station = try province.station()
            var clone = station
            let original = station.seal(documents: [.component(SampleContent.page(1))])
            try province.announce(original)
            let copy = clone.seal(documents: [.component(SampleContent.page(2))])
            #expect(try province.received(copy) == .failure(ChainBreak(kind: .reused, expectedSequence: 2)))
            // The clone cannot go on from its own line either.
            let next = clone.seal(documents: [.component(SampleContent.page(3))])
            #expect(try province.received(next) == .failure(ChainBreak(kind: .fork, expectedSequence: 2)))
        }
    }

    @Test("A manifest at the right place with another predecessor is a fork")
    func fork() async throws {
        try await withProvince { province in
            var station = try province.station()
            try province.announce(station.seal(documents: [.component(SampleContent.page(1))]))
            let stray = station.seal(documents: [.component(SampleContent.page(2))]) { manifest in
                manifest.previous = ContentDigest(sha256Of: Data("another".utf8))
            }
            #expect(try province.received(stray) == .failure(ChainBreak(kind: .fork, expectedSequence: 2)))
            let headless = SealedManifest(
                {
                    var manifest = stray.manifest
                    manifest.previous = nil
                    return manifest
                }(), key: station.key)
            #expect(try province.received(headless) == .failure(ChainBreak(kind: .fork, expectedSequence: 2)))
        }
    }

    @Test("Posting a manifest again changes nothing, wherever in the chain it stands")
    func replay() async throws {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal(documents: [.component(SampleContent.page(1))])
            let second = station.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(2))])
            let receipt = try province.accept(first)
            let upload = try province.announce(second).upload
            #expect(try province.receipt(province.announce(first)) == receipt)
            #expect(try province.announce(second).upload == upload)
            #expect(try province.registry.station(station.id)?.headSequence == 2)
            #expect(try province.registry.counts(of: station.id).complete == 1)
        }
    }

    @Test("A manifest that breaks a rule takes its place with a signed refusal, and the next one follows")
    func refusal() async throws {
        try await withProvince { province in
            var station = try province.station()
            let bad = station.seal(documents: [])
            let refusal = Receipt.Refusal(code: .ruleBroken, detail: "documents is empty")
            let record = try province.registry.announce(
                ReceivedManifest(
                    envelope: bad.bytes, digest: bad.digest, manifest: bad.manifest, refusal: refusal),
                terms: province.terms()
            ).get()
            #expect(record.state == .refused)
            let receipt = try province.receipt(record)
            #expect(receipt.outcome == .refused)
            #expect(receipt.refusal == refusal)
            #expect(receipt.sequence == 1)
            let next = try province.accept(station.seal(documents: [.component(SampleContent.page(1))]))
            #expect(next.sequence == 2)
            #expect(next.number == 2)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("A dossier sealed before the site closed is accepted however late; one sealed after is refused")
    func closedSite() async throws {
        try await withProvince { province in
            var station = try province.station()
            try province.registry.close(commune, from: CalendarDay("2021-06-15")!)
            let before = station.seal(
                documents: [.component(SampleContent.page(1))], sealedAt: noon.addingTimeInterval(-86_400))
            #expect(try province.accept(before).outcome == .accepted)
            let after = station.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(2))])
            let receipt = try province.receipt(province.announce(after))
            #expect(receipt.refusal?.code == ErrorCode.siteClosed.rawValue)
            #expect(receipt.refusal?.detail.contains("2021-06-15") == true)
        }
    }

    @Test("What is superseded must be a manifest of the same dossier and site that was not refused")
    func unknownSuperseded() async throws {
        try await withProvince { province in
            var (station, elsewhere) = (try province.station(), try province.station(at: district))
            let mine = station.seal(documents: [.component(SampleContent.page(1))])
            let other = station.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(2))])
            let theirs = elsewhere.seal(documents: [.component(SampleContent.page(3))])
            for sealed in [mine, other, theirs] { try province.announce(sealed) }
            let never = ContentDigest(sha256Of: Data("never".utf8))
            for superseded in [never, other.digest, theirs.digest] {
                let sealed = station.seal(documents: [.component(SampleContent.page(4))], supersedes: [superseded])
                #expect(
                    try province.receipt(province.announce(sealed)).refusal?.code
                        == ErrorCode.unknownSuperseded.rawValue)
                // A refused manifest cannot be superseded either.
                let next = station.seal(documents: [.component(SampleContent.page(5))], supersedes: [sealed.digest])
                #expect(
                    try province.receipt(province.announce(next)).refusal?.code
                        == ErrorCode.unknownSuperseded.rawValue)
            }
            let right = station.seal(documents: [.component(SampleContent.page(6))], supersedes: [mine.digest])
            #expect(try province.announce(right).state == .announced)
        }
    }

    @Test("A submission is completed as it was announced, whether its manifest is still in memory or not")
    func recent() async throws {
        try await withProvince { province in
            var station = try province.station()
            let sealed = (1...Registry.recentManifestLimit + 1).map { number in
                station.seal(
                    "H51.18-210615-\(1000 + number)", documents: [.component(SampleContent.page(UInt64(number)))])
            }
            for one in sealed { try province.announce(one) }
            #expect(province.registry.recentManifests.take(sealed[0].digest) == nil)
            #expect(province.registry.recentManifests.take(sealed[1].digest) == sealed[1].manifest)
            for one in sealed.prefix(3) + sealed.suffix(1) {
                let record = try #require(try province.registry.complete(one.digest, terms: province.terms()))
                #expect(try province.receipt(record).pages == 1)
                let owner = try province.registry.pool.read { db in
                    try String.fetchOne(
                        db,
                        sql: """
                            SELECT dossierCode FROM dossier JOIN manifest ON manifest.id = dossier.manifest
                            WHERE digest = ?
                            """, arguments: [one.digest.data])
                }
                #expect(owner == one.manifest.dossier.code.rawValue)
            }
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("Where a submission will be written is looked up by index alone, for one that is new and one that is known")
    func prefetch() async throws {
        try await withProvince { province in
            var station = try province.station()
            let sealed = station.seal(
                documents: [.component(SampleContent.page(1)), .result("1", SampleContent.page(2))]
            ) { $0.dossier.owner.identityNumber = "001085000123" }
            let received = ReceivedManifest(
                envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil)
            for isKnown in [false, true] {
                if isKnown { try province.accept(sealed) }
                let queries = Mutex<[String]>([])
                try province.registry.pool.read { db in
                    db.trace { event in queries.withLock { $0.append("\(event)") } }
                    try Prefetch.run(for: received, in: db)
                    db.trace(options: [])
                }
                let looked = queries.withLock { $0 }.filter { $0.hasPrefix("SELECT 1") }
                #expect(looked.count == (isKnown ? 1 : 11))
                for query in looked {
                    let plan = try province.registry.pool.read { db in
                        try Row.fetchAll(
                            db, sql: "EXPLAIN QUERY PLAN " + query.replacing("?", with: "1")
                        ).map { $0["detail"] as String }
                    }
                    #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(query): \(plan)")
                }
            }
            #expect(!province.registry.needsPrefetch)
        }
    }

    @Test("A large manifest is not kept in memory")
    func large() async throws {
        try await withProvince { province in
            var station = try province.station()
            let pages = (0..<300).map { SampleContent.page(UInt64($0)) }
            let document = Document(
                role: .component, type: "CCCD", authority: "pb-cm-001", level: .commune, pages: pages)
            let sealed = station.seal(documents: [document])
            #expect(sealed.bytes.count > Registry.recentManifestBytes)
            try province.announce(sealed)
            #expect(province.registry.recentManifests.take(sealed.digest) == nil)
            #expect(try province.registry.complete(sealed.digest, terms: province.terms())?.state == .complete)
        }
    }
}
