import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Copies the write-ahead log into the index on a connection of its own, while others read and write.
///
/// `PRAGMA wal_autocheckpoint` does it within the commit that fills the log, passes over a failed fsync in silence, and tries
/// again after the next commit. In an index of ten years a log belongs to thousands of places all over the file, and that
/// commit, with all that wait for it, would wait until the disk has been to all of them. And a failed fsync ends the program
/// here; what was committed is in the log, and durable.
final class Checkpointer: Sendable {
    /// Pages of the log when it is copied: 64 MB. What is changed again and again is then copied once in some hundred
    /// dossiers.
    static let pages = 16_000
    /// How often the log is copied beside the writer, each time what came meanwhile, before the writer copies the rest.
    private static let rounds = 2

    private let pool: DatabasePool
    private let whenDiskFails: @Sendable (String) -> Never
    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "sohoa.registry.checkpoint")
    private let isRunning = Atomic(false)

    /// - Parameters:
    ///   - pool: an open index.
    ///   - busyTimeout: seconds to wait for whoever has the index for itself as this opens it.
    ///   - whenDiskFails: ends the program, with the reason.
    init(of pool: DatabasePool, busyTimeout: Double, whenDiskFails: @escaping @Sendable (String) -> Never) throws {
        self.pool = pool
        self.whenDiskFails = whenDiskFails
        var configuration = Configuration()
        configuration.label = "registry.checkpoint"
        configuration.busyMode = .timeout(busyTimeout)
        connection = try DatabaseQueue(path: pool.path, configuration: configuration)
    }

    /// Looks after the log of `db`, which is not to outlive this.
    func attend(to db: Database) {
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_wal_hook(
            db.sqliteConnection,
            { context, _, _, pages in
                // This outlives the connection, and with it every call.
                guard let context = unsafe context else { return SQLITE_OK }
                unsafe Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().committed(Int(pages))
                return SQLITE_OK
            }, own)
    }

    /// Lets a copy that is under way come to its end, then closes the connection.
    func close() throws {
        queue.sync {}
        try connection.close()
    }

    private func committed(_ pages: Int) {
        guard pages >= Self.pages, !isRunning.exchange(true, ordering: .acquiringAndReleasing) else { return }
        queue.async { [self] in
            do { try copy() } catch {
                // Whatever else keeps it from being copied, such as a reader, is gone another time.
                if let error = error as? DatabaseError, error.extendedResultCode.isFailedSync {
                    whenDiskFails("\(error.extendedResultCode)")
                }
            }
            isRunning.store(false, ordering: .releasing)
        }
    }

    private func copy() throws {
        for _ in 0..<Self.rounds { try connection.writeWithoutTransaction { _ = try $0.checkpoint(.passive) } }
        // The log begins anew only where nothing of it is left to be copied when the next commit begins.
        try pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    }
}

extension ResultCode {
    /// Whether the disk did not keep what it was given.
    var isFailedSync: Bool { self == .SQLITE_IOERR_FSYNC || self == .SQLITE_IOERR_DIR_FSYNC }
}
