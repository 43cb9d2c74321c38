import ContentStore
import Crypto
import Dossiers
import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

/// What a crash leaves at each step of a write, and that a failed sync ends the program.
@Suite struct CrashTests {
    private static let bytes = SampleContent.bytes(1, count: 30_000)
    private static let digest = ContentDigest(bytes: SHA256.hash(data: bytes))

    /// Checks the promise: whatever is under a final name is whole. Then the content can be put again.
    private func checkAfterCrash(_ path: String, isStored: Bool, _ location: SourceLocation = #_sourceLocation) throws {
        let store = try ContentStore(directory: FilePath(path))
        for digest in try store.digests() { #expect(try store.check(digest) == .whole, sourceLocation: location) }
        #expect(store.contains(Self.digest) == isStored, sourceLocation: location)
        try store.sweepTemporaries()
        try expectFiles(isStored ? [store.place(of: Self.bytes)] : [], in: store, location)
        try store.put(Self.bytes)
        #expect(try store.check(Self.digest) == .whole, sourceLocation: location)
    }

    @Test func `A crash before any step up to the rename leaves no file under the final name`() async throws {
        for step in 0..<4 {
            for isAnnounced in [false, true] {
                try await withTemporaryDirectory { directory in
                    let path = directory.appending("store").string
                    _ = try ContentStore(directory: FilePath(path))
                    await #expect(processExitsWith: .signal(SIGSYS)) {
                        [path = path as String, step = step as Int, isAnnounced = isAnnounced as Bool] in
                        try write(to: path, isAnnounced: isAnnounced) { _ in
                            [SystemCall.write, .fchmod, .fsync, .rename][step].replace(with: .crash)
                        }
                    }
                    try checkAfterCrash(path, isStored: false)
                }
            }
        }
    }

