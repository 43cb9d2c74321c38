import ContentStore
import Dossiers
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite struct ContentStoreTests {
    private let bytes = SampleContent.bytes(1, count: 5000)

    @Test func `What was put is read, listed and found whole under its digest`() async throws {
        try await withStore { store in
            let digest = contentDigest(bytes)
            #expect(!store.contains(digest))
            #expect(store.byteLength(of: digest) == nil)
            #expect(try store.check(digest) == .missing)
            let stored = try store.put(bytes)
            #expect(stored == digest)
            #expect(store.contains(digest))
            #expect(store.byteLength(of: digest) == 5000)
            #expect(try store.read(digest) == bytes)
            #expect(try store.check(digest) == .whole)
            #expect(try store.digests() == [digest])
            try expectFiles([store.place(of: bytes)], in: store)
        }
    }

    @Test("Contents of any length are kept", arguments: [0, 1, 4095, 4096, 4097, 262_144, 262_145, 1_000_003])
    func lengths(count: Int) async throws {
        try await withStore { store in
            let bytes = SampleContent.bytes(UInt64(count), count: count)
            var writer = try store.makeWriter()
            var rest = bytes[...]
            var random = Seeded(UInt64(count))
            while !rest.isEmpty {
                let piece = rest.prefix(.random(in: 1...70_000, using: &random))
                try writer.append(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(writer.byteLength == count)
            #expect(writer.digestSoFar == contentDigest(bytes))
            let blob = try writer.finish()
            #expect(blob.digest == contentDigest(bytes))
            #expect(blob.byteLength == count)
            #expect(try store.read(contentDigest(bytes)) == bytes)
        }
    }

    @Test func `Bytes that are put in the place of others count in the digest`() async throws {
        try await withStore { store in
            var expected = SampleContent.bytes(3, count: 300_000)
            var writer = try store.makeWriter()
            try writer.append(expected)
            try writer.overwrite([1, 2], at: 163)
            expected.replaceSubrange(163..<165, with: [1, 2])
            #expect(writer.digestSoFar == contentDigest(expected))
            try writer.append([7])
            expected.append(7)
            let blob = try writer.finish()
            #expect(blob.digest == contentDigest(expected))
            #expect(try store.read(blob.digest) == expected)
        }
    }

    @Test func `Any stretch of a content is read`() async throws {
        try await withStore { store in
            try store.put(bytes)
            let reader = try BlobReader(store: store, digest: contentDigest(bytes))
            #expect(reader.byteLength == 5000)
            #expect(try reader.read(at: 0, count: 5000) == bytes)
            #expect(try reader.read(at: 4990, count: 100) == Array(bytes[4990...]))
            #expect(try reader.read(at: 17, count: 1) == [bytes[17]])
            #expect(try reader.read(at: 5000, count: 1) == [])
            #expect(try reader.read(at: 9000, count: 1) == [])
            #expect(try reader.read(at: 0, count: 0) == [])
            #expect(try reader.read(at: 0, count: -1) == [])
            #expect(try reader.digestOfContent() == contentDigest(bytes))
            expectFailure(.invalidArgument, of: "pread") { _ = try reader.read(at: -1, count: 1) }
            try store.delete(contentDigest(bytes))
            #expect(try reader.read(at: 0, count: 5000) == bytes, "what is open stays readable")
        }
    }

    @Test func `Putting the same again succeeds and changes nothing`() async throws {
        try await withStore { store in
            try store.put(bytes)
            try store.put(bytes)
            var writer = try store.makeWriter(expecting: contentDigest(bytes), byteLength: 5000)
            try writer.append(bytes)
            #expect(try writer.finish().digest == contentDigest(bytes))
            try expectFiles([store.place(of: bytes)], in: store)
            #expect(try store.read(contentDigest(bytes)) == bytes)
        }
    }

    @Test func `Bytes that are not those announced are refused, and nothing is left`() async throws {
        try await withStore { store in
            var other = bytes
            other[4999] ^= 1
            let (expected, actual) = (contentDigest(bytes), contentDigest(other))
            expectError(.mismatch(expected: expected, actual: actual)) {
                var writer = try store.makeWriter(expecting: expected, byteLength: 5000)
                try writer.append(other)
                _ = try writer.finish()
            }
            try expectFiles([], in: store)
        }
    }

    @Test func `Fewer bytes than announced are refused`() async throws {
        try await withStore { store in
            expectError(.wrongLength(digest: contentDigest(bytes), expected: 5000, actual: 4999)) {
                var writer = try store.makeWriter(expecting: contentDigest(bytes), byteLength: 5000)
                try writer.append(Array(bytes.dropLast()))
                _ = try writer.finish()
            }
            try expectFiles([], in: store)
        }
    }

    @Test func `More bytes than announced are refused at the first one too many`() async throws {
        try await withStore { store in
            var writer = try store.makeWriter(expecting: contentDigest(bytes), byteLength: 5000)
            try writer.append(bytes)
            var errors: [String] = []
            do { try writer.append([0]) } catch { errors.append("\(error)") }
            do { try writer.append([]) } catch { errors.append("\(error)") }
            #expect(writer.byteLength == 5000)
            let temporary = try #require(try store.files().first)
            #expect(
                try DurableFile.read(FilePath("\(store.directory)/\(temporary)")) == bytes, "the byte was not written")
            do { _ = try writer.finish() } catch { errors.append("\(error)") }
            let expected = ContentStoreError.wrongLength(digest: contentDigest(bytes), expected: 5000, actual: 5001)
            #expect(errors == Array(repeating: expected.description, count: 3))
            try expectFiles([], in: store)
        }
    }

    @Test func `A writer that is given up leaves nothing`() async throws {
        try await withStore { store in
            do {
                var writer = try store.makeWriter()
                try writer.append(bytes)
                var other = try store.makeWriter(expecting: contentDigest(bytes), byteLength: 5000)
                try other.append(Array(bytes.prefix(10)))
                other.sync()
                #expect(try store.files().count == 2)
                #expect(try store.digests().isEmpty, "what is on its way is not stored")
            }
            try expectFiles([], in: store)
        }
    }

    @Test func `A file of another length under the name is an alarm and stays as it is`() async throws {
        try await withStore { store in
            try plant([1, 2, 3], at: store.path(of: contentDigest(bytes)))
            #expect(try store.check(contentDigest(bytes)) == .damaged)
            expectError(.conflict(contentDigest(bytes))) { try store.put(bytes) }
            expectError(.conflict(contentDigest(bytes))) {
                var writer = try store.makeWriter(expecting: contentDigest(bytes), byteLength: 5000)
                try writer.append(bytes)
                _ = try writer.finish()
            }
            #expect(try store.read(contentDigest(bytes)) == [1, 2, 3])
            try expectFiles([store.place(of: bytes)], in: store)
        }
    }

    @Test func `Damage is found, put aside with its bytes, and mended by putting the content again`() async throws {
        try await withStore { store in
            try store.put(bytes)
            var damaged = bytes
            damaged[2500] ^= 0x10
            try plant(damaged, at: store.path(of: contentDigest(bytes)))
            #expect(try store.check(contentDigest(bytes)) == .damaged)
            let place = try store.quarantine(contentDigest(bytes))
            #expect(try store.check(contentDigest(bytes)) == .missing)
            #expect(place.removingLastComponent().lastComponent?.string == "quarantine")
            #expect(try Data(contentsOf: URL(fileURLWithPath: place.string)) == Data(damaged))
            try store.put(bytes)
            #expect(try store.check(contentDigest(bytes)) == .whole)
            try plant(damaged, at: store.path(of: contentDigest(bytes)))
            #expect(try store.quarantine(contentDigest(bytes)) != place, "the same content may be damaged twice")
            #expect(try store.files().filter { $0.hasPrefix("quarantine/") }.count == 2)
            #expect(try store.digests().isEmpty)
        }
    }

    @Test func `A file that the disk does not give is damaged, one that is missing is missing`() async throws {
        try await withStore { store in
            // Reading a directory fails with an error of the system, as a bad sector does.
            #expect(unsafe mkdir(store.path(of: contentDigest(bytes)).string, 0o700) == 0)
            #expect(try store.check(contentDigest(bytes)) == .damaged)
            let missing = contentDigest([1])
            let condition = try store.check(missing)
            #expect(condition == .missing)
            expectError(.missing(missing)) { _ = try store.read(missing) }
            expectFailure(.noSuchFileOrDirectory, of: "rename") { try store.quarantine(missing) }
        }
    }

    @Test func `Deleting removes the file; what is not there is no error`() async throws {
        try await withStore { store in
            try store.put(bytes)
            try store.put([1])
            try store.delete(contentDigest(bytes))
            try store.delete(contentDigest(bytes))
            try expectFiles([store.place(of: [1])], in: store)
        }
    }

    @Test func `Files are read-only and directories closed to others, whatever the umask`() async throws {
        await #expect(processExitsWith: .success) {
            umask(0)
            try await withStore { store in
                try store.put(SampleContent.bytes(1))
                let path = store.path(of: contentDigest(SampleContent.bytes(1)))
                #expect(mode(path) == 0o400)
                #expect(mode(path.removingLastComponent()) == 0o700)
                #expect(mode(store.directory) == 0o700)
                #expect(mode(store.directory.appending("quarantine")) == 0o700)
                let writer = try store.makeWriter()
                let temporary = try #require(try store.files().first { $0.hasPrefix("tmp.") })
                #expect(mode(store.directory.appending(temporary)) == 0o600)
                _ = try writer.finish()
            }
        }
    }

    @Test func `A start removes what unfinished writes left, and nothing else`() async throws {
        try await withStore { store in
            try store.put(bytes)
            try plant(bytes, at: store.directory.appending("tmp.77.abc"))
            try plant([], at: store.directory.appending("00").appending("tmp.78.def"))
            try plant([1], at: store.directory.appending("quarantine").appending("tmp.kept"))
            try plant([1], at: store.directory.appending("notes"))
            #expect(try store.sweepTemporaries() == 2)
            #expect(try store.sweepTemporaries() == 0)
            try expectFiles([store.place(of: bytes), "notes", "quarantine/tmp.kept"].sorted(), in: store)
        }
    }

    @Test func `Only files with a digest for a name are listed`() async throws {
        try await withStore { store in
            let contents = (0..<50).map { SampleContent.bytes(UInt64($0), count: 10) }
            for bytes in contents { try store.put(bytes) }
            for name in ["00/x", "ff/" + String(repeating: "A", count: 64), "notes"] {
                try plant([1], at: FilePath(store.directory.string + "/" + name))
            }
            #expect(Set(try store.digests()) == Set(contents.map(contentDigest)))
            #expect(try store.digests().count == 50)
        }
    }

    @Test func `A store is opened again with what it holds, and needs its parent directory`() async throws {
        try await withTemporaryDirectory { directory in
            try ContentStore(directory: directory.appending("a")).put(bytes)
            #expect(try ContentStore(directory: directory.appending("a")).read(contentDigest(bytes)) == bytes)
            expectFailure(.noSuchFileOrDirectory, of: "mkdir") {
                _ = try ContentStore(directory: directory.appending("b").appending("c"))
            }
        }
    }

    @Test func `The space is that of the file system`() async throws {
        try await withStore { store in
            let space = try store.space()
            let attributes = try FileManager.default.attributesOfFileSystem(forPath: store.directory.string)
            #expect(space.total == (attributes[.systemSize] as? NSNumber)?.intValue)
            #expect(space.free > 0 && space.free <= space.total)
        }
    }
}
