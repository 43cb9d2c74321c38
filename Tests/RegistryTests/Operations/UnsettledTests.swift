import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("Submissions that wait or were refused")
struct UnsettledTests {
    private let other = SiteID(rawValue: "pb-cm-002")!

    @Test("What waits is listed, the oldest first, until it is complete; within the offices asked for")
    func waiting() async throws {
        try await withProvince { province throws in
            var (here, there) = (try province.station(), try province.station(at: other))
            func announce(_ sealed: SealedManifest, at moment: Date) throws {
                try province.announce(sealed, terms: province.terms(at: moment, isStored: { _, _ in false }))
            }
            let sealed = (1...3).map { number in
                here.seal("H51.18-210615-000\(number)", documents: [.component(SampleContent.page(UInt64(number)))])
            }
            for (index, manifest) in sealed.enumerated() {
                try announce(manifest, at: noon - Double(10_000 - index))
            }
            try announce(
                there.seal("H51.18-210615-0004", documents: [.component(SampleContent.page(4))]), at: noon - 20_000)
            func codes(before: Double = 0, of sites: Set<SiteID>? = nil, limit: Int = 10) throws -> ([String], Int) {
                let found = try province.registry.waitingSubmissions(
                    announcedBefore: noon - before, of: sites, limit: limit)
                return (found.items.map { String($0.dossier.rawValue.suffix(1)) }, found.count)
            }
            #expect(try codes() == (["4", "1", "2", "3"], 4))
            #expect(try codes(limit: 2) == (["4", "1"], 4))
            #expect(try codes(before: 10_000) == (["4"], 1))
            #expect(try codes(of: [commune]) == (["1", "2", "3"], 3))
            #expect(try codes(of: []) == ([], 0))
            _ = try province.registry.complete(sealed[1].digest, terms: province.terms())
            #expect(try codes(of: [commune]) == (["1", "3"], 2))
        }
    }

    @Test("What was refused is listed with its reason, the latest first")
    func refused() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            for (number, age) in [(1, 50.0), (2, 20), (3, 10)] {
                let sealed = station.seal(
                    "H51.18-210615-000\(number)", documents: [.component(SampleContent.page(UInt64(number)))])
                let refusal = Receipt.Refusal(code: .ruleBroken, detail: "rule \(number)")
                _ = try province.registry.announce(
                    ReceivedManifest(
                        envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: refusal),
                    terms: province.terms(at: noon - age * 86_400))
            }
            let found = try province.registry.refusedSubmissions(since: noon - 30 * 86_400, of: [commune], limit: 10)
            #expect(found.count == 2 && found.items.map(\.sequence) == [3, 2])
            #expect(found.items.map(\.refusal?.code) == ["rule_broken", "rule_broken"])
            #expect(found.items.map(\.refusal?.detail) == ["rule 3", "rule 2"])
            #expect(found.items.allSatisfy { $0.station == station.id && $0.site == commune })
            #expect(try province.registry.refusedSubmissions(since: noon, of: [district], limit: 10).count == 0)
        }
    }
}
