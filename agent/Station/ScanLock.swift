import Glibc
package import SystemPackage

/// Holds a spool's scanner: one scan at a time, whichever process asks.
///
/// The system takes the lock away with the process, so that none is left over by a crash.
package struct ScanLock: ~Copyable {
    private let file: Int32

    /// - Throws: `alreadyRunning` while another holds it.
    package init(_ path: FilePath) throws(ScanError) {
        file = unsafe open(path.string, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotStart("\(path): \(Errno(rawValue: errno))") }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let failure = Errno(rawValue: errno)
            close(file)
            throw failure == .wouldBlock ? .alreadyRunning : .cannotStart("\(path): \(failure)")
        }
    }

    /// Takes the lock, waiting a moment for the daemon's sweep at its start, which takes milliseconds.
    package static func afterSweep(_ path: FilePath) async throws(ScanError) -> ScanLock {
        for _ in 0..<10 {
            do { return try ScanLock(path) } catch {
                guard error == .alreadyRunning else { throw error }
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
        return try ScanLock(path)
    }

    deinit {
        // Closing alone would leave the lock to a child that is just being started and has a copy of the descriptor.
        _ = flock(file, LOCK_UN)
        close(file)
    }
}
