import Dossiers
import Exchange
import Foundation
import GRDB

/// The collector's index: one SQLite database in WAL mode with one writer.
///
/// Every function of it blocks until the disk has answered. Commands call them directly; a server calls them through
/// `perform`, so that no thread of the cooperative pool waits for a disk.
package final class Registry: Sendable {
    /// Memory that the one writer may keep pages of the index in: 64 MB.
    static let writerCacheKilobytes = 64 << 10

    /// How many manifests are kept in memory until their pages have come, and how large the envelope of each may be.
    static let recentManifestLimit = 64
    static let recentManifestBytes = 32 << 10

    /// The database file.
    package let path: String

    let pool: DatabasePool
    private let checkpointer: Checkpointer
    let groupCommit: GroupCommit
    /// Manifests that were announced of late, whose pages are on their way. What a digest names never changes.
    let recentManifests = Recent<ContentDigest, Manifest>(limit: Registry.recentManifestLimit)
    private let whenDiskFails: @Sendable (String) -> Never
    /// More than readers and processors: most wait for the writer, and the more of them do the more it does at a time.
    private let threads = WaitingThreads(label: "sohoa.registry", limit: 16)

    private init(
        path: String, pool: DatabasePool, checkpointer: Checkpointer,
        whenDiskFails: @escaping @Sendable (String) -> Never
    ) {
        self.path = path
        self.pool = pool
        self.checkpointer = checkpointer
        groupCommit = GroupCommit(to: pool, whenDiskFails: whenDiskFails)
        self.whenDiskFails = whenDiskFails
    }

    /// Opens the index at `path`, making or migrating it as needed.
    ///
    /// Several processes may have it open: a command works beside the server.
    ///
    /// - Parameters:
    ///   - identityKey: hashes identity numbers. Without it whatever would write or look up one fails; everything else
    ///     works.
    ///   - busyTimeout: seconds to wait for the write lock of another process.
    ///   - whenDiskFails: ends the program, with the reason, when the disk did not keep what it was given: a failed
    ///     fsync is never tried again.
    /// - Throws: `newerVersion`, `cannotOpen`, or `damaged`.
    package static func open(
        at path: String, identityKey: IdentityKey? = nil, busyTimeout: Double = 10,
        whenDiskFails: @escaping @Sendable (String) -> Never = { fatalError($0) }
    ) throws(RegistryError) -> Registry {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeout)
        configuration.maximumReaderCount = 8
        configuration.observesSuspensionNotifications = false
        configuration.prepareDatabase { db in
            db.add(function: IdentityKey.function(identityKey))
            db.add(function: NameWords.function)
        }
        let (pool, checkpointer): (DatabasePool, Checkpointer)
        DatabaseFile.makePrivate(path)
        do {
            (pool, checkpointer) = try DatabaseFile.waitingForLock(busyTimeout) {
                let pool = try DatabasePool(path: path, configuration: configuration)
                return (pool, try Checkpointer(of: pool, busyTimeout: busyTimeout, whenDiskFails: whenDiskFails))
            }
        } catch { throw .cannotOpen(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)") }
        let registry = Registry(path: path, pool: pool, checkpointer: checkpointer, whenDiskFails: whenDiskFails)
        do {
            let migrator = Schema.migrator
            if try pool.read(migrator.hasBeenSuperseded) { throw RegistryError.newerVersion(path: path) }
            // The library opens with NORMAL, under which a power cut may take back a commit that was acknowledged.
            // And of an index over all pages of ten years a submission touches leaves anywhere: with SQLite's 2 MB of
            // cache it would read the way to each anew. The log is the checkpointer's.
            try pool.writeWithoutTransaction { db in
                try db.execute(
                    sql: """
                        PRAGMA synchronous = FULL;
                        PRAGMA cache_size = -\(Self.writerCacheKilobytes);
                        """)
                checkpointer.attend(to: db)
            }
            if try !pool.read(migrator.hasCompletedMigrations) {
                try DatabaseFile.upgrading(path) { try migrator.migrate(pool) }
            }
        } catch { throw registry.failure(error) }
        return registry
    }

    /// Runs `body` with this index on a thread that may block.
    package func perform<Result: Sendable>(
        _ body: @escaping @Sendable (Registry) throws(RegistryError) -> Result
    ) async throws(RegistryError) -> Result {
        let outcome = await withCheckedContinuation { continuation in
            threads.run {
                let outcome: Swift.Result<Result, RegistryError>
                do throws(RegistryError) { outcome = .success(try body(self)) } catch { outcome = .failure(error) }
                continuation.resume(returning: outcome)
            }
        }
        return try outcome.get()
    }

    /// Copies the index as it is now to a new file at `path`, while others read and write.
    ///
    /// - Throws: `cannotOpen` when there is a file at `path` already.
    package func backup(to path: String) throws(RegistryError) {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw .cannotOpen(path: path, reason: "there is a file already")
        }
        DatabaseFile.makePrivate(path)
        do {
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy)
            try copy.close()
        } catch { throw failure(error) }
    }

    /// Closes every connection. Further calls fail.
    package func close() throws(RegistryError) {
        do {
            try checkpointer.close()
            try pool.close()
        } catch { throw failure(error) }
    }

    /// Whether the index is larger than what its writer has in memory.
    var needsPrefetch: Bool { DatabaseFile.size(path) > Prefetch.smallest }

    /// What `body` reads, all of it from one moment.
    func read<Value>(_ body: (Database) throws -> Value) throws(RegistryError) -> Value {
        do { return try pool.read(body) } catch { throw failure(error) }
    }

    /// What `body` writes, all of it or nothing, durable when this returns.
    func write<Value>(_ body: (Database) throws -> Value) throws(RegistryError) -> Value {
        do { return try pool.write(body) } catch { throw failure(error) }
    }

    /// What `body` writes, as `write` does, in one transaction with others that wait for the writer at the same time.
    ///
    /// - Parameter body: may be run twice: it has no effect but on the index.
    func writeTogether<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) throws(RegistryError) -> Value {
        do { return try groupCommit.write(body) } catch { throw failure(error) }
    }

    /// `error` as one of the index's own; a disk that does not keep what it is given ends the program here.
    private func failure(_ error: any Error) -> RegistryError {
        if let error = error as? DatabaseError, error.extendedResultCode.isFailedSync {
            whenDiskFails("\(error.extendedResultCode)")
        }
        return RegistryError(error)
    }
}
