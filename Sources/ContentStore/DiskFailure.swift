import Glibc
package import SystemPackage

/// The end of a program whose disk does not keep what it is given.
///
/// After a failed fsync the kernel may have dropped the dirty pages and report success the next time, so trying again
/// would acknowledge bytes that are lost (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC
/// 2020). The next start re-verifies what is stored.
package enum DiskFailure {
    /// EX_IOERR of sysexits.h.
    package static let exitStatus: Int32 = 74

    /// Says what failed to standard error and ends the program.
    package static func stop(_ reason: String, path: FilePath) -> Never {
        let message =
            "fsync \(path): \(reason). Stopping, because the disk does not keep what it is given. "
            + "Check the disk, then start again: stored pages are then verified.\n"
        _ = unsafe message.withCString { text in unsafe write(STDERR_FILENO, text, strlen(text)) }
        _exit(exitStatus)
    }
}

/// fsync; when it fails, the program stops here.
func syncOrStop(_ file: Int32, path: FilePath) {
    while fsync(file) != 0 {
        if errno == EINTR { continue }
        DiskFailure.stop("\(Errno(rawValue: errno))", path: path)
    }
}
