import ContentStore
import FoundationEssentials
import Glibc
import SystemPackage

/// A file that a browser sends, on its way into a dossier. Nobody else can read it, and nothing is left of it.
final class IncomingFile {
    let path: FilePath
    private(set) var byteLength = 0
    private let file: FileDescriptor

    /// - Parameter directory: the spool's.
    init(in directory: FilePath) throws {
        let folder = Self.folder(in: directory)
        try DurableFile.createDirectory(folder)
        path = folder.appending(UUID().uuidString)
        file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
    }

    /// Where such files are.
    private static func folder(in directory: FilePath) -> FilePath { directory.appending("incoming") }

    /// Removes what a station that died left there.
    static func sweep(in directory: FilePath) {
        let folder = folder(in: directory)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? [] {
            try? FileManager.default.removeItem(atPath: folder.appending(name).string)
        }
    }

    func append(_ bytes: some Sequence<UInt8>) throws {
        byteLength += try file.writeAll(bytes)
    }

    func remove() {
        try? file.close()
        _ = unsafe unlink(path.string)
    }
}
