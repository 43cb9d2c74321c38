import ContentStore
import Crypto
import Dossiers
import Exchange
import Foundation
import GRDB
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Intake

/// A verification finds every kind of damage that is planted, and nothing in what is whole.
struct VerificationTests {
    /// Two stations' deliveries: a correction, a refusal, a duplicate, and a manifest that awaits pages.
    private func withDeliveries<Result>(_ body: (Collector, [SealedManifest]) async throws -> Result) async throws
        -> Result
    {
        try await withCollector { collector in
            var (one, two) = (try await collector.enrol(), try await collector.enrol())
            let (a, b) = (SampleContent.bytes(1), SampleContent.bytes(2))
            let first = one.seal(documents: [.component(SampleContent.page(a))])
            let second = one.seal(
                documents: [
                    .component(SampleContent.page(a), SampleContent.page(b)),
                    .reused("H51.18-210301-0001", from: first.digest),
                ],
                sealedAt: SampleStation.noon.addingTimeInterval(60), supersedes: [first.digest])
            let refused = one.seal(documents: [])
            let same = two.seal(
                documents: second.manifest.documents, sealedAt: SampleStation.noon.addingTimeInterval(90))
            let open = two.seal("H51.18-210615-0002", documents: [.component(SampleContent.page(3))])
            for sealed in [first, second, refused] {
                try await collector.deliver(sealed, from: one, contents: [a, b])
            }
            try await collector.deliver(same, from: two, contents: [a, b])
            _ = try await collector.intake.submit(open.bytes, from: try await collector.identity(of: two))
            return try await body(collector, [first, second, refused, same, open])
        }
    }

    @Test("What is whole has no findings, and everything was looked at")
    func whole() async throws {
        try await withDeliveries { collector, _ in
            var findings: [Finding] = []
            let summary = try Verification.run(
                registry: collector.registry, store: collector.store, key: collector.key.verificationKey, by: "admin",
                at: collector.clock.now
            ) { findings.append($0) }
            #expect(findings == [])
            #expect(summary.contents == 2)
            #expect(summary.bytes == 2000)
            #expect(summary.manifests == 5)
            #expect(summary.receipts == 4)
            #expect(summary.stations == 2)
            #expect(summary.damages == 0)
        }
    }

    @Test("A changed bit in a stored page is found; it is taken out only when told to, and can then be sent again")
    func damagedPage() async throws {
        try await withDeliveries { collector, manifests in
            let digest = SampleContent.page(1).digest
            let path = collector.store.path(of: digest).string
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            var bytes = SampleContent.bytes(1)
            bytes[500] ^= 4
            try Data(bytes).write(to: URL(filePath: path))
            for _ in 0..<2 {
                let found = try collector.verify()
                #expect(found.map(\.kind) == [.contentDamaged])
                #expect(found.first?.subject == digest.rawValue)
            }
            #expect(try collector.verify(quarantine: true).map(\.kind) == [.contentDamaged])
            #expect(!collector.store.contains(digest))
            #expect(try collector.verify().map(\.kind) == [.contentMissing])
            #expect(try collector.registry.auditTrail(subject: digest.rawValue).map(\.action) == ["content.quarantine"])

            var station = try await collector.enrol()
            let again = station.seal("H51.18-210615-0009", documents: [.component(SampleContent.page(1))])
            try await collector.deliver(again, from: station, contents: [SampleContent.bytes(1)])
            try collector.expectSound()
        }
    }

    @Test("A page of another length, and one that is missing, are found")
    func missingPages() async throws {
        try await withDeliveries { collector, _ in
            try collector.store.delete(SampleContent.page(1).digest)
            let path = collector.store.path(of: SampleContent.page(2).digest).string
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            try Data(SampleContent.bytes(2) + [0]).write(to: URL(filePath: path))
            #expect(try collector.verify().map(\.kind) == [.contentMissing, .contentDamaged])
        }
    }

    @Test("A content that no manifest names is noted, and is no damage")
    func unlisted() async throws {
        try await withDeliveries { collector, _ in
            try collector.store.put(SampleContent.bytes(50))
            let found = try collector.verify()
            #expect(found.map(\.kind) == [.contentUnlisted])
            #expect(!found.contains { $0.kind.isDamage })
        }
    }

