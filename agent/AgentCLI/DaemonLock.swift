import Glibc
import SystemPackage

/// Sees to it that one daemon at a time delivers from a spool.
struct DaemonLock {
    private let file: Int32

    /// - Throws: `Refusal` when another daemon has it.
    init(in directory: FilePath) throws {
        let path = directory.appending("run.lock").string
        file = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Refusal("cannot open \(path): \(Errno(rawValue: errno))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw Refusal("another sohoa-agent run delivers from \(directory) already; stop that one first")
        }
    }

    /// Gives it back.
    func release() { close(file) }
}
