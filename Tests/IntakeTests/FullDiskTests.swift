import Dossiers
import Exchange
import Foundation
import Glibc
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Intake

struct FullDiskTests {
    private let full = IntakeSettings(minimumFreeBytes: Int.max)

    @Test("With too little room nothing new is taken in, what was receipted is still told, and it goes on later")
    func nearlyFull() async throws {
        try await withCollector { collector in
            let done = try await Posted(to: collector, seed: 1)
            _ = try await done.append(done.stream, at: 0, on: collector)
            let open = try await Posted(to: collector, seed: 2, code: "H51.18-210615-0002")
            _ = try await open.append(open.stream.prefix(100), at: 0, on: collector)
            var station = try await collector.enrol()
            let new = station.seal("H51.18-210615-0003", documents: [.component(SampleContent.page(9))])

            let crowded = try await collector.restarted(settings: full)
            let error = await expectError(.storageFull) {
                _ = try await crowded.intake.submit(new.bytes, from: try await crowded.identity(of: station))
            }
            #expect(error?.retryAfter != nil)
            await expectError(.storageFull) {
                _ = try await open.append(open.stream.dropFirst(100), at: 100, on: crowded)
            }
            #expect(try crowded.count("manifest") == 2)
            #expect(try await crowded.intake.submit(done.sealed.bytes, from: done.identity).status.state == .complete)
            #expect(try await crowded.intake.upload(open.upload.id, for: open.identity).offset == 100)

            let roomy = try await crowded.restarted()
            _ = try await open.append(open.stream.dropFirst(100), at: 100, on: roomy)
            #expect(try await roomy.intake.submit(new.bytes, from: try await roomy.identity(of: station)).upload != nil)
            try open.expectStored(by: roomy)
        }
    }

    @Test(
        "A disk that fills up in the middle of a page loses nothing acknowledged, and the upload goes on when there is room",
        .enabled(if: SmallDisk.isAllowed, "mounting needs CAP_SYS_ADMIN"))
    func fillsUp() async throws {
        try await withTemporaryDirectory { folder in
            let disk = try SmallDisk(at: folder.appending("blobs"), bytes: 1 << 20)
            defer { disk.remove() }
            let collector = try await Collector(at: folder)
            defer { try? collector.registry.close() }
            let posted = try await Posted(to: collector, lengths: [300_000, 200_000])
            _ = try await posted.append(posted.stream.prefix(310_000), at: 0, on: collector)
            let ballast = folder.appending("blobs/ballast").string
            try Data(count: 600_000).write(to: URL(filePath: ballast))

            await expectError(.storageFull) {
                _ = try await posted.append(posted.stream.dropFirst(310_000), at: 310_000, on: collector)
            }
            let offset = try await collector.intake.upload(posted.upload.id, for: posted.identity).offset
            #expect((310_000..<500_000).contains(offset))
            await expectError(.storageFull) {
                _ = try await posted.append(posted.stream.dropFirst(offset), at: offset, on: collector)
            }
            try FileManager.default.removeItem(atPath: ballast)
            let state = try await collector.intake.upload(posted.upload.id, for: posted.identity)
            #expect(state.offset >= offset)
            _ = try await posted.append(posted.stream.dropFirst(state.offset), at: state.offset, on: collector)
            try posted.expectStored(by: collector)
        }
    }
}

/// A file system of a given size, in memory.
private struct SmallDisk {
    private let path: String

    /// Whether this process may mount one.
    static let isAllowed: Bool = {
        let path = FileManager.default.temporaryDirectory.appending(path: "sohoa-test-\(UUID().uuidString)").path
        guard (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil else {
            return false
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let disk = try? SmallDisk(at: FilePath(path), bytes: 4096) else { return false }
        disk.remove()
        return true
    }()

    init(at folder: FilePath, bytes: Int) throws {
        path = folder.string
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let mounted = unsafe "size=\(bytes)".withCString { unsafe mount("tmpfs", path, "tmpfs", 0, $0) }
        guard mounted == 0 else { throw Errno(rawValue: errno) }
    }

    func remove() { _ = unsafe umount2(path, Int32(MNT_DETACH)) }
}
