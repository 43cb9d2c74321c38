import GRDB
import Glibc

/// The file of an index or of a copy of it: it has names and identity numbers.
enum DatabaseFile {
    /// Runs `body` while no other process, and nobody else in this one, upgrades the index at `path`: the steps of two at
    /// once would get into each other's way. The lock is on a file of its own, `path.upgrade`, and ends with the process.
    ///
    /// Where that file cannot be made `body` runs all the same: SQLite tells why nothing can be written there.
    static func upgrading<Result>(_ path: String, _ body: () throws -> Result) rethrows -> Result {
        let file = unsafe open(path + ".upgrade", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        defer { if file >= 0 { close(file) } }
        while file >= 0, flock(file, LOCK_EX) != 0, errno == EINTR {}
        return try body()
    }

    /// Runs `body` again while it finds the index locked, for `timeout` seconds at most. Where two connections open an index
    /// that is new, or that another is just closing, SQLite refuses one of them at once, whatever its busy timeout.
    static func waitingForLock<Result>(_ timeout: Double, _ body: () throws -> Result) throws -> Result {
        let end = ContinuousClock.now + .seconds(timeout)
        while true {
            do { return try body() } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                guard ContinuousClock.now < end else { throw error }
                usleep(10_000)
            }
        }
    }

    /// Bytes of the file; 0 where there is none.
    static func size(_ path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Sees to it that nobody but the owner can read it, also where its directory lets others in: makes it (mode 0600)
    /// where there is none, else takes the rights of group and others away, also from the journals beside it. SQLite
    /// makes its journals with the mode of the database.
    ///
    /// A file of another owner's, and a place where none can be made, are left for SQLite to tell of. The file is never
    /// opened here: to close it would release the locks that SQLite holds on it in this process.
    static func makePrivate(_ path: String) {
        _ = unsafe mknod(path, S_IFREG | 0o600, 0)
        for suffix in ["", "-wal", "-shm"] {
            var status = stat()
            guard unsafe stat(path + suffix, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
            _ = unsafe chmod(path + suffix, status.st_mode & 0o700)
        }
    }
}
