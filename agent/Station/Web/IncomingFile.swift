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
        let folder = directory.appending("incoming")
        try DurableFile.createDirectory(folder)
        path = folder.appending(UUID().uuidString)
        file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
    }

    func append(_ bytes: some Sequence<UInt8>) throws {
        byteLength += try file.writeAll(bytes)
    }

    func remove() {
        try? file.close()
        _ = unsafe unlink(path.string)
    }
}
