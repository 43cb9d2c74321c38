import Dispatch
import GRDB
import Synchronization

/// Lets writes that wait for the writer at the same time share a transaction: a page of the index that several of them
/// change goes into the log once, and they wait for the disk once.
///
/// Each takes effect as if it had come alone, in the order of arrival, and is durable when it returns. (Group commit:
/// DeWitt et al., "Implementation techniques for main memory database systems", SIGMOD 1984.)
final class GroupCommit: Sendable {
    /// Writes in one transaction, so that the first of them does not wait for any number of others.
    static let limit = 32

    private let pool: DatabasePool
    private let whenDiskFails: @Sendable (String) -> Never
    private let waiting = Mutex<[any PendingWrite]>([])
    /// Commits for all, so that nobody has to be woken between one transaction and the next.
    private let committer = WaitingThreads(label: "sohoa.commit", limit: 1)

    /// How many writes wait; tests wait for that.
    var count: Int { waiting.withLock { $0.count } }

    /// - Parameter whenDiskFails: ends the program, with the reason, before anything else is committed.
    init(to pool: DatabasePool, whenDiskFails: @escaping @Sendable (String) -> Never) {
        self.pool = pool
        self.whenDiskFails = whenDiskFails
    }

    /// What `body` returns, when what it wrote is durable.
    ///
    /// - Parameter body: runs again, alone, where another of its transaction failed: it has no effect but on the database.
    /// - Throws: what `body` throws, or what kept the transaction from being committed; then nothing of `body` was written.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) throws -> Value {
        let write = Write(body)
        let isFirst = waiting.withLock { waiting in
            waiting.append(write)
            return waiting.count == 1
        }
        if isFirst { committer.run { self.commitAll() } }
        return try write.result().get()
    }

    private func commitAll() {
        while count > 0 {
            // Whoever comes while the writer is still with others belongs to this group.
            pool.writeWithoutTransaction { db in commit(nextGroup(), in: db) }
        }
    }

    private func nextGroup() -> [any PendingWrite] {
        waiting.withLock { waiting in
            let group = Array(waiting.prefix(Self.limit))
            waiting.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: [any PendingWrite], in db: Database) {
        guard let error = failure(of: group, in: db) else { return }
        if group.count == 1 || error.isEverybodys {
            for write in group { write.settle(error) }
            return
        }
        // All of it was taken back. Nobody is to fail for another's fault, so each is done again alone.
        for (index, write) in group.enumerated() {
            guard let error = failure(of: [write], in: db) else { continue }
            guard error.isEverybodys else {
                write.settle(error)
                continue
            }
            for write in group[index...] { write.settle(error) }
            return
        }
    }

    /// Commits the writes and settles them; or says why nothing of them was written.
    private func failure(of group: [any PendingWrite], in db: Database) -> (any Error)? {
        do {
            try db.inTransaction(.immediate) {
                for write in group { try write.run(in: db) }
                return .commit
            }
        } catch {
            if let error = error as? DatabaseError, error.extendedResultCode.isFailedSync {
                whenDiskFails("\(error.extendedResultCode)")
            }
            return error
        }
        for write in group { write.settle() }
        return nil
    }
}

extension Error {
    /// Whether the next transaction would fail of it as well: another process holds the lock.
    fileprivate var isEverybodys: Bool { (self as? DatabaseError)?.resultCode == .SQLITE_BUSY }
}

/// A write that somebody waits for.
private protocol PendingWrite: AnyObject, Sendable {
    func run(in db: Database) throws
    /// What it returned is durable.
    func settle()
    /// Nothing of it was written.
    func settle(_ error: any Error)
}

private final class Write<Value: Sendable>: PendingWrite {
    private enum State {
        case waiting
        case written(Value)
        case settled(Result<Value, any Error>)
    }

    private let body: @Sendable (Database) throws -> Value
    private let state = Mutex(State.waiting)
    private let isSettled = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable (Database) throws -> Value) { self.body = body }

    /// What came of it; waits for that. To be called once.
    func result() -> Result<Value, any Error> {
        isSettled.wait()
        return state.withLock { state in
            guard case .settled(let result) = state else { preconditionFailure("settled without a result") }
            return result
        }
    }

    func run(in db: Database) throws {
        let value = try body(db)
        state.withLock { $0 = .written(value) }
    }

    func settle() {
        let value: Value? = state.withLock { if case .written(let value) = $0 { value } else { nil } }
        if let value { settle(.success(value)) }
    }

    func settle(_ error: any Error) { settle(.failure(error)) }

    private func settle(_ result: Result<Value, any Error>) {
        state.withLock { $0 = .settled(result) }
        isSettled.signal()
    }
}