    /// A statement that damages the index, and what is to be found then.
    struct Damage: Sendable, CustomTestStringConvertible {
        let sql: String
        let kinds: Set<Finding.Kind>

        init(_ sql: String, _ kinds: Finding.Kind...) {
            self.sql = sql
            self.kinds = Set(kinds)
        }

        var testDescription: String { sql }
    }

    static let damages: [Damage] = [
        Damage(
            "UPDATE manifest SET envelope = X'7B7D' WHERE id = 1",
            .manifestDamaged),
        Damage("UPDATE manifest SET sealedAt = sealedAt + 1 WHERE id = 2", .manifestIndex),
        Damage("UPDATE manifest SET dossierCode = 'H51.18-210615-0007' WHERE id = 2", .manifestIndex),
        Damage("UPDATE manifest SET contentDigest = zeroblob(32) WHERE id = 2", .manifestIndex),
        Damage("DELETE FROM receipt WHERE number = 2", .receiptMissing),
        Damage("DELETE FROM receipt WHERE number = 4", .receiptMissing),
        Damage("UPDATE receipt SET number = 9 WHERE number = 4", .receiptMissing, .receiptDamaged),
        Damage("UPDATE receipt SET envelope = X'00' WHERE number = 1", .receiptDamaged),
        Damage(
            "UPDATE receipt SET envelope = (SELECT envelope FROM receipt WHERE number = 2) WHERE number = 1",
            .receiptDamaged),
        Damage("UPDATE station SET headSequence = 7", .chainBroken),
        Damage("UPDATE station SET headDigest = zeroblob(32)", .chainBroken),
        Damage("DELETE FROM page WHERE position = 1 AND document = 2", .pageUnlisted),
        Damage("DELETE FROM siteBlob WHERE blob = 2", .pageUnlisted),
        Damage("UPDATE blob SET byteLength = 999 WHERE id = 1", .contentDamaged),
        Damage("DELETE FROM site WHERE id = 'pb-d01'", .indexDamaged),
    ]

    @Test("Whatever is changed or removed in the index is found", arguments: damages)
    func changedIndex(damage: Damage) async throws {
        try await withDeliveries { collector, _ in
            try collector.sql(damage.sql)
            // Rows that refer to what was removed are SQLite's finding, beside ours.
            let found = Set(try collector.verify().map(\.kind)).subtracting(
                damage.kinds == [.indexDamaged] ? [] : [.indexDamaged])
            #expect(found == damage.kinds)
        }
    }

    @Test("A manifest cut out of the middle or off the end of a chain is found")
    func removedManifest() async throws {
        for (sequence, finds) in [(2, "missing"), (3, "missing")] {
            try await withDeliveries { collector, manifests in
                let station = manifests[0].manifest.station
                try collector.sql("DELETE FROM manifest WHERE station = '\(station)' AND sequence = \(sequence)")
                let broken = try collector.verify().filter { $0.kind == .chainBroken }
                #expect(broken.map(\.subject) == [station.rawValue])
                #expect(broken.first?.detail.contains(finds) == true)
            }
        }
    }

    @Test("A manifest put in the place of another, with a right digest and another key, is found")
    func forgedManifest() async throws {
        try await withDeliveries { collector, manifests in
            let forged = SealedManifest(manifests[1].manifest, key: SigningKey())
            try collector.sql(
                "UPDATE manifest SET envelope = X'\(forged.bytes.hex)' WHERE digest = X'\(manifests[1].digest)'")
            #expect(try collector.verify().map(\.kind) == [.manifestSignature])
        }
    }

    @Test("A receipt that another key signed is found")
    func forgedReceipt() async throws {
        try await withDeliveries { collector, manifests in
            let receipt = try #require(try collector.registry.manifest(manifests[0].digest)?.receipt)
            let forged = SigningKey().seal(try Wire.encode(receipt), type: Receipt.payloadType)
            let bytes = try Wire.encode(forged)
            try collector.sql("UPDATE receipt SET envelope = X'\(bytes.hex)' WHERE number = 1")
            #expect(try collector.verify().map(\.kind) == [.receiptSignature])
        }
    }
}

extension Data {
    fileprivate var hex: String { map { String(format: "%02x", $0) }.joined() }
}
