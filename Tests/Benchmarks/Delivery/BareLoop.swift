import Dossiers
import FoundationEssentials
import Glibc
import SystemPackage

/// The least that makes a page durable, done for one page after the other and nothing else.
enum BareLoop {
    /// Stores every page in `folder`: `write`, `fsync`, `rename`, `fsync` of the folder.
    ///
    /// - Returns: seconds.
    static func store(_ pages: [(page: Page, bytes: Data)], in folder: FilePath) throws -> Double {
        let directory = try FileDescriptor.open(folder, .readOnly, options: .directory)
        defer { try? directory.close() }
        let start = ContinuousClock.now
        for (page, bytes) in pages {
            let temporary = folder.appending("tmp.\(page.digest)")
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
            try file.closeAfter {
                try file.writeAll(bytes)
                try sync(file)
            }
            guard unsafe rename(temporary.string, folder.appending(page.digest.rawValue).string) == 0 else {
                throw Errno(rawValue: errno)
            }
            try sync(directory)
        }
        return start.duration(to: .now).seconds
    }

    private static func sync(_ file: FileDescriptor) throws {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}
