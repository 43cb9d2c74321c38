import Glibc
import SystemPackage

/// Permissions of files.
enum FileMode {
    /// The permissions of the file at `path`.
    static func of(_ path: FilePath) throws(Errno) -> FilePermissions {
        var status = stat()
        guard unsafe stat(path.string, &status) == 0 else { throw Errno(rawValue: errno) }
        return FilePermissions(rawValue: CModeT(status.st_mode & 0o7777))
    }
}
