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

struct UploadTests {
    @Test("The pages in one stream complete the submission, and the answer has the receipt")
    func whole() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            #expect(posted.upload.offset == 0)
            #expect(posted.upload.length == 8001)
            let state = try await posted.append(posted.stream, at: 0, on: collector)
            #expect(state.offset == 8001)
            let receipt = try collector.receipt(in: state.submission)
            #expect(receipt.outcome == .accepted)
            #expect(receipt.manifest == posted.sealed.digest)
            #expect(receipt.pages == 3)
            #expect(receipt.bytes == 8001)
            try posted.expectStored(by: collector)
            // What is asked afterwards is answered the same.
            let identity = posted.identity
            #expect(try await collector.intake.upload(posted.upload.id, for: identity) == state)
            let again = try await collector.intake.submit(posted.sealed.bytes, from: identity)
            #expect(again.status == state.submission)
            #expect(again.upload == nil)
            #expect(try await collector.intake.receipt(of: posted.sealed.digest, for: identity) == again.status.receipt)
            #expect(try await collector.intake.status(of: posted.sealed.digest, for: identity) == again)
        }
    }

    @Test("Any division into appends and chunks gives the same pages", arguments: 1...6)
    func divisions(seed: UInt64) async throws {
        try await withCollector { collector in
            var random = Seeded(seed)
            let posted = try await Posted(to: collector, seed: seed, lengths: [1, 700, 1, 1, 2048, 13])
            var offset = 0
            while offset < posted.stream.count {
                let count = Int.random(in: 0...min(900, posted.stream.count - offset), using: &random)
                let state = try await posted.append(
                    posted.stream[offset..<offset + count], at: offset, on: collector,
                    chunk: Int.random(in: 1...400, using: &random))
                offset += count
                #expect(state.offset == offset)
                #expect((state.submission != nil) == (offset == posted.stream.count))
            }
            try posted.expectStored(by: collector)
        }
    }

    @Test("A status tells what is durable without disturbing the append that is under way")
    func status() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let append = try await collector.intake.beginAppend(
                to: posted.upload.id, at: 0, count: nil, from: posted.identity)
            try await append.write(Array(posted.stream.prefix(4000)))
            let answer = try await collector.intake.status(of: posted.sealed.digest, for: posted.identity)
            #expect(answer.upload?.offset == 0)
            #expect(answer.status.needed.map(\.byteLength) == [3000, 1, 5000])
            try await append.write(Array(posted.stream.dropFirst(4000)))
            #expect(try await append.finish().submission?.state == .complete)
        }
    }

    @Test("An append at another offset is refused, and the right one is named")
    func offsets() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            _ = try await posted.append(posted.stream.prefix(3500), at: 0, on: collector)
            for offset in [0, 3499, 3501, 8001, -1, Int.max] {
                let error = await expectError(.offsetMismatch) {
                    _ = try await posted.append(posted.stream.prefix(1), at: offset, on: collector)
                }
                #expect(error?.offset == 3500)
            }
            #expect(try await posted.append(posted.stream.dropFirst(3500), at: 3500, on: collector).offset == 8001)
        }
    }

    @Test("A wrong page ends the upload and is named; the pages before it are kept and not asked for again")
    func wrongPage() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector, lengths: [3000, 2000, 5000])
            var bytes = posted.stream
            bytes[3100] ^= 1
            let error = await expectError(.pageMismatch) {
                _ = try await posted.append(bytes, at: 0, on: collector, chunk: 700)
            }
            #expect(error?.page == posted.sealed.manifest.pages[1].digest)
            await expectError(.uploadGone) {
                _ = try await collector.intake.upload(posted.upload.id, for: posted.identity)
            }
            await expectError(.uploadGone) {
                _ = try await posted.append(posted.stream, at: 0, on: collector)
            }
            #expect(try collector.partials == [])
            let again = try await collector.restarted()
            let answer = try await again.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.needed.map(\.byteLength) == [2000, 5000])
            let upload = try #require(answer.upload)
            #expect(upload.id != posted.upload.id)
            let state = try await again.append(
                posted.stream.dropFirst(3000), to: upload.id, at: 0, from: posted.station)
            #expect(state.submission?.state == .complete)
            try posted.expectStored(by: again)
        }
    }

    @Test("Pages sent in another order are found out at the first")
    func wrongOrder() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector, lengths: [100, 100])
            let swapped = Array(posted.stream[100...] + posted.stream[..<100])
            let error = await expectError(.pageMismatch) {
                _ = try await posted.append(swapped, at: 0, on: collector)
            }
            #expect(error?.page == posted.sealed.manifest.pages[0].digest)
        }
    }

    @Test("More bytes than the upload takes are refused at once when they are announced")
    func tooLongAnnounced() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            await expectError(.uploadTooLong) {
                _ = try await collector.append(
                    posted.stream + [0], to: posted.upload.id, at: 0, count: 8002, from: posted.station)
            }
            #expect(try await collector.intake.upload(posted.upload.id, for: posted.identity).offset == 0)
            #expect(try await posted.append(posted.stream, at: 0, on: collector).submission != nil)
        }
    }

    @Test("More bytes than the upload takes are refused, and the right ones before them count")
    func tooLong() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            await expectError(.uploadTooLong) {
                _ = try await posted.append(posted.stream + [0], at: 0, on: collector)
            }
            let answer = try await collector.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.state == .complete)
            try posted.expectStored(by: collector)
        }
    }

    @Test("Too few bytes are kept, and the rest is waited for")
    func tooShort() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let state = try await collector.append(
                posted.stream.dropLast(1), to: posted.upload.id, at: 0, count: 8001, from: posted.station)
            #expect(state.offset == 8000)
            #expect(state.submission == nil)
            #expect(
                try await collector.intake.status(of: posted.sealed.digest, for: posted.identity).status.state
                    == .announced)
            await expectError(.notFound) {
                _ = try await collector.intake.receipt(of: posted.sealed.digest, for: posted.identity)
            }
        }
    }

    @Test("An upload belongs to the station that posted the manifest")
    func foreign() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let other = try await collector.enrol()
            let identity = try await collector.identity(of: other)
            await expectError(.uploadGone) { _ = try await collector.intake.upload(posted.upload.id, for: identity) }
            await expectError(.uploadGone) {
                _ = try await collector.append(posted.stream, to: posted.upload.id, at: 0, from: other)
            }
            await expectError(.uploadGone) {
                try await collector.intake.terminate(posted.upload.id, from: identity)
            }
            await expectError(.notFound) {
                _ = try await collector.intake.createUpload(for: posted.sealed.digest, length: 8001, from: identity)
            }
            await expectError(.uploadGone) {
                _ = try await collector.intake.upload("../../registry.sqlite", for: identity)
            }
            #expect(try await posted.append(posted.stream, at: 0, on: collector).submission != nil)
        }
    }

    @Test("A station of another site learns nothing of a manifest")
    func foreignSite() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let other = try await collector.identity(of: try await collector.enrol(at: district))
            await expectError(.notFound) {
                _ = try await collector.intake.status(of: posted.sealed.digest, for: other)
            }
            await expectError(.notFound) {
                _ = try await collector.intake.receipt(of: posted.sealed.digest, for: other)
            }
        }
    }

    @Test("An ended upload is gone, and what it brought whole is not asked for again")
    func terminated() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            _ = try await posted.append(posted.stream.prefix(4500), at: 0, on: collector)
            try await collector.intake.terminate(posted.upload.id, from: posted.identity)
            await expectError(.uploadGone) {
                try await collector.intake.terminate(posted.upload.id, from: posted.identity)
            }
            #expect(try collector.partials == [])
            let answer = try await collector.intake.submit(posted.sealed.bytes, from: posted.identity)
            #expect(answer.status.needed.map(\.byteLength) == [5000])
        }
    }

    @Test("A tus client gets an upload at offset 0 for what is still wanted, and must mean the same length")
    func creation() async throws {
        try await withCollector { collector in
            let posted = try await Posted(to: collector)
            let (intake, digest) = (collector.intake, posted.sealed.digest)
            let same = try await intake.createUpload(for: digest, length: 8001, from: posted.identity)
            #expect(same.id == posted.upload.id)
            _ = try await posted.append(posted.stream.prefix(3100), at: 0, on: collector)
            let error = await expectError(.malformedRequest) {
                _ = try await intake.createUpload(for: digest, length: 8001, from: posted.identity)
            }
            #expect(error?.detail.contains("5000") == true)
            let fresh = try await intake.createUpload(for: digest, length: 5000, from: posted.identity)
            #expect(fresh.offset == 0)
            let state = try await collector.append(
                posted.stream.suffix(5000), to: fresh.id, at: 0, from: posted.station)
            #expect(state.submission?.state == .complete)
            await expectError(.uploadGone) {
                _ = try await intake.createUpload(for: digest, length: 0, from: posted.identity)
            }
            let never = ContentDigest(sha256Of: Data("never".utf8))
            await expectError(.notFound) {
                _ = try await intake.createUpload(for: never, length: 1, from: posted.identity)
            }
            try posted.expectStored(by: collector)
        }
    }
}
