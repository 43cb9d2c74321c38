import Glibc
import SystemPackage

/// Keeps a second server off the data directory. Ends with the process, however it ends.
struct ServerLock: ~Copyable {
    private let file: Int32

    /// - Throws: `DataDirectoryError.inUse` when another process has it.
    init(directory: FilePath) throws {
        let path = directory.appending("server.lock")
        let file = unsafe open(path.string, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Errno(rawValue: errno) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let failure = Errno(rawValue: errno)
            close(file)
            throw failure == .wouldBlock ? DataDirectoryError.inUse(directory) : failure
        }
        self.file = file
    }

    deinit { close(file) }
}
