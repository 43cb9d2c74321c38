import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Intake
import Registry
import TestSupport
import Testing

@Suite("Manifests over HTTP")
struct ManifestTests {
    @Test("A new manifest is answered with 201, the pages needed and their upload; the same again with 200")
    func announce() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = [TestPage.random(3000, seed: 1), .random(5000, seed: 2), .random(3000, seed: 1)]
            let sealed = station.seal(pages)
            try await collector.routed { client in
                let answer = try await client.post(sealed, as: station)
                #expect(answer.status == 201)
                let status = try answer.decoded(SubmissionStatus.self)
                #expect(status.manifest == sealed.digest)
                #expect(status.state == .announced)
                #expect(status.needed.map(\.digest) == [pages[0].page.digest, pages[1].page.digest])
                #expect(answer.headers[.uploadOffset] == "0")
                #expect(answer.headers[.uploadLength] == "8000")
                #expect(answer.headers[.uploadExpires]?.hasSuffix(" GMT") == true)
                #expect(answer.headers[.tusResumable] == "1.0.0")
                let again = try await client.post(sealed, as: station)
                #expect(again.status == 200)
                #expect(again.body == answer.body)
                #expect(again.headers[.location] == answer.headers[.location])
            }
        }
    }

    @Test("The address of the upload is relative, so that it holds behind any proxy")
    func location() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let sealed = station.seal([.random(100, seed: 1)])
                let location = try #require(try await client.post(sealed, as: station).headers[.location])
                let base = URL(string: "https://sohoa.example.vn/thu-nhan/v1/manifests")
                let resolved = try #require(URL(string: location, relativeTo: base)?.absoluteString)
                #expect(resolved.hasPrefix("https://sohoa.example.vn/thu-nhan/v1/uploads/"))
                let asked = try await client.send(
                    .get, "/v1/manifests/\(sealed.digest)", [.authorization: "Bearer \(station.token())"])
                let deeper = URL(string: "https://sohoa.example.vn/thu-nhan/v1/manifests/\(sealed.digest)")
                let same = URL(string: try #require(asked.headers[.location]), relativeTo: deeper)
                #expect(same?.absoluteString == resolved)
            }
        }
    }

    @Test("A manifest whose pages are known is complete at once, with its receipt")
    func nothingNeeded() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let page = TestPage.random(2000, seed: 1)
            try await collector.routed { client in
                #expect(try await client.deliver(station.seal([page]), as: station).status == 204)
                let second = station.seal([page], code: "H51-210615-0002")
                let answer = try await client.post(second, as: station)
                #expect(answer.status == 201)
                #expect(answer.headers[.location] == nil)
                let status = try answer.decoded(SubmissionStatus.self)
                #expect(status.state == .complete)
                let receipt = try Receipt.open(try #require(status.receipt), with: collector.key.verificationKey)
                #expect(receipt.manifest == second.digest)
                #expect(receipt.outcome == .accepted)
                #expect(try await client.post(second, as: station).status == 200)
            }
        }
    }

    @Test("A manifest of a reused paper alone is complete at once, and what it says is kept")
    func reusedAlone() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let first = station.seal([TestPage.random(2000, seed: 1)])
                _ = try await client.deliver(first, as: station)
                var manifest = station.manifest([], sequence: 2, previous: first.digest)
                manifest.documents = [.reused(manifest.dossier.code.rawValue, from: first.digest)]
                manifest.corrections = [
                    Correction(at: manifest.sealedAt, by: "lan.tt", action: .reused, detail: "GCS")
                ]
                let sealed = station.sign(manifest)
                let answer = try await client.post(sealed, as: station)
                #expect(answer.status == 201)
                let status = try answer.decoded(SubmissionStatus.self)
                #expect(status.state == .complete)
                let receipt = try Receipt.open(try #require(status.receipt), with: collector.key.verificationKey)
                #expect((receipt.outcome, receipt.pages, receipt.bytes) == (.accepted, 0, 0))
                let kept = try #require(try collector.registry.manifest(sealed.digest))
                #expect(kept.manifest == manifest)
                var differences = 0
                _ = try collector.registry.recount(by: "test", at: collector.clock.now) { _ in differences += 1 }
                #expect(differences == 0)
            }
        }
    }

    @Test("A page that only another site may know of is asked for again")
    func otherSitesPages() async throws {
        try await withCollector { collector in
            let page = TestPage.random(2000, seed: 1)
            let first = try await collector.station()
            let other = try await collector.station(at: TestCollector.otherCommune)
            try await collector.routed { client in
                _ = try await client.deliver(first.seal([page]), as: first)
                let status = try await client.post(other.seal([page]), as: other).decoded(SubmissionStatus.self)
                #expect(status.needed.map(\.digest) == [page.page.digest])
            }
        }
    }

    @Test("State and receipt can be asked for, by the site's stations only")
    func ask() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let stranger = try await collector.station(at: TestCollector.otherCommune)
            let sealed = station.seal([.random(1000, seed: 1)])
            let path = "/v1/manifests/\(sealed.digest)"
            try await collector.routed { client in
                func get(_ path: String, _ station: TestStation) async throws -> Answer {
                    try await client.send(.get, path, [.authorization: "Bearer \(station.token())"])
                }
                #expect(try await get(path, station).code == .notFound)
                let upload = try await client.post(sealed, as: station).upload()
                _ = try await client.patch(upload, at: 0, sealed.stream.prefix(400), as: station)
                let halfway = try await get(path, station)
                #expect(try halfway.decoded(SubmissionStatus.self).state == .announced)
                #expect(halfway.headers[.uploadOffset] == "400")
                #expect(try await get(path + "/receipt", station).code == .notFound)
                _ = try await client.patch(upload, at: 400, sealed.stream.dropFirst(400), as: station)
                let done = try await get(path, station)
                #expect(try done.decoded(SubmissionStatus.self).state == .complete)
                #expect(done.headers[.location] == nil)
                let receipt = try await get(path + "/receipt", station)
                #expect(receipt.headers[.contentType] == "application/vnd.dsse+json")
                let opened = try Receipt.open(try receipt.decoded(), with: collector.key.verificationKey)
                #expect(opened.manifest == sealed.digest)
                #expect(try await get(path, stranger).code == .notFound)
                #expect(try await get(path + "/receipt", stranger).code == .notFound)
            }
        }
    }

    @Test("A digest that is none is told apart from one that is not known", arguments: ["x", "ABCDEF", "..%2f", "%00"])
    func malformedDigest(_ text: String) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                for path in ["/v1/manifests/\(text)", "/v1/manifests/\(text)/receipt"] {
                    let answer = try await client.send(.get, path, [.authorization: "Bearer \(station.token())"])
                    #expect(answer.status == 400)
                    #expect(answer.code == .malformedRequest)
                }
            }
        }
    }

    @Test("Gap, reuse and fork are refused, and the next free place is told")
    func chain() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = [TestPage.random(500, seed: 1)]
            let first = station.seal(pages)
            try await collector.routed { client in
                _ = try await client.post(first, as: station)
                for (sequence, previous, code): (Int, ContentDigest?, ErrorCode) in [
                    (3, first.digest, .sequenceGap), (1, nil, .sequenceReused),
                    (2, ContentDigest(sha256Of: Data("another".utf8)), .chainFork),
                ] {
                    let other = station.sign(
                        station.manifest(pages, code: "H51-210615-0009", sequence: sequence, previous: previous))
                    let answer = try await client.post(other, as: station)
                    #expect(answer.status == 409)
                    #expect(answer.code == code)
                    #expect(answer.problem?.expectedSequence == 2)
                }
            }
        }
    }

    @Test("A foreign signature, another station's manifest and another payload never get into the chain")
    func forged() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let other = try await collector.station()
            try await collector.routed { client in
                let manifest = station.manifest([.random(500, seed: 1)], sequence: 1, previous: nil)
                let payload = try Wire.encode(manifest)
                func post(_ envelope: Envelope) async throws -> Answer {
                    try await client.post(Sealed(envelope: envelope, pages: []), as: station)
                }
                let foreign = try await post(SigningKey().seal(payload, type: Manifest.payloadType))
                #expect(foreign.status == 422)
                #expect(foreign.code == .badSignature)
                var altered = station.key.seal(payload, type: Manifest.payloadType)
                altered.payload[altered.payload.count / 2] ^= 1
                #expect(try await post(altered).code == .badSignature)
                #expect(
                    try await post(station.key.seal(payload, type: Receipt.payloadType)).code == .unsupportedPayloadType
                )
                #expect(
                    try await post(station.key.seal(Data("{}".utf8), type: Manifest.payloadType)).code
                        == .malformedManifest)
                var elsewhere = manifest
                elsewhere.site = TestCollector.otherCommune
                #expect(try await client.post(station.sign(elsewhere), as: station).code == .wrongSite)
                // Signed by one with the key of the other's token: the sender is who the token says.
                let borrowed = try await client.post(station.sign(manifest), as: other)
                #expect(borrowed.status == 422 || borrowed.status == 403)
                #expect(try collector.registry.station(station.id)?.headSequence == 0)
            }
        }
    }

    @Test("A manifest that breaks a rule takes its place and is answered with a signed refusal")
    func refused() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                var manifest = station.manifest([.random(500, seed: 1)], sequence: 1, previous: nil)
                manifest.documents[0].pages = []
                let answer = try await client.post(station.sign(manifest), as: station)
                #expect(answer.status == 201)
                let status = try answer.decoded(SubmissionStatus.self)
                #expect(status.state == .refused)
                let receipt = try Receipt.open(try #require(status.receipt), with: collector.key.verificationKey)
                #expect(receipt.refusal?.code == ErrorCode.ruleBroken.rawValue)
                let next = station.sign(
                    station.manifest(
                        [.random(500, seed: 1)], sequence: 2, previous: station.sign(manifest).digest))
                #expect(try await client.post(next, as: station).status == 201)
            }
        }
    }

    @Test("Truncated, oversized and foreign bodies are refused before anything is kept")
    func badBodies() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(500, seed: 1)])
            try await collector.routed { client in
                func post(_ body: Data, _ type: String = "application/vnd.dsse+json") async throws -> Answer {
                    try await client.send(
                        .post, "/v1/manifests",
                        [.authorization: "Bearer \(station.token())", .contentType: type], body)
                }
                for length in [0, 1, 100, sealed.body.count - 1] {
                    let answer = try await post(sealed.body.prefix(length))
                    #expect(answer.status == 400, "\(length)")
                    #expect(answer.code == .malformedRequest, "\(length)")
                }
                let large = try await post(Data(repeating: UInt8(ascii: " "), count: (8 << 20) + 1))
                #expect(large.status == 413)
                #expect(large.code == .tooLarge)
                #expect(try await post(sealed.body, "text/plain").status == 415)
                #expect(try collector.registry.station(station.id)?.headSequence == 0)
                #expect(try await post(sealed.body, "application/json; charset=utf-8").status == 201)
            }
        }
    }

    @Test("A nearly full disk is told, with a time to try again")
    func fullDisk() async throws {
        try await withCollector(minimumFreeBytes: .max) { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let answer = try await client.post(station.seal([.random(500, seed: 1)]), as: station)
                #expect(answer.status == 507)
                #expect(answer.code == .storageFull)
                #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
            }
        }
    }
}
