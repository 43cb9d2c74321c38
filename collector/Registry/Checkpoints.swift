import GRDB
import GRDBSQLite

/// Copies the write-ahead log into the index, by the connection that writes.
///
/// As `PRAGMA wal_autocheckpoint` does, with one difference: the pragma's own checkpoint passes over a failed fsync in
/// silence, and tries again after the next commit. This one ends the program; what was committed is in the log, and
/// durable.
final class Checkpoints: Sendable {
    private let pages: Int
    private let whenDiskFails: @Sendable (String) -> Never

    /// - Parameters:
    ///   - pages: how long the log is when it is copied.
    ///   - whenDiskFails: ends the program, with the reason.
    init(everyPages pages: Int, whenDiskFails: @escaping @Sendable (String) -> Never) {
        self.pages = pages
        self.whenDiskFails = whenDiskFails
    }

    /// Looks after the log of `db`, which is not to outlive this.
    func attend(to db: Database) {
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_wal_hook(
            db.sqliteConnection,
            { context, connection, name, pages in
                // This outlives the connection, and with it every call.
                guard let context = unsafe context else { return SQLITE_OK }
                let own = unsafe Unmanaged<Checkpoints>.fromOpaque(context).takeUnretainedValue()
                guard Int(pages) >= own.pages else { return SQLITE_OK }
                let code = unsafe sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                if ResultCode(rawValue: code).isFailedSync { own.whenDiskFails("\(ResultCode(rawValue: code))") }
                // Whatever else keeps a checkpoint from being made, such as a reader, is gone another time.
                return SQLITE_OK
            }, own)
    }
}

extension ResultCode {
    /// Whether the disk did not keep what it was given.
    var isFailedSync: Bool { self == .SQLITE_IOERR_FSYNC || self == .SQLITE_IOERR_DIR_FSYNC }
}
