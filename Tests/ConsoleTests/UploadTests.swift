import ContentStore
import Crypto
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Intake
import Registry
import Testing

@Suite("Uploads by tus 1.0")
struct UploadTests {
    @Test("What is spoken of tus is told without a token")
    func capabilities() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.options, "/v1/uploads")
                #expect(answer.status == 204)
                #expect(answer.headers[.tusVersion] == "1.0.0")
                #expect(answer.headers[HTTPField.Name("Tus-Extension")!] == "creation,checksum,termination,expiration")
                #expect(answer.headers[HTTPField.Name("Tus-Checksum-Algorithm")!] == "sha1,sha256")
            }
        }
    }

    @Test("The last byte brings the receipt along, and the pages are stored")
    func whole() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = try TestPage.samples(2)
            let sealed = station.seal(pages)
            try await collector.routed { client in
                let answer = try await client.deliver(sealed, as: station)
                #expect(answer.status == 204)
                #expect(answer.body.isEmpty)
                #expect(answer.headers[.uploadOffset] == "\(sealed.stream.count)")
                let receipt = try Receipt.open(try #require(answer.receipt), with: collector.key.verificationKey)
                #expect(receipt.outcome == .accepted)
                #expect(receipt.pages == 2)
                #expect(receipt.bytes == sealed.stream.count)
            }
            for page in pages { #expect(try collector.store.read(page.page.digest) == Array(page.bytes)) }
        }
    }

    @Test("A stream goes on at any byte, and offsets never go back")
    func anySplit() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1), .random(1, seed: 2), .random(2000, seed: 3)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                var offset = 0
                for step in [0, 1, 2998, 1, 1, 1, 1000, 999] {
                    let answer = try await client.patch(
                        upload, at: offset, sealed.stream.dropFirst(offset).prefix(step), as: station)
                    offset += step
                    #expect(answer.status == 204)
                    #expect(answer.headers[.uploadOffset] == "\(offset)")
                    let head = try await client.tus(.head, upload, as: station)
                    #expect(head.status == 200)
                    #expect(head.headers[.uploadOffset] == "\(offset)")
                    #expect(head.headers[.uploadLength] == "5001")
                    #expect(head.headers[.cacheControl] == "no-store")
                    #expect(head.body.isEmpty)
                }
                #expect(offset == 5001)
                let status = try await client.post(sealed, as: station).decoded(SubmissionStatus.self)
                #expect(status.state == .complete)
                // The answer to the last byte was lost: asking and sending nothing more are answered alike.
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "5001")
                let empty = try await client.patch(upload, at: 5001, Data(), as: station)
                #expect(empty.status == 204)
                #expect(empty.receipt != nil)
            }
        }
    }

    @Test("Another offset than the one reached is refused, and the right one told")
    func wrongOffset() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                _ = try await client.patch(upload, at: 0, sealed.stream.prefix(1000), as: station)
                for offset in [0, 999, 1001, 5000] {
                    let answer = try await client.patch(upload, at: offset, Data(count: 10), as: station)
                    #expect(answer.status == 409)
                    #expect(answer.code == .offsetMismatch)
                    #expect(answer.headers[.uploadOffset] == "1000")
                }
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "1000")
            }
        }
    }

    @Test("More bytes than are awaited are refused")
    func tooLong() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                let answer = try await client.patch(upload, at: 0, sealed.stream + Data(count: 1), as: station)
                #expect(answer.status == 413)
                #expect(answer.code == .uploadTooLong)
                #expect(answer.headers[.tusResumable] == "1.0.0")
                #expect(try await client.patch(upload, at: 0, sealed.stream, as: station).status == 204)
            }
        }
    }

    @Test("A wrong page is refused by name; the pages before it are kept")
    func wrongPage() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = [TestPage.random(3000, seed: 1), .random(2000, seed: 2), .random(1000, seed: 3)]
            let sealed = station.seal(pages)
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                var stream = sealed.stream
                stream[4000] ^= 1
                let answer = try await client.patch(upload, at: 0, stream, as: station)
                #expect(answer.status == 422)
                #expect(answer.code == .pageMismatch)
                #expect(answer.problem?.page == pages[1].page.digest)
                #expect(try await client.tus(.head, upload, as: station).status == 410)
                let again = try await client.post(sealed, as: station)
                let needed = try again.decoded(SubmissionStatus.self).needed
                #expect(needed.map(\.digest) == [pages[1].page.digest, pages[2].page.digest])
                let rest = try await client.patch(
                    again.upload(), at: 0, pages[1].bytes + pages[2].bytes, as: station)
                #expect(rest.receipt != nil)
            }
        }
    }

    @Test("Bytes with a wrong checksum do not count, with the right one they do", arguments: ["sha1", "sha256"])
    func checksum(_ algorithm: String) async throws {
        @Sendable func field(_ bytes: Data) -> String {
            let digest = algorithm == "sha1" ? Data(Insecure.SHA1.hash(data: bytes)) : Data(SHA256.hash(data: bytes))
            return "\(algorithm) \(digest.base64EncodedString())"
        }
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                let part = sealed.stream.prefix(1000)
                let wrong = try await client.patch(
                    upload, at: 0, part, as: station, [.uploadChecksum: field(part.dropLast())])
                #expect(wrong.status == 460)
                #expect(wrong.code == .checksumMismatch)
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "0")
                let right = try await client.patch(upload, at: 0, part, as: station, [.uploadChecksum: field(part)])
                #expect(right.status == 204)
                #expect(right.headers[.uploadOffset] == "1000")
            }
        }
    }

    @Test(
        "A header that is not of the documented form is refused, and the upload stays as it was",
        arguments: [
            ([.uploadOffset: "-1"], 400), ([.uploadOffset: "+0"], 400), ([.uploadOffset: "0x0"], 400),
            ([.uploadOffset: "99999999999999999999"], 400), ([.uploadOffset: ""], 400),
            ([.contentType: "application/octet-stream"], 415), ([.contentType: ""], 415),
            ([.uploadChecksum: "md5 AAAA"], 400), ([.uploadChecksum: "sha1 ???"], 400),
            ([.uploadChecksum: "sha1"], 400),
            ([.tusResumable: "0.2.2"], 412), ([.tusResumable: ""], 412),
        ] as [(HTTPFields, Int)])
    func malformedHeader(_ headers: HTTPFields, _ status: Int) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                let answer = try await client.patch(upload, at: 0, sealed.stream, as: station, headers)
                #expect(answer.status == status)
                #expect(answer.problem?.status == status)
                #expect(answer.headers[.tusResumable] == "1.0.0")
                if status == 412 { #expect(answer.headers[.tusVersion] == "1.0.0") }
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "0")
            }
        }
    }

    @Test("Another station can neither see, nor fill, nor end an upload")
    func otherStation() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let neighbour = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                let head = try await client.tus(.head, upload, as: neighbour)
                let patch = try await client.patch(upload, at: 0, sealed.stream, as: neighbour)
                let end = try await client.tus(.delete, upload, as: neighbour)
                for answer in [head, patch, end] { #expect([403, 404, 410].contains(answer.status)) }
                #expect(try await client.patch(upload, at: 0, sealed.stream, as: station).status == 204)
            }
        }
    }

    @Test("An upload that is not there is gone", arguments: ["x", String(repeating: "0", count: 32), "%2e%2e", "a.0"])
    func unknown(_ id: String) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let path = "/v1/uploads/\(id)"
                #expect(try await client.tus(.head, path, as: station).status == 410)
                let patch = try await client.patch(path, at: 0, Data(count: 10), as: station)
                #expect(patch.status == 410)
                #expect(patch.code == .uploadGone)
                #expect(try await client.tus(.delete, path, as: station).code == .uploadGone)
            }
        }
    }

    @Test("Created by a stock client it is the manifest's own upload, and only with the right length")
    func creation() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(3000, seed: 1)])
            let name = Data(sealed.digest.rawValue.utf8).base64EncodedString()
            try await collector.routed { client in
                func create(_ length: String?, _ metadata: String?) async throws -> Answer {
                    var headers: HTTPFields = [:]
                    headers[.uploadLength] = length
                    headers[.uploadMetadata] = metadata
                    return try await client.tus(.post, "/v1/uploads", as: station, headers)
                }
                #expect(try await create("3000", "manifest \(name)").code == .notFound)
                let announced = try await client.post(sealed, as: station).upload()
                let made = try await create("3000", "filename eA==,manifest \(name),empty")
                #expect(made.status == 201)
                #expect(try made.upload() == announced)
                #expect(try await create("3001", "manifest \(name)").code == .malformedRequest)
                for (length, metadata): (String?, String?) in [
                    (nil, "manifest \(name)"), ("3000", nil), ("3000", "manifest"), ("3000", "manifest ???"),
                    ("3000", "manifest eA=="), ("3000", "other \(name)"), ("x", "manifest \(name)"),
                    ("3000", "manifest \(name),manifest \(name)"),
                ] {
                    let answer = try await create(length, metadata)
                    #expect(answer.status == 400, "\(length ?? "-") \(metadata ?? "-")")
                    #expect(answer.code == .malformedRequest)
                }
                #expect(try await client.patch(announced, at: 0, sealed.stream, as: station).receipt != nil)
                #expect(try await create("3000", "manifest \(name)").code == .uploadGone)
            }
        }
    }

    @Test("An ended upload is gone, its whole pages are kept, and the manifest can be posted again")
    func termination() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let pages = [TestPage.random(1000, seed: 1), .random(2000, seed: 2)]
            let sealed = station.seal(pages)
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                _ = try await client.patch(upload, at: 0, sealed.stream.prefix(1500), as: station)
                let end = try await client.tus(.delete, upload, as: station)
                #expect(end.status == 204)
                #expect(try await client.tus(.head, upload, as: station).status == 410)
                let again = try await client.post(sealed, as: station)
                #expect(again.status == 200)
                #expect(try again.decoded(SubmissionStatus.self).needed.map(\.digest) == [pages[1].page.digest])
            }
        }
    }

    @Test("An upload that waits too long expires")
    func expiration() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                collector.clock.advance(by: 8 * 86_400)
                try await collector.intake.maintain()
                #expect(try await client.tus(.head, upload, as: station).status == 410)
                #expect(try await client.deliver(sealed, as: station).receipt != nil)
            }
        }
    }

    @Test("Methods that a proxy refuses go through POST")
    func methodOverride() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.routed { client in
                let upload = try await client.post(sealed, as: station).upload()
                let patch = try await client.tus(
                    .post, upload, as: station,
                    [
                        .methodOverride: "PATCH", .uploadOffset: "0", .contentType: "application/offset+octet-stream",
                    ], sealed.stream.prefix(600))
                #expect(patch.status == 204)
                let head = try await client.tus(.post, upload, as: station, [.methodOverride: "HEAD"])
                #expect(head.status == 200)
                #expect(head.headers[.uploadOffset] == "600")
                for method in ["GET", "PUT", ""] {
                    let other = try await client.tus(.post, upload, as: station, [.methodOverride: method])
                    #expect(other.status == 400)
                }
                #expect(try await client.tus(.post, upload, as: station).code == .malformedRequest)
                let end = try await client.tus(.post, upload, as: station, [.methodOverride: "DELETE"])
                #expect(end.status == 204)
                let gone = try await client.tus(.post, upload, as: station, [.methodOverride: "HEAD"])
                #expect(gone.status == 410)
                #expect(gone.code == .uploadGone)
            }
        }
    }
}
