import ContentStore
import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Intake

struct DeliveryTests {
    @Test("A page is stored once and sent once, however many dossiers of the site name it")
    func deduplicates() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let (a, b) = (SampleContent.bytes(1), SampleContent.bytes(2))
            let first = station.seal(documents: [.component(SampleContent.page(a), SampleContent.page(a))])
            let receipt = try await collector.deliver(first, from: station, contents: [a])
            #expect(receipt.pages == 1)
            #expect(receipt.bytes == 1000)
            let second = station.seal(
                "H51.18-210615-0002", documents: [.component(SampleContent.page(b), SampleContent.page(a))])
            let answer = try await collector.intake.submit(
                second.bytes, from: try await collector.identity(of: station))
            #expect(answer.status.needed.map(\.digest) == [ContentDigest(sha256Of: b)])
            try await collector.deliver(second, from: station, contents: [a, b])
            #expect(try collector.store.digests().count == 2)
            try collector.expectSound()
        }
    }

    @Test(
        "A station that has only the digest of another site's page neither learns that it is there nor gets a receipt")
    func noOracle() async throws {
        try await withCollector { collector in
            let secret = SampleContent.bytes(1)
            var (owner, thief) = (try await collector.enrol(), try await collector.enrol(at: district))
            try await collector.deliver(
                owner.seal(documents: [.component(SampleContent.page(secret))]), from: owner, contents: [secret])
            let claim = thief.seal(documents: [.component(SampleContent.page(secret))])
            let identity = try await collector.identity(of: thief)
            for restart in [false, true] {
                let collector = restart ? try await collector.restarted() : collector
                let answer = try await collector.intake.submit(claim.bytes, from: identity)
                #expect(answer.status.state == .announced)
                #expect(answer.status.needed.map(\.digest) == [ContentDigest(sha256Of: secret)])
                let upload = try #require(answer.upload)
                // Guesses end the upload, and the page of that name is still asked for.
                await expectError(.pageMismatch) {
                    _ = try await collector.append(SampleContent.bytes(9), to: upload.id, at: 0, from: thief)
                }
                guard restart else { continue }
                let again = try await collector.intake.submit(claim.bytes, from: identity)
                #expect(again.status.needed.count == 1)
                // Whoever has the bytes can send them, and the stored page stays as it is.
                try await collector.deliver(claim, from: thief, contents: [secret])
                try collector.expectSound()
            }
        }
    }

    @Test("Pages that another submission brought meanwhile are not sent again")
    func refreshes() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let (a, b, c) = (SampleContent.bytes(1), SampleContent.bytes(2), SampleContent.bytes(3))
            let first = station.seal(documents: [.component(SampleContent.page(a), SampleContent.page(b))])
            let second = station.seal(
                documents: [.component(SampleContent.page(a), SampleContent.page(b), SampleContent.page(c))],
                sealedAt: SampleStation.noon.addingTimeInterval(60), supersedes: [first.digest])
            let third = station.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(b))])
            for sealed in [first, second, third] {
                #expect(try await collector.intake.submit(sealed.bytes, from: identity).upload != nil)
            }
            try await collector.deliver(first, from: station, contents: [a, b])
            let answer = try await collector.intake.submit(second.bytes, from: identity)
            #expect(answer.status.needed.map(\.digest) == [ContentDigest(sha256Of: c)])
            #expect(try await collector.intake.submit(third.bytes, from: identity).status.state == .complete)
            try await collector.deliver(second, from: station, contents: [c])
            try collector.expectSound()
        }
    }

    @Test("An upload that has begun keeps its list, even when pages of it come another way")
    func keepsList() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let (a, b) = (SampleContent.bytes(1), SampleContent.bytes(2))
            let first = station.seal(documents: [.component(SampleContent.page(a), SampleContent.page(b))])
            let second = station.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(b))])
            let upload = try #require(try await collector.intake.submit(first.bytes, from: identity).upload)
            _ = try await collector.append(a.prefix(10), to: upload.id, at: 0, from: station)
            try await collector.deliver(second, from: station, contents: [b])
            let answer = try await collector.intake.submit(first.bytes, from: identity)
            #expect(answer.upload?.id == upload.id)
            #expect(answer.upload?.offset == 10)
            #expect(answer.status.needed.count == 2)
            try await collector.deliver(first, from: station, contents: [a, b])
            try collector.expectSound()
        }
    }

    @Test("After a new enrolment the same dossier is receipted as a duplicate, and its correction as accepted")
    func reenrolled() async throws {
        try await withCollector { collector in
            var former = try await collector.enrol()
            let (a, b) = (SampleContent.bytes(1), SampleContent.bytes(2))
            let original = former.seal(documents: [.component(SampleContent.page(a))])
            try await collector.deliver(original, from: former, contents: [a])
            var station = try await collector.enrol(replaces: former.id)
            let restated = station.seal(
                documents: [.component(SampleContent.page(a))], sealedAt: SampleStation.noon.addingTimeInterval(600))
            let receipt = try await collector.deliver(restated, from: station, contents: [])
            #expect(receipt.outcome == .duplicate)
            #expect(receipt.duplicateOf == original.digest)
            let corrected = station.seal(
                documents: [.component(SampleContent.page(a), SampleContent.page(b))],
                sealedAt: SampleStation.noon.addingTimeInterval(900), supersedes: [restated.digest])
            #expect(try await collector.deliver(corrected, from: station, contents: [b]).outcome == .accepted)
            let dossier = try collector.registry.dossier(original.manifest.dossier.code)
            #expect(dossier.first?.manifests.map(\.isEffective) == [false, false, true])
            try collector.expectSound()
        }
    }

    @Test("Stations that deliver at the same time do not disturb one another")
    func concurrent() async throws {
        try await withCollector { collector in
            var stations: [SampleStation] = []
            for index in 0..<8 {
                stations.append(try await collector.enrol(at: index.isMultiple(of: 2) ? commune : district))
            }
            try await withThrowingTaskGroup { group in
                for (index, station) in stations.enumerated() {
                    group.addTask {
                        var station = station
                        for number in 1...6 {
                            let contents = (0..<3).map {
                                SampleContent.bytes(UInt64(index * 100 + number * 10 + $0), count: 9000)
                            }
                            // One page is everybody's.
                            let shared = SampleContent.bytes(7777)
                            let pages = (contents + [shared]).map { SampleContent.page($0) }
                            var document = Document.component()
                            document.pages = pages
                            let sealed = station.seal("H51.1\(index)-210615-000\(number)", documents: [document])
                            let receipt = try await collector.deliver(
                                sealed, from: station, contents: contents + [shared])
                            #expect(receipt.outcome == .accepted)
                            #expect(receipt.sequence == number)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try collector.store.digests().count == 8 * 6 * 3 + 1)
            #expect(try collector.count("receipt") == 48)
            #expect(try collector.partials == [])
            try collector.expectSound()
        }
    }

    @Test("A manifest posted twice at the same moment takes one place and gets one upload")
    func racingPosts() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let content = SampleContent.bytes(1)
            let sealed = station.seal(documents: [.component(SampleContent.page(content))])
            let uploads = try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask { try await collector.intake.submit(sealed.bytes, from: identity).upload?.id }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(uploads.count == 1)
            #expect(try collector.count("manifest") == 1)
            try await collector.deliver(sealed, from: station, contents: [content])
            try collector.expectSound()
        }
    }
}
