import Glibc
import SystemPackage

/// A file as a folder's listing shows it.
struct FolderFile: Sendable, Hashable {
    /// The name as the file system has it, which need not be text.
    var name: FilePath.Component
    var node: UInt
    var byteLength: Int
    /// When it was last written to, in nanoseconds since 1970.
    var changedAt: Int
    /// When it came here, or was last changed in whatever way, in nanoseconds since 1970.
    var arrivedAt: Int

    /// The same while nobody has written to it or put another in its place. Says nothing of the name.
    var id: String { String(node, radix: 16) + "-" + String(changedAt, radix: 16) }

    /// The name as text that can be shown anywhere.
    var shownName: String {
        String(
            String.UnicodeScalarView(name.string.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }
}

/// What lies in a folder that copiers and people put files into.
enum FolderListing {
    /// Files looked at; what is beyond waits until there is room.
    private static let limit = 2000
    /// What systems leave in folders.
    private static let litter: Set<String> = ["Thumbs.db", "desktop.ini"]
    /// What programs call files that they are still writing.
    private static let unfinished = [".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", "~"]

    /// The regular files of a folder that may be there for us; none when the folder is not there, such as one on a stick
    /// that is not plugged in.
    static func files(in folder: FilePath) -> [FolderFile] {
        // Both handles live in this function; the entry is copied.
        guard let stream = unsafe opendir(folder.string) else { return [] }
        defer { unsafe closedir(stream) }
        var found: [FolderFile] = []
        while found.count < limit, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe FilePath.Component(platformString: $0)
                }
            }
            guard let name, isWanted(name.string), let file = look(at: name, in: folder) else { continue }
            found.append(file)
        }
        return found
    }

    /// The file of this name, if it is a regular one. Links are not followed: they could lead anywhere.
    static func look(at name: FilePath.Component, in folder: FilePath) -> FolderFile? {
        var status = stat()
        let isThere = unsafe folder.appending(name).withPlatformString { unsafe lstat($0, &status) } == 0
        guard isThere, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FolderFile(
            name: name, node: UInt(status.st_ino), byteLength: Int(status.st_size),
            changedAt: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec,
            arrivedAt: status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec)
    }

    private static func isWanted(_ name: String) -> Bool {
        let lowercase = name.lowercased()
        return !name.hasPrefix(".") && !litter.contains(name) && !unfinished.contains(where: lowercase.hasSuffix)
    }
}
