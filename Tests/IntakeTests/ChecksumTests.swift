import ContentStore
import Crypto
import Dossiers
import Exchange
import Foundation
import Registry
import Synchronization
import TestSupport
import Testing

@testable import Intake

struct ChecksumTests {
    private func header(_ bytes: some Collection<UInt8>, sha1: Bool = false) -> String {
        let data = Data(bytes)
        return sha1
            ? "sha1 " + Data(Insecure.SHA1.hash(data: data)).base64EncodedString()
            : "sha256 " + Data(SHA256.hash(data: data)).base64EncodedString()
    }

    @Test("An append with a right checksum is taken", arguments: [true, false])
    func right(sha1: Bool) async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let checksum = try #require(UploadChecksum(header: header(posted.stream, sha1: sha1)))
            let state = try await collector.append(
                posted.stream, to: posted.upload.id, at: 0, chunk: 1000, checksum: checksum, from: posted.station)
            #expect(state.submission?.state == .complete)
            try posted.expectStored(by: collector)
        }
    }

    @Test("Of an append with a wrong checksum nothing is kept, and the upload goes on")
    func wrong() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            _ = try await posted.append(posted.stream.prefix(100), at: 0, on: collector)
            var bytes = Array(posted.stream.dropFirst(100))
            let checksum = try #require(UploadChecksum(header: header(bytes)))
            bytes[5] ^= 1
            await expectError(.checksumMismatch) {
                _ = try await collector.append(
                    bytes, to: posted.upload.id, at: 100, checksum: checksum, from: posted.station)
            }
            #expect(try await collector.intake.upload(posted.upload.id, for: posted.identity).offset == 100)
            #expect(try await posted.append(posted.stream.dropFirst(100), at: 100, on: collector).submission != nil)
        }
    }

    @Test("A checked append that breaks off leaves nothing: its bytes were never checked")
    func brokenOff() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let append = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: nil, checksum: UploadChecksum(header: header(posted.stream)),
                from: posted.identity)
            try await append.write(Array(posted.stream.prefix(4000)))
            await append.abandon()
            #expect(try await collector.intake.upload(posted.upload.id, for: posted.identity).offset == 0)
        }
    }

    @Test("A checked append over the limit is refused, announced or not")
    func tooLarge() async throws {
        try await withCollector { collector in
            let length = IntakeLimit.checkedAppendBytes + 1
            let posted = try await Posted(to: collector, lengths: [length])
            let checksum = UploadChecksum(header: header(posted.stream))
            for count in [length, nil] {
                await expectError(.tooLarge) {
                    _ = try await collector.append(
                        posted.stream, to: posted.upload.id, at: 0, count: count, checksum: checksum,
                        from: posted.station)
                }
            }
            #expect(try await collector.intake.upload(posted.upload.id, for: posted.identity).offset == 0)
        }
    }

    @Test(
        "A header that is no checksum is none",
        arguments: [
            "", "sha1", "md5 XrY7u+Ae7tCTyyK7j1rNww==", "sha1 !!!!", "sha256 AAAA", "sha1  AAAA", "sha1 AAAA AAAA",
        ])
    func header(text: String) { #expect(UploadChecksum(header: text) == nil) }
}
