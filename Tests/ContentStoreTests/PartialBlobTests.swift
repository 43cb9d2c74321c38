import ContentStore
import Dossiers
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

/// Files that grow over several runs of a program.
@Suite struct PartialBlobTests {
    private let bytes = SampleContent.bytes(1, count: 9000)

    private func append(_ range: Range<Int>, to store: ContentStore, sync: Bool = true) throws -> Int {
        var partial = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: bytes.count)
        let piece = Array(bytes[range])
        // The array outlives the call.
        try unsafe partial.append(piece.span.bytes)
        if sync { partial.sync() }
        return partial.byteLength
    }

    @Test func `A file goes on where it was, and ends under its digest`() async throws {
        try await withStore { store in
            #expect(try append(0..<4000, to: store) == 4000)
            #expect(try store.partialNames() == ["up-1"])
            #expect(try store.digests().isEmpty)
            let again = try ContentStore(directory: store.directory)
            #expect(try again.sweepTemporaries() == 0, "a start does not lose it")
            #expect(try append(4000..<9000, to: again) == 9000)
            let partial = try again.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9000)
            let blob = try partial.finish()
            #expect(blob.digest == contentDigest(bytes))
            #expect(blob.byteLength == 9000)
            try expectFiles([again.place(of: bytes)], in: again)
            #expect(try again.check(contentDigest(bytes)) == .whole)
            #expect(mode(again.path(of: contentDigest(bytes))) == 0o400)
        }
    }

    @Test func `Wrong bytes, too few and too many are refused`() async throws {
        try await withStore { store in
            _ = try append(0..<9000, to: store)
            expectError(.wrongLength(digest: contentDigest(bytes), expected: 9000, actual: 9001)) {
                _ = try append(0..<1, to: store)
            }
            expectError(.wrongLength(digest: contentDigest(bytes), expected: 9500, actual: 9000)) {
                _ = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9500).finish()
            }
            expectError(.mismatch(expected: contentDigest([1]), actual: contentDigest(bytes))) {
                _ = try store.openPartial("up-1", expecting: contentDigest([1]), byteLength: 9000).finish()
            }
            expectError(.wrongLength(digest: contentDigest(bytes), expected: 8999, actual: 9000)) {
                _ = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 8999)
            }
            #expect(try store.digests().isEmpty)
            try store.removePartial("up-1")
            try store.removePartial("up-1")
            #expect(try store.partialNames().isEmpty)
        }
    }

    @Test func `Bytes found after a restart are made durable before they are acknowledged`() async throws {
        try await withStore { store in
            // Written, and cut off before they were synced.
            _ = try append(0..<4000, to: store, sync: false)
            let path = store.directory.string
            await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
                let store = try ContentStore(directory: FilePath(path))
                let bytes = SampleContent.bytes(1, count: 9000)
                var partial = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9000)
                SystemCall.fsync.replace(with: .fail(EIO))
                partial.sync()
            }
        }
    }

    @Test func `A crash at any step of the end leaves a file that can be ended again, or the whole one`() async throws {
        for step in 0..<4 {
            try await withStore { store in
                _ = try append(0..<9000, to: store)
                let path = store.directory.string
                await #expect(processExitsWith: .signal(SIGSYS)) { [path = path as String, step = step as Int] in
                    let store = try ContentStore(directory: FilePath(path))
                    let bytes = SampleContent.bytes(1, count: 9000)
                    let partial = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9000)
                    switch step {
                    case 0: SystemCall.fchmod.replace(with: .crash)
                    case 1: SystemCall.fsync.replace(with: .crash)
                    case 2: SystemCall.rename.replace(with: .crash)
                    default:
                        let file = try #require(SystemCall.descriptor(ofFileWith: "/up-1"))
                        SystemCall.fsync.replace(with: .crash, sparing: file)
                    }
                    _ = try partial.finish()
                }
                #expect(store.contains(contentDigest(bytes)) == (step == 3))
                if step < 3 {
                    let partial = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9000)
                    #expect(partial.byteLength == 9000)
                    _ = try partial.finish()
                }
                #expect(try store.check(contentDigest(bytes)) == .whole)
                try expectFiles([store.place(of: bytes)], in: store)
            }
        }
    }
}
