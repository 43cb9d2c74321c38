import Glibc
import SystemPackage

/// Finds out whether a program still has a file open for writing.
///
/// The kernel grants a read lease only on a file that nobody has open for writing, whichever user it is (fcntl(2),
/// "Leases"): better than a look through /proc, which shows a user's own programs only.
enum OpenWriters {
    /// Of the kernel's include/uapi/linux/fcntl.h and asm-generic/fcntl.h; the C library hides them from Swift.
    private static let (setSignal, setLease): (Int32, Int32) = (10, 1024)

    /// - Returns: nil when the system does not tell: another user's file, or a file system without leases.
    static func has(_ path: FilePath) -> Bool? {
        let file = unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW) }
        guard file >= 0 else { return nil }
        defer { close(file) }
        // A program that begins to write in the moment of the lease has us told by a signal: by one that does no harm,
        // not by SIGIO, which would end this process.
        guard fcntl(file, setSignal, SIGURG) == 0 else { return nil }
        if fcntl(file, setLease, Int32(F_RDLCK)) == 0 {
            _ = fcntl(file, setLease, Int32(F_UNLCK))
            return false
        }
        return errno == EAGAIN ? true : nil
    }
}
