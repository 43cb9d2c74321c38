import ContentStore
import Dossiers
import Foundation
import SystemPackage
import TestSupport
import Testing

/// What intake relies on of the store's partial files.
struct PartialBlobTests {
    private let content = SampleContent.bytes(1, count: 10_000)

    private func withStore<Result>(_ body: (ContentStore, ContentDigest) throws -> Result) async throws -> Result {
        try await withTemporaryDirectory { folder in
            let store = try ContentStore(directory: folder.appending("blobs"))
            return try body(store, SampleContent.page(content).digest)
        }
    }

    private func append(_ bytes: some Collection<UInt8>, to blob: inout PartialBlob) throws {
        let array = Array(bytes)
        // The array outlives the call.
        try unsafe blob.append(array.span.bytes)
    }

    @Test("A partial file goes on with the bytes it had, and is hashed as a whole")
    func resumes() async throws {
        try await withStore { store, digest in
            var first = try store.openPartial("a.0", expecting: digest, byteLength: content.count)
            try append(content.prefix(4321), to: &first)
            first.sync()
            _ = consume first
            #expect(store.hasPartial("a.0", of: digest))
            #expect(!store.contains(digest))

            var second = try store.openPartial("a.0", expecting: digest, byteLength: content.count)
            #expect(second.byteLength == 4321)
            try append(content.dropFirst(4321), to: &second)
            try second.check().finish()
            #expect(try store.read(digest) == content)
            #expect(!store.hasPartial("a.0", of: digest))
            let mode = try FileManager.default.attributesOfItem(atPath: store.path(of: digest).string)[
                .posixPermissions]
            #expect(mode as? Int == 0o400)
        }
    }

    @Test("Wrong bytes are not stored, and stay until they are removed")
    func mismatch() async throws {
        try await withStore { store, digest in
            var blob = try store.openPartial("a.0", expecting: digest, byteLength: content.count)
            try append(content.dropLast() + [content.last! ^ 1], to: &blob)
            do throws(ContentStoreError) {
                _ = try blob.check()
                Issue.record("wrong bytes were stored")
            } catch {
                guard case .mismatch(digest, _) = error else { throw error }
            }
            #expect(!store.contains(digest))
            #expect(store.hasPartial("a.0", of: digest))
            try store.removePartial("a.0", of: digest)
            try store.removePartial("a.0", of: digest)
            #expect(!store.hasPartial("a.0", of: digest))
        }
    }

    @Test("More bytes than announced are refused before anything is written")
    func tooLong() async throws {
        try await withStore { store, digest in
            var blob = try store.openPartial("a.0", expecting: digest, byteLength: 100)
            try append(content.prefix(60), to: &blob)
            do throws(ContentStoreError) {
                // The array outlives the call.
                try unsafe blob.append(Array(content.prefix(41)).span.bytes)
                Issue.record("too many bytes were taken")
            } catch {
                guard case .wrongLength(digest, expected: 100, actual: 101) = error else { throw error }
            }
            #expect(blob.byteLength == 60)
            _ = consume blob
            #expect(throws: ContentStoreError.self) {
                _ = try store.openPartial("a.0", expecting: digest, byteLength: 59)
            }
        }
    }

    @Test("Partial files and stored contents do not mix")
    func separate() async throws {
        try await withStore { store, digest in
            try store.put(content)
            var blob = try store.openPartial("a.1", expecting: digest, byteLength: content.count)
            #expect(blob.byteLength == 0, "what is stored is another's")
            try append(content.prefix(5), to: &blob)
            #expect(try store.sweepTemporaries() == 0)
            #expect(try store.digests() == [digest])
            #expect(store.hasPartial("a.1", of: digest))
            #expect(!store.hasPartial("a.2", of: digest))
            try append(content.dropFirst(5), to: &blob)
            try blob.check().finish()
            #expect(try store.read(digest) == content)
        }
    }
}
