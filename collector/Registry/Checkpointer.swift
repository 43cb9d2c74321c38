import Dispatch
import GRDB
import Synchronization

/// Copies the write-ahead log into the index on a connection of its own, while others read and write.
///
/// SQLite does it within the commit that fills the log, and passes over a failed sync. In an index of ten years a log
/// belongs to thousands of places all over the file: every submission would wait until the disk has been to all of them.
final class Checkpointer: Sendable {
    /// Rows that are changed before the log is copied: some 60 submissions, 16 MB of log.
    static let changedRows = 4000
    /// How often the log is copied beside the writer, each time what came meanwhile, before the writer copies the rest.
    private static let rounds = 2

    private let pool: DatabasePool
    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "sohoa.registry.checkpoint")
    private let state = Mutex(State())

    private struct State {
        var changedRows = 0
        var isRunning = false
    }

    /// - Parameter pool: an open index, whose writer leaves the log alone.
    init(of pool: DatabasePool) throws {
        self.pool = pool
        var configuration = Configuration()
        configuration.label = "registry.checkpoint"
        connection = try DatabaseQueue(path: pool.path, configuration: configuration)
    }

    /// Notes a commit of `count` rows; copies the log when there are enough of them.
    ///
    /// - Parameter report: is told of a failure, on another thread. What is not copied stays in the log and is copied the
    ///   next time.
    func changed(_ count: Int, report: @escaping @Sendable (any Error) -> Void) {
        let isDue = state.withLock { state in
            state.changedRows += count
            guard state.changedRows >= Self.changedRows, !state.isRunning else { return false }
            state = State(changedRows: 0, isRunning: true)
            return true
        }
        guard isDue else { return }
        queue.async { [self] in
            do { try copy() } catch { report(error) }
            state.withLock { $0.isRunning = false }
        }
    }

    /// Lets a copy that is under way come to its end, then closes the connection.
    func close() throws {
        queue.sync {}
        try connection.close()
    }

    private func copy() throws {
        for _ in 0..<Self.rounds { try connection.writeWithoutTransaction { _ = try $0.checkpoint(.passive) } }
        // The log begins anew only where nothing of it is left to be copied when the next commit begins.
        try pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
    }
}