    @Test func `A file is read-only before it has its final name`() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending("store").string
            _ = try ContentStore(directory: FilePath(path))
            await #expect(processExitsWith: .signal(SIGSYS)) { [path = path as String] in
                try write(to: path, isAnnounced: false) { _ in SystemCall.rename.replace(with: .crash) }
            }
            let left = try ContentStore(directory: FilePath(path)).files()
            #expect(left.count == 1)
            #expect(mode(FilePath(path + "/" + left[0])) == 0o400)
        }
    }

    @Test func `A crash after the rename leaves the whole file`() async throws {
        for isAnnounced in [false, true] {
            try await withTemporaryDirectory { directory in
                let path = directory.appending("store").string
                _ = try ContentStore(directory: FilePath(path))
                await #expect(processExitsWith: .signal(SIGSYS)) {
                    [path = path as String, isAnnounced = isAnnounced as Bool] in
                    // The file itself is synced; its folder is not.
                    try write(to: path, isAnnounced: isAnnounced) {
                        SystemCall.fsync.replace(with: .crash, sparing: $0)
                    }
                }
                try checkAfterCrash(path, isStored: true)
            }
        }
    }

    @Test func `A sync of the file that fails ends the program before the file has its name`() async throws {
        for isAnnounced in [false, true] {
            try await withTemporaryDirectory { directory in
                let path = directory.appending("store").string
                _ = try ContentStore(directory: FilePath(path))
                let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
                    [path = path as String, isAnnounced = isAnnounced as Bool] in
                    try write(to: path, isAnnounced: isAnnounced) { _ in
                        SystemCall.fsync.replace(with: .fail(EIO))
                    }
                }
                let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
                #expect(text.contains("fsync \(path)/"))
                #expect(text.contains("Check the disk, then start again"))
                try checkAfterCrash(path, isStored: false)
            }
        }
    }

    @Test func `A sync of the folder that fails ends the program too, for the name may be lost`() async throws {
        for isAnnounced in [false, true] {
            try await withTemporaryDirectory { directory in
                let path = directory.appending("store").string
                _ = try ContentStore(directory: FilePath(path))
                await #expect(processExitsWith: .exitCode(74)) {
                    [path = path as String, isAnnounced = isAnnounced as Bool] in
                    try write(to: path, isAnnounced: isAnnounced) {
                        SystemCall.fsync.replace(with: .fail(EIO), sparing: $0)
                    }
                }
                try checkAfterCrash(path, isStored: true)
            }
        }
    }

    @Test func `Each way to make something durable ends the program when the disk does not`() async throws {
        await #expect(processExitsWith: .exitCode(74)) {
            try await withStore { store in
                var writer = try store.makeWriter()
                try writer.append([1])
                SystemCall.fsync.replace(with: .fail(EIO))
                writer.sync()
                _ = consume writer
            }
        }
        await #expect(processExitsWith: .exitCode(74)) {
            try await withTemporaryDirectory { directory in
                SystemCall.fsync.replace(with: .fail(EIO))
                _ = try ContentStore(directory: directory.appending("store"))
            }
        }
        // The folders are there; whether their names are durable only a sync can tell.
        await #expect(processExitsWith: .exitCode(74)) {
            try await withStore { store in
                SystemCall.fsync.replace(with: .fail(EIO))
                _ = try ContentStore(directory: store.directory)
            }
        }
        await #expect(processExitsWith: .exitCode(74)) {
            try await withStore { store in
                try store.put([1])
                SystemCall.fsync.replace(with: .fail(EIO))
                try store.delete(contentDigest([1]))
            }
        }
        await #expect(processExitsWith: .exitCode(74)) {
            try await withStore { store in
                try store.put([1])
                SystemCall.fsync.replace(with: .fail(EIO))
                try store.quarantine(contentDigest([1]))
            }
        }
        await #expect(processExitsWith: .exitCode(74)) {
            try await withTemporaryDirectory { directory in
                SystemCall.fsync.replace(with: .fail(EIO))
                try DurableFile.write([1], to: directory.appending("file"))
            }
        }
    }

    @Test func `After an append that failed nothing more is taken, so that no file has other bytes than its name`()
        async throws
    {
        for isAnnounced in [false, true] {
            await #expect(processExitsWith: .success) { [isAnnounced = isAnnounced as Bool] in
                try await withStore { store in
                    let bytes = SampleContent.bytes(1, count: 30_000)
                    // The disk is full after 10,000 bytes, and has room again later.
                    signal(SIGXFSZ, SIG_IGN)
                    var limit = rlimit(rlim_cur: 10_000, rlim_max: rlim_t.max)
                    var writer =
                        isAnnounced
                        ? try store.makeWriter(expecting: contentDigest(bytes), byteLength: bytes.count)
                        : try store.makeWriter()
                    try writer.append(Array(bytes[..<5000]))
                    #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
                    var errors: [String] = []
                    do { try writer.append(Array(bytes[5000...])) } catch { errors.append("\(error)") }
                    limit.rlim_cur = limit.rlim_max
                    #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
                    do { try writer.append(Array(bytes[5000...])) } catch { errors.append("\(error)") }
                    do { _ = try writer.finish() } catch { errors.append("\(error)") }
                    #expect(errors.count == 3)
                    for error in errors { #expect(error.hasPrefix("write ") && error.hasSuffix("File too large")) }
                    try expectFiles([], in: store)
                }
            }
        }
    }

    @Test(
        "A program killed at any moment leaves only whole files under final names", .timeLimit(.minutes(5)),
        arguments: 1...3 as ClosedRange<UInt64>)
    func killed(seed: UInt64) async throws {
        var random = Seeded(seed)
        try await withTemporaryDirectory { directory in
            let path = directory.appending("store").string
            for round in 0..<6 {
                let delay = Int.random(in: 0...15_000, using: &random)
                await #expect(processExitsWith: .signal(SIGKILL)) {
                    [path = path as String, round = round as Int, delay = delay as Int, seed = seed as UInt64] in
                    let store = try ContentStore(directory: FilePath(path))
                    Thread.detachNewThread {
                        usleep(UInt32(delay))
                        kill(getpid(), SIGKILL)
                    }
                    for number in 0... {
                        try store.put(
                            SampleContent.bytes(seed * 1_000_000 + UInt64(round * 10_000 + number), count: 50_000))
                    }
                }
                let store = try ContentStore(directory: FilePath(path))
                for digest in try store.digests() {
                    #expect(try store.check(digest) == .whole, "seed \(seed), round \(round)")
                }
                try store.sweepTemporaries()
                #expect(try store.files().count == store.digests().count)
            }
            #expect(try ContentStore(directory: FilePath(path)).digests().isEmpty == false)
        }
    }
}

/// Writes the content of these tests, with `breaking` done after the file was opened; it is given the file's descriptor.
private func write(to path: String, isAnnounced: Bool, breaking: (CInt) -> Void) throws {
    let store = try ContentStore(directory: FilePath(path))
    let bytes = SampleContent.bytes(1, count: 30_000)
    var writer =
        isAnnounced
        ? try store.makeWriter(expecting: contentDigest(bytes), byteLength: bytes.count) : try store.makeWriter()
    breaking(try #require(SystemCall.descriptor(ofFileWith: "/tmp.")))
    for start in stride(from: 0, to: bytes.count, by: 10_000) {
        try writer.append(Array(bytes[start..<start + 10_000]))
    }
    _ = try writer.finish()
}
