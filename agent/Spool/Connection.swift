import CSQLite
import ContentStore
import FoundationEssentials
import Glibc
import SystemPackage

/// The one connection of a spool to its SQLite file. Owned by the spool's actor; `deinit` closes it.
@safe struct Connection: ~Copyable {
    private let handle: OpaquePointer

    /// Opens or makes the file, for its owner's eyes only: write-ahead log, every commit synced, foreign keys on, five seconds of patience with
    /// another process that writes.
    static func open(path: String) throws(SQLiteError) -> Connection {
        DatabaseFile.makePrivate(path)
        let connection = unsafe Connection(try openHandle(path))
        connection.beReady()
        try connection.useWriteAheadLog()
        for pragma in ["synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF"] {
            try connection.execute("PRAGMA \(pragma)")
        }
        return connection
    }

    /// Turns the write-ahead log on. SQLite does not wait for another process that does the same with a new file, so
    /// this does.
    private func useWriteAheadLog() throws(SQLiteError) {
        let start = ContinuousClock.now
        while true {
            do throws(SQLiteError) {
                return try execute("PRAGMA journal_mode = WAL")
            } catch {
                guard error.isBusy, start.duration(to: .now) < .seconds(5) else { throw error }
                usleep(20_000)
            }
        }
    }

    // The handle is valid until deinit, the only place that closes it.
    private init(_ handle: OpaquePointer) { unsafe self.handle = handle }

    deinit { unsafe sqlite3_close_v2(handle) }

    private static func openHandle(_ path: String) throws(SQLiteError) -> OpaquePointer {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        if code == SQLITE_OK, let opened = unsafe opened { return unsafe opened }
        unsafe sqlite3_close_v2(opened)
        throw SQLiteError(code: code, message: "cannot open \(path)")
    }

    private func beReady() {
        unsafe sqlite3_busy_timeout(handle, 5000)
        unsafe sqlite3_extended_result_codes(handle, 1)
        // SQLite's own automatic checkpoint passes over a failed fsync in silence, and tries again after the next
        // commit. This one ends the program; what was committed is in the log, and durable.
        _ = unsafe sqlite3_wal_hook(
            handle,
            { _, handle, name, pages in
                guard pages >= Self.checkpointPages else { return SQLITE_OK }
                let code = unsafe sqlite3_wal_checkpoint_v2(handle, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                unsafe stopIfSyncFailed(SQLiteError(code: code, message: "the log is not copied"), of: handle)
                // Whatever else keeps a checkpoint from being made, such as another process, is gone another time.
                return SQLITE_OK
            }, nil)
    }

    /// Pages of the write-ahead log after which it is copied into the spool: 4 MB, as SQLite does it by itself.
    private static let checkpointPages = 1000

    /// Runs statements that take no values and give no rows.
    func execute(_ sql: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code) }
    }

    /// Runs one statement; returns how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: SQLiteValue...) throws(SQLiteError) -> Int {
        _ = try rows(sql, values, of: { (_: borrowing Row) throws(SQLiteError) in () })
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// Every row of one statement.
    func rows<Element>(
        _ sql: String, _ values: SQLiteValue..., of element: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(SQLiteError) -> [Element] {
        try rows(sql, values, of: element)
    }

    /// The first row of one statement, or nil.
    func row<Element>(
        _ sql: String, _ values: SQLiteValue..., of element: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(SQLiteError) -> Element? {
        try rows(sql, values, of: element).first
    }

    /// The rowid of the row inserted last.
    var lastInsertedID: Int { unsafe Int(sqlite3_last_insert_rowid(handle)) }

    /// Runs `body` in a transaction that has the right to write from its start; an error takes everything back.
    func transaction<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// Every row of one statement, its values in an array.
    func rows<Element>(
        _ sql: String, _ values: [SQLiteValue], of element: (borrowing Row) throws(SQLiteError) -> Element
    ) throws(SQLiteError) -> [Element] {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
        guard code == SQLITE_OK, let statement = unsafe prepared else { throw failure(code) }
        // The statement lives in this function only.
        defer { unsafe sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() {
            let code = unsafe value.bind(to: statement, at: Int32(index + 1))
            if code != SQLITE_OK { throw failure(code) }
        }
        var found: [Element] = []
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: found.append(try element(unsafe Row(statement: statement)))
            case SQLITE_DONE: return found
            case let code: throw failure(code)
            }
        }
    }

    private func failure(_ code: Int32) -> SQLiteError {
        let error = unsafe SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)))
        unsafe stopIfSyncFailed(error, of: handle)
        return error
    }
}

/// Ends the program where the disk did not keep what SQLite gave it.
private func stopIfSyncFailed(_ error: SQLiteError, of handle: OpaquePointer?) {
    // The file's name is SQLite's own, valid while the connection is open.
    guard error.isFailedSync, let name = unsafe sqlite3_db_filename(handle, "main") else { return }
    DiskFailure.stop(error.description, path: FilePath(unsafe String(cString: name)))
}

/// SQLite's own error: its extended result code and what it says.
package struct SQLiteError: Error, Sendable, CustomStringConvertible {
    package let code: Int32
    package let message: String

    package var description: String { "SQLite error \(code): \(message)" }

    /// Whether the disk or a quota is full.
    package var isFull: Bool { code & 0xff == SQLITE_FULL }
    /// Whether the disk did not keep what it was given.
    var isFailedSync: Bool {
        let extended = { (detail: Int32) in SQLITE_IOERR | detail << 8 }  // SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC
        return code == extended(4) || code == extended(5)
    }
    /// Whether another connection was in the way.
    var isBusy: Bool { code & 0xff == SQLITE_BUSY }
    /// Whether the file, or a value in it, is damaged.
    var isCorrupt: Bool { code & 0xff == SQLITE_CORRUPT || code & 0xff == SQLITE_NOTADB }
}
