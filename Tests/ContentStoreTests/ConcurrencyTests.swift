import ContentStore
import Dossiers
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

/// Several writers, in one process and in several, on one directory.
@Suite struct ConcurrencyTests {
    @Test("Writers of the same content all succeed, and readers never see less than all of it", .timeLimit(.minutes(5)))
    func tasks() async throws {
        try await withStore { store in
            let contents = (0..<4).map { SampleContent.bytes(UInt64($0), count: 30_000) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for bytes in contents {
                            let stored = try store.put(bytes)
                            #expect(stored == contentDigest(bytes))
                        }
                    }
                    group.addTask {
                        for bytes in contents {
                            var writer = try store.makeWriter(expecting: contentDigest(bytes), byteLength: bytes.count)
                            for start in stride(from: 0, to: bytes.count, by: 7000) {
                                try writer.append(Array(bytes[start..<min(start + 7000, bytes.count)]))
                                await Task.yield()
                            }
                            _ = try writer.finish()
                        }
                    }
                    group.addTask {
                        for round in 0..<40 {
                            let bytes = contents[round % 4]
                            do throws(ContentStoreError) {
                                let found = try store.read(contentDigest(bytes))
                                #expect(found == bytes)
                            } catch { #expect(error.description.hasSuffix("is not stored")) }
                            await Task.yield()
                        }
                    }
                }
                try await group.waitForAll()
            }
            try expectFiles(contents.map(store.place).sorted(), in: store)
        }
    }

    @Test("Processes that open a store and write the same contents all succeed", .timeLimit(.minutes(5)))
    func processes() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("store").string
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        await #expect(processExitsWith: .success) { [path = path as String] in
                            let store = try ContentStore(directory: FilePath(path))
                            for seed in 0..<30 as Range<UInt64> {
                                let bytes = SampleContent.bytes(seed, count: 20_000)
                                #expect(try store.put(bytes) == contentDigest(bytes))
                                #expect(try store.read(contentDigest(bytes)) == bytes)
                            }
                        }
                    }
                }
            }
            let store = try ContentStore(directory: FilePath(path))
            #expect(try store.files().count == 30)
            for digest in try store.digests() { #expect(try store.check(digest) == .whole) }
        }
    }
}
