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
            #expect(store.hasPartial("up-1", of: contentDigest(bytes)))
            #expect(try store.digests().isEmpty)
            let again = try ContentStore(directory: store.directory)
            #expect(try again.sweepTemporaries() == 0, "a start does not lose it")
            #expect(try append(4000..<9000, to: again) == 9000)
            let partial = try again.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9000)
            try partial.check().finish()
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
                _ = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9500).check()
            }
            let other = contentDigest([1])
            try FileManager.default.moveItem(
                atPath: store.partialPath("up-1", of: contentDigest(bytes)).string,
                toPath: store.partialPath("up-1", of: other).string)
            expectError(.mismatch(expected: other, actual: contentDigest(bytes))) {
                _ = try store.openPartial("up-1", expecting: other, byteLength: 9000).check()
            }
            #expect(store.hasPartial("up-1", of: other), "it stays until it is removed")
            try store.removePartial("up-1", of: other)
            try store.removePartial("up-1", of: other)
            #expect(!store.hasPartial("up-1", of: other))
            _ = try append(0..<9000, to: store)
            expectError(.wrongLength(digest: contentDigest(bytes), expected: 8999, actual: 9000)) {
                _ = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 8999)
            }
            #expect(try store.digests().isEmpty)
        }
    }

    @Test func `A new file in the place of one that is there begins empty, and leaves a content of that name whole`()
        async throws
    {
        try await withStore { store in
            _ = try append(0..<9000, to: store)
            let digest = contentDigest(bytes)
            try store.openPartial("up-1", expecting: digest, byteLength: 9000).check().finish(keepingName: true)
            let partial = try store.makePartial("up-1", expecting: digest, byteLength: 9000)
            #expect(partial.byteLength == 0)
            #expect(try store.check(digest) == .whole)
            #expect(try append(0..<10, to: store) == 10)
            #expect(try store.check(digest) == .whole)
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
                        let file = try #require(SystemCall.descriptor(ofFileWith: "/partial.up-1"))
                        SystemCall.fsync.replace(with: .crash, sparing: file)
                    }
                    try partial.check().finish()
                }
                #expect(store.contains(contentDigest(bytes)) == (step == 3))
                if step < 3 {
                    let partial = try store.openPartial("up-1", expecting: contentDigest(bytes), byteLength: 9000)
                    #expect(partial.byteLength == 9000)
                    try partial.check().finish()
                }
                #expect(try store.check(contentDigest(bytes)) == .whole)
                try expectFiles([store.place(of: bytes)], in: store)
            }
        }
    }

    @Test func `A content that keeps its partial name is stored once, and replaces one that is there`() async throws {
        for isThere in [false, true] {
            try await withStore { store in
                if isThere { try store.put(bytes) }
                _ = try append(0..<9000, to: store)
                let digest = contentDigest(bytes)
                try store.openPartial("up-1", expecting: digest, byteLength: 9000).check().finish(keepingName: true)
                #expect(try inode(store.path(of: digest)) == inode(store.partialPath("up-1", of: digest)))
                #expect(try store.check(digest) == .whole)
                #expect(mode(store.path(of: digest)) == 0o400)
                #expect(try store.sweepTemporaries() == 0)
                // A second time, as after a crash before the name was removed.
                try store.openPartial("up-1", expecting: digest, byteLength: 9000).check().finish(keepingName: true)
                #expect(mode(store.path(of: digest)) == 0o400)
                try store.removePartial("up-1", of: digest)
                try expectFiles([store.place(of: bytes)], in: store)
                #expect(try store.check(digest) == .whole)
            }
        }

        func inode(_ path: FilePath) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path.string)[.systemFileNumber] as? Int
        }
    }
}
