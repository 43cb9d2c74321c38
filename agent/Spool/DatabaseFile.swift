import Glibc

/// The spool's database file: it has names, identity numbers and PIN hashes.
enum DatabaseFile {
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
