import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Intake

/// What is rejected outside the chain leaves nothing behind.
struct RejectionTests {
    /// Posts `bytes` and expects to be refused without a trace.
    private func expectRejected(
        _ code: ErrorCode, _ bytes: Data, by collector: Collector, from identity: StationIdentity,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        await expectError(code, sourceLocation: sourceLocation) {
            _ = try await collector.intake.submit(bytes, from: identity)
        }
        #expect(try collector.count("manifest") == 0, sourceLocation: sourceLocation)
        #expect(try collector.registry.station(identity.station)?.headSequence == 0, sourceLocation: sourceLocation)
    }

    @Test("A body that is no envelope is rejected, wherever it is cut short")
    func truncated() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let bytes = station.seal(documents: [.component(SampleContent.page(1))]).bytes
            for length in stride(from: 0, to: bytes.count, by: 97) {
                try await expectRejected(.malformedRequest, bytes.prefix(length), by: collector, from: identity)
            }
            try await expectRejected(.malformedRequest, Data("null".utf8), by: collector, from: identity)
            _ = try await collector.intake.submit(bytes, from: identity)
        }
    }

    @Test("A changed bit in the payload or in the signature is found")
    func flippedBits() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let envelope = station.seal(documents: [.component(SampleContent.page(1))]).envelope
            for index in stride(from: 0, to: envelope.payload.count, by: 13) {
                var changed = envelope
                changed.payload[index] ^= 1
                try await expectRejected(.badSignature, try Wire.encode(changed), by: collector, from: identity)
            }
            for index in envelope.signatures[0].sig.indices {
                var changed = envelope
                changed.signatures[0].sig[index] ^= 1
                try await expectRejected(.badSignature, try Wire.encode(changed), by: collector, from: identity)
            }
            var unsigned = envelope
            unsigned.signatures = []
            try await expectRejected(.badSignature, try Wire.encode(unsigned), by: collector, from: identity)
        }
    }

    @Test("The signature must be that of the key enrolled last, whatever the envelope says of its key")
    func otherKeys() async throws {
        try await withCollector { collector in
            let former = try await collector.enrol()
            let station = try await collector.enrol(replaces: former.id)
            let identity = try await collector.identity(of: station)
            for key in [former.key, SigningKey(), collector.key] {
                var impostor = SampleStation(id: station.id, site: commune, key: key)
                var envelope = impostor.seal(documents: [.component(SampleContent.page(1))]).envelope
                envelope.signatures[0].keyid = station.key.verificationKey.fingerprint
                try await expectRejected(.badSignature, try Wire.encode(envelope), by: collector, from: identity)
            }
        }
    }

    @Test("A payload of another type is rejected, even with a right signature")
    func payloadType() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let payload = station.seal(documents: [.component(SampleContent.page(1))]).envelope.payload
            for type in [Receipt.payloadType, "application/vnd.sohoa.manifest.v2+json", ""] {
                let envelope = station.key.seal(payload, type: type)
                try await expectRejected(
                    .unsupportedPayloadType, try Wire.encode(envelope), by: collector, from: identity)
            }
        }
    }

    @Test("A signed payload that is no manifest is rejected, and the message names the member")
    func notAManifest() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            let right = String(
                decoding: station.seal(documents: [.component(SampleContent.page(1))]).envelope.payload, as: UTF8.self)
            let wrong = [
                "", "[]", "{}", right.replacingOccurrences(of: "H51.18-210615-0001", with: "hồ sơ 1"),
                right.replacingOccurrences(of: "\"sequence\":1", with: "\"sequence\":1.5"),
                right.replacingOccurrences(of: "\"sequence\":1", with: "\"sequence\":0"),
                right.replacingOccurrences(of: "\"sequence\":1", with: "\"sequence\":-9223372036854775808"),
                right.replacingOccurrences(of: "\"role\":\"component\"", with: "\"role\":\"other\""),
            ]
            for text in wrong {
                #expect(text != right)
                let envelope = station.key.seal(Data(text.utf8), type: Manifest.payloadType)
                try await expectRejected(.malformedManifest, try Wire.encode(envelope), by: collector, from: identity)
            }
            let envelope = station.key.seal(
                Data(right.replacingOccurrences(of: "H51.18-210615-0001", with: "1").utf8), type: Manifest.payloadType)
            let error = await expectError(.malformedManifest) {
                _ = try await collector.intake.submit(try Wire.encode(envelope), from: identity)
            }
            #expect(error?.detail.contains("dossier.code") == true)
        }
    }

    @Test("What is over a limit is rejected before it is looked into")
    func oversized() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            try await expectRejected(
                .tooLarge, Data(count: IntakeLimit.envelopeBytes + 1), by: collector, from: identity)
            let huge = station.key.seal(Data(count: Manifest.maximumByteLength + 1), type: Manifest.payloadType)
            try await expectRejected(.tooLarge, try Wire.encode(huge), by: collector, from: identity)
            let page = SampleContent.page(1, count: 10)
            var document = Document.component()
            document.pages = Array(repeating: page, count: Manifest.maximumPages + 1)
            document.pages = document.pages.map { page in
                var page = page
                page.scanner = nil
                return page
            }
            let many = station.seal(documents: [document])
            #expect(many.envelope.payload.count <= Manifest.maximumByteLength)
            try await expectRejected(.tooLarge, many.bytes, by: collector, from: identity)
        }
    }

    @Test("A station speaks only for itself and for its site")
    func otherStationOrSite() async throws {
        try await withCollector { collector in
            var (mine, theirs) = (try await collector.enrol(), try await collector.enrol(at: district))
            let identity = try await collector.identity(of: mine)
            let foreign = theirs.seal(documents: [.component(SampleContent.page(1))])
            try await expectRejected(.badSignature, foreign.bytes, by: collector, from: identity)
            let borrowed = mine.seal(documents: [.component(SampleContent.page(1))]) { $0.station = theirs.id }
            try await expectRejected(.wrongStation, borrowed.bytes, by: collector, from: identity)
            var moved = SampleStation(id: mine.id, site: district, key: mine.key)
            let elsewhere = moved.seal(documents: [.component(SampleContent.page(1))])
            try await expectRejected(.wrongSite, elsewhere.bytes, by: collector, from: identity)
        }
    }

    @Test("Errors of the chain have their codes, say where it goes on, and what to do")
    func chain() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            var clone = station
            let first = station.seal(documents: [.component(SampleContent.page(1))])
            _ = try await collector.intake.submit(first.bytes, from: identity)
            let reused = clone.seal(documents: [.component(SampleContent.page(2))])
            let fork = clone.seal(documents: [.component(SampleContent.page(3))])
            let gap = clone.seal(documents: [.component(SampleContent.page(4))])
            for (sealed, code) in [(reused, ErrorCode.sequenceReused), (fork, .chainFork), (gap, .sequenceGap)] {
                let error = await expectError(code) {
                    _ = try await collector.intake.submit(sealed.bytes, from: identity)
                }
                #expect(error?.expectedSequence == 2)
            }
            // The replay of what is there is no error.
            let again = try await collector.intake.submit(first.bytes, from: identity)
            #expect(again.status.state == .announced)
            try collector.expectSound()
        }
    }

    @Test("A broken rule is refused in its place, with a receipt that says which")
    func brokenRule() async throws {
        try await withCollector { collector in
            var station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            var page = SampleContent.page(1)
            page.byteLength = -5
            let bad = station.seal(documents: [.component(page)])
            let answer = try await collector.intake.submit(bad.bytes, from: identity)
            #expect(answer.status.state == .refused)
            #expect(answer.upload == nil)
            let receipt = try collector.receipt(in: answer.status)
            #expect(receipt.refusal?.code == ErrorCode.ruleBroken.rawValue)
            #expect(receipt.refusal?.detail.contains("documents[0].pages[0].byteLength") == true)
            let again = try await collector.intake.submit(bad.bytes, from: identity)
            #expect(again == answer)
            let content = SampleContent.bytes(2)
            let good = station.seal(documents: [.component(SampleContent.page(content))])
            #expect(try await collector.deliver(good, from: station, contents: [content]).sequence == 2)
            try collector.expectSound()
        }
    }
}
