import ContentStore
import Dossiers
import Exchange
import Foundation
import Intake
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite("Programs of others agree", .timeLimit(.minutes(5)))
struct OutsiderTests {
    @Test(
        "tuspy, unchanged, uploads the pages of a posted manifest in several requests and gets the receipt",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func tuspy() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let files = try SamplePages.files().prefix(3)
            let sealed = station.seal(try TestPage.samples(3))
            try await collector.live { client in
                #expect(try await client.post(sealed, as: station).status == 201)
                let result = try await runProgram(
                    Outsiders.python,
                    [
                        Programs.package.appending("Tests/Outsiders/upload_with_tus.py").string,
                        "http://127.0.0.1:\(client.port!)", station.token(), sealed.digest.rawValue, "300000",
                    ] + files.map(\.string))
                #expect(result.exitCode == 0, "\(result.errors)")
                let envelope = try Wire.decode(Envelope.self, from: Data(result.output.utf8))
                let receipt = try Receipt.open(envelope, with: collector.key.verificationKey)
                #expect(receipt.manifest == sealed.digest)
                #expect(receipt.outcome == .accepted)
            }
            for page in sealed.pages { #expect(try collector.store.read(page.page.digest) == Array(page.bytes)) }
        }
    }

    @Test(
        "securesystemslib verifies manifest and receipt, and refuses them altered",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func securesystemslib() async throws {
        try await withSignedPair { root, pairs in
            for (name, envelope, key) in pairs {
                let pem = try root.file("\(name).pem", key.pemRepresentation)
                let right = try await Outsiders.run(
                    "verify_envelope.py", try root.file("\(name).json", Wire.encode(envelope)), pem)
                #expect(right.exitCode == 0, "\(name): \(right.output) \(right.errors)")
                var altered = envelope
                altered.payload[altered.payload.count - 2] ^= 1
                let wrong = try await Outsiders.run(
                    "verify_envelope.py", try root.file("altered.json", Wire.encode(altered)), pem)
                #expect(wrong.exitCode == 1, "\(name): \(wrong.output) \(wrong.errors)")
                #expect(wrong.output.contains("not verified"))
            }
        }
    }

    @Test("openssl verifies manifest and receipt from their exported bytes, and refuses them altered")
    func openssl() async throws {
        try await withSignedPair { root, pairs in
            for (name, envelope, key) in pairs {
                let pem = try root.file("\(name).pem", key.pemRepresentation)
                let signature = try root.file("\(name).sig", envelope.signatures[0].sig)
                // DSSE, protocol.md: "DSSEv1" SP length SP type SP length SP payload. Written out here on purpose.
                var signed = Data(
                    "DSSEv1 \(envelope.payloadType.utf8.count) \(envelope.payloadType) \(envelope.payload.count) ".utf8)
                signed += envelope.payload
                let right = try await runTool(
                    "openssl",
                    ["dgst", "-sha256", "-verify", pem, "-signature", signature, try root.file("signed", signed)])
                #expect(right.exitCode == 0, "\(name): \(right.output) \(right.errors)")
                signed[signed.count - 2] ^= 1
                let wrong = try await runTool(
                    "openssl",
                    ["dgst", "-sha256", "-verify", pem, "-signature", signature, try root.file("signed", signed)])
                #expect(wrong.exitCode == 1)
            }
        }
    }

    @Test(
        "PyJWT accepts our bearer tokens, with the right key and audience only",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func pyjwt() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pem = try collector.root.file("station.pem", station.key.verificationKey.pemRepresentation)
            let other = try collector.root.file("other.pem", SigningKey().verificationKey.pemRepresentation)
            let right = try await Outsiders.run("verify_token.py", station.token(), pem, TestCollector.identity)
            #expect(right.exitCode == 0, "\(right.output) \(right.errors)")
            #expect(right.output.contains(station.id.rawValue))
            #expect(
                try await Outsiders.run("verify_token.py", station.token(), other, TestCollector.identity).exitCode == 1
            )
            #expect(try await Outsiders.run("verify_token.py", station.token(), pem, "c-other").exitCode == 1)
        }
    }

    @Test(
        "A bearer token made by PyJWT is accepted",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func foreignToken() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let key = try collector.root.file("station.key", station.key.pemRepresentation)
            let made = try await Outsiders.run("make_token.py", key, station.id.rawValue, TestCollector.identity)
            #expect(made.exitCode == 0, "\(made.errors)")
            let identity = try await collector.intake.authenticate(
                made.output.trimmingCharacters(in: .whitespacesAndNewlines))
            #expect(identity.station == station.id)
        }
    }

    /// A delivered manifest and its receipt, each as it is exported, with the key that verifies it.
    private func withSignedPair(
        _ body: @Sendable (FilePath, [(String, Envelope, VerificationKey)]) async throws -> Void
    ) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.routed { client in
                let receipt = try #require(try await client.deliver(sealed, as: station).receipt)
                let record = try #require(try collector.registry.manifest(sealed.digest))
                let stored = try Wire.decode(Envelope.self, from: record.envelope)
                try await body(
                    collector.root,
                    [
                        ("manifest", stored, station.key.verificationKey),
                        ("receipt", receipt, collector.key.verificationKey),
                    ])
            }
        }
    }
}
