package import ContentStore
import FoundationEssentials
package import SystemPackage

/// The station's durable outbox: dossiers, papers, pages and submissions, in `spool.sqlite` and `pages/`.
///
/// Everything that came back from a call is on the disk. Several processes may use one spool at a time: the daemon, a
/// command, the worker that writes pages.
package actor Spool {
    /// Where the spool is.
    nonisolated package let directory: FilePath
    /// The pages' bytes.
    nonisolated package let pages: ContentStore
    /// Small images of the pages.
    nonisolated package let previews: PreviewStore
    /// Bytes that must be free before a scan begins.
    nonisolated package let minimumFreeBytes: Int

    let database: Connection
    nonisolated private let executor = QueueExecutor(label: "sohoa.spool")

    nonisolated package var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// The setting that says when the records were made, in seconds since 1970.
    static let beginning = "recordsBegan"

    /// 512 MiB: some 3,000 pages, or a day of a busy office.
    package static let defaultMinimumFreeBytes = 512 << 20

    /// Opens the spool in `directory`, making it (mode 0700) where there is none.
    ///
    /// - Throws: `newerVersion` when a later version of the program wrote it.
    package init(directory: FilePath, minimumFreeBytes: Int = Spool.defaultMinimumFreeBytes) throws(SpoolError) {
        self.directory = directory
        self.minimumFreeBytes = minimumFreeBytes
        do {
            try DurableFile.createDirectory(directory)
            pages = try ContentStore(directory: directory.appending("pages"))
            previews = PreviewStore(directory: directory.appending("previews"))
            try DurableFile.createDirectory(previews.directory)
        } catch { throw .store(error) }
        do {
            database = try Connection.open(path: directory.appending("spool.sqlite").string)
            try Self.migrate(database)
        } catch { throw SpoolError(error) }
    }

    /// Makes sure that there is room for a scan.
    ///
    /// - Throws: `diskNearlyFull` below `minimumFreeBytes`, long before a write would fail.
    nonisolated package func checkSpace() throws(SpoolError) {
        let free: Int
        do { free = try pages.space().free } catch { throw .store(error) }
        if free < minimumFreeBytes { throw .diskNearlyFull(free: free, required: minimumFreeBytes) }
    }

    /// A named setting, or nil.
    func setting(_ name: String) throws(SQLiteError) -> String? {
        try database.row("SELECT value FROM setting WHERE name = ?", .text(name)) { row throws(SQLiteError) in
            row.text(0)
        }
    }

    func set(_ name: String, _ value: String) throws(SQLiteError) {
        try database.run(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            .text(name), .text(value))
    }

    /// Runs `body` in one transaction and gives its errors as the spool's.
    @discardableResult
    func write<Result>(_ body: () throws -> Result) throws(SpoolError) -> Result {
        do { return try database.transaction(body) } catch { throw SpoolError(error) }
    }

    /// Runs `body` and gives its errors as the spool's.
    func read<Result>(_ body: () throws -> Result) throws(SpoolError) -> Result {
        do { return try body() } catch { throw SpoolError(error) }
    }

    private static func migrate(_ database: borrowing Connection) throws {
        let found = try database.row("PRAGMA user_version") { row throws(SQLiteError) in row.int(0) } ?? 0
        guard found <= SpoolSchema.version else {
            throw SpoolError.newerVersion(found: found, known: SpoolSchema.version)
        }
        guard found < SpoolSchema.version else { return }
        try database.execute("BEGIN IMMEDIATE")
        do {
            // Another process may have migrated while this one waited for the lock.
            let current = try database.row("PRAGMA user_version") { row throws(SQLiteError) in row.int(0) } ?? 0
            for step in SpoolSchema.steps.dropFirst(current) { try database.execute(step) }
            if current == 0 {
                // Pages from before that are of records that are lost.
                try database.run(
                    "INSERT INTO setting (name, value) VALUES (?, ?)", .text(beginning),
                    .text(String(Int(Date().timeIntervalSince1970))))
            }
            try database.execute("PRAGMA user_version = \(SpoolSchema.version)")
            try database.execute("COMMIT")
        } catch {
            try? database.execute("ROLLBACK")
            throw error
        }
    }
}

extension SpoolError {
    /// Any error met inside the spool, as one of its own.
    init(_ error: any Error) {
        switch error {
        case let error as SpoolError: self = error
        case let error as SQLiteError: self = error.isCorrupt ? .corrupt("spool.sqlite") : .database(error)
        case let error as ContentStoreError: self = .store(error)
        default: self = .corrupt("a record")
        }
    }
}
