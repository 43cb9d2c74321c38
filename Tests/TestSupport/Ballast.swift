import FoundationEssentials
import Glibc
package import SystemPackage

/// A file that takes up room on a disk, which fills it for whoever wants to keep a certain space free.
package struct Ballast: Sendable {
    private let path: FilePath
    private let margin: Int
    private let free: Int

    /// Nothing is taken up before `load`.
    package init(in folder: FilePath) throws {
        var status = statvfs()
        guard unsafe statvfs(folder.string, &status) == 0 else { throw Errno(rawValue: errno) }
        free = Int(status.f_bavail) * Int(status.f_frsize)
        // Far more than other programs write meanwhile, and little enough to leave them room.
        margin = min(free / 4, 1 << 30)
        path = folder.appending("ballast-\(UUID().uuidString)")
    }

    /// Bytes to be kept free, such that there are now and that there are not once the ballast is loaded.
    package var minimumFreeBytes: Int { free - margin }

    /// Takes up the room.
    package func load() throws {
        let file = unsafe open(path.string, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Errno(rawValue: errno) }
        defer { close(file) }
        let failure = posix_fallocate(file, 0, off_t(margin * 2))
        guard failure == 0 else { throw Errno(rawValue: failure) }
    }

    /// Gives the room back.
    package func remove() { _ = unsafe unlink(path.string) }
}

/// Runs `body` with a ballast in a folder of temporary files, and takes it away afterwards.
package func withBallast<Result>(_ body: (Ballast) async throws -> Result) async throws -> Result {
    let ballast = try Ballast(in: FilePath(FileManager.default.temporaryDirectory.path))
    defer { ballast.remove() }
    return try await body(ballast)
}
