import Dispatch
import Foundation
import GRDB
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Registry

@Suite("Writes that wait for the writer at the same time", .timeLimit(.minutes(1)))
struct GroupCommitTests {
    @Test("They share a transaction, and each gets what it returned, in the order of arrival")
    func together() async throws {
        try await withNumbers { numbers in
            let outcomes = try await numbers.add((1...20).map { number in { number } })
            #expect(try outcomes.map { try $0.get() } == Array(1...20))
            #expect(try numbers.all == Array(1...20))
            #expect(numbers.commits == 1)
        }
    }

    @Test("No more of them than the limit share one")
    func limit() async throws {
        try await withNumbers { numbers in
            let outcomes = try await numbers.add((1...GroupCommit.limit + 1).map { number in { number } })
            #expect(outcomes.allSatisfy { $0.isSuccess })
            #expect(numbers.commits == 2)
        }
    }

    @Test("One that fails takes nobody with it, and leaves nothing behind")
    func oneFails() async throws {
        try await withNumbers { numbers in
            let outcomes = try await numbers.add([{ 1 }, { 2 }, { throw Refused() }, { 4 }])
            #expect(outcomes.map(\.isSuccess) == [true, true, false, true])
            #expect(throws: Refused.self) { try outcomes[2].get() }
            #expect(try numbers.all == [1, 2, 4])
        }
    }

    @Test("What breaks a rule of the index fails alone as well")
    func constraint() async throws {
        try await withNumbers { numbers in
            let outcomes = try await numbers.add([{ 1 }, { 1 }, { 2 }])
            #expect(outcomes.map(\.isSuccess) == [true, false, true])
            #expect(try numbers.all == [1, 2])
        }
    }

    @Test("Where another process has the lock, they wait for it once and not one after another")
    func locked() async throws {
        try await withNumbers { numbers in
            let other = try numbers.anotherProcess()
            try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
            let start = ContinuousClock.now
            let outcomes = try await numbers.add((1...10).map { number in { number } })
            #expect(.now - start < .seconds(3))
            for outcome in outcomes {
                let error = #expect(throws: DatabaseError.self) { try outcome.get() }
                #expect(error?.resultCode == .SQLITE_BUSY)
            }
            try await other.writeWithoutTransaction { try $0.rollback() }
            #expect(try await numbers.add([{ 7 }])[0].get() == 7)
        }
    }

    @Test("Where the lock is lost while they are done one by one, the rest is told at once")
    func lockLost() async throws {
        try await withNumbers { numbers in
            let other = try numbers.anotherProcess()
            // As soon as the first has been done again.
            numbers.onCommit { try? other.writeWithoutTransaction { try $0.beginTransaction(.immediate) } }
            let start = ContinuousClock.now
            let outcomes = try await numbers.add([{ 1 }, { throw Refused() }, { 3 }, { 4 }, { 5 }])
            #expect(.now - start < .seconds(3))
            #expect(try outcomes[0].get() == 1)
            for outcome in outcomes.dropFirst() {
                let error = #expect(throws: DatabaseError.self) { try outcome.get() }
                #expect(error?.resultCode == .SQLITE_BUSY)
            }
            try await other.writeWithoutTransaction { try $0.rollback() }
            #expect(try numbers.all == [1])
        }
    }

    @Test("A disk that does not keep what it is given ends the program, and nothing more is committed")
    func failedSync() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending("registry.sqlite").string
            await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
                let numbers = try Numbers(at: path, whenDiskFails: { _ in exit(74) })
                for call in [SystemCall.fsync, .fdatasync] { call.replace(with: .fail(EIO), onEveryThread: true) }
                _ = try await numbers.add([{ 1 }, { throw Refused() }, { 3 }])
            }
            let registry = try Registry.open(at: path)
            #expect(try registry.read { try Int.fetchAll($0, sql: "SELECT number FROM number") }.allSatisfy { $0 == 1 })
            try registry.close()
        }
    }
}

private struct Refused: Error {}

/// An index with a table of numbers.
private struct Numbers {
    let registry: Registry
    private let counter = CommitCounter()

    init(at path: String, whenDiskFails: @escaping @Sendable (String) -> Never = { fatalError($0) }) throws {
        registry = try Registry.open(at: path, busyTimeout: 1, whenDiskFails: whenDiskFails)
        try registry.pool.write { try $0.execute(sql: "CREATE TABLE number (number INTEGER NOT NULL UNIQUE)") }
        let counter = counter
        registry.pool.add(transactionObserver: counter)
    }

    /// Transactions since this was made.
    var commits: Int { counter.count.withLock { $0 } }

    /// Does something after each commit.
    func onCommit(_ body: @escaping @Sendable () -> Void) { counter.body.withLock { $0 = body } }

    /// A connection that begins and ends its transactions as it likes.
    func anotherProcess() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: registry.path, configuration: configuration)
    }

    /// In the order in which they were added.
    var all: [Int] {
        get throws { try registry.read { try Int.fetchAll($0, sql: "SELECT number FROM number ORDER BY rowid") } }
    }

    /// Adds what each of `numbers` says, all of them waiting before the first has its turn.
    func add(_ numbers: [@Sendable () throws -> Int]) async throws -> [Result<Int, any Error>] {
        let mayGoOn = DispatchSemaphore(value: 0)
        let registry = registry
        await withCheckedContinuation { isBusy in
            Thread {
                registry.pool.writeWithoutTransaction { _ in
                    isBusy.resume()
                    mayGoOn.wait()
                }
            }.start()
        }
        return await withTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            for (index, number) in numbers.enumerated() {
                group.addTask {
                    let outcome = await withCheckedContinuation { continuation in
                        Thread {
                            continuation.resume(
                                returning: Result {
                                    try registry.groupCommit.write { db in
                                        let number = try number()
                                        try db.execute(
                                            sql: "INSERT INTO number VALUES (?)", arguments: [number])
                                        return number
                                    }
                                })
                        }.start()
                    }
                    return (index, outcome)
                }
                while registry.groupCommit.count <= index { await Task.yield() }
            }
            mayGoOn.signal()
            return await group.reduce(into: [(Int, Result<Int, any Error>)]()) { $0.append($1) }
                .sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}

private final class CommitCounter: TransactionObserver, Sendable {
    let count = Mutex(0)
    let body = Mutex<(@Sendable () -> Void)?>(nil)

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {
        count.withLock { $0 += 1 }
        body.withLock { $0 }?()
    }
    func databaseDidRollback(_ db: Database) {}
}

private func withNumbers(_ body: @escaping @Sendable (Numbers) async throws -> Void) async throws {
    try await withTemporaryDirectory { folder in
        let numbers = try Numbers(at: folder.appending("registry.sqlite").string)
        try await body(numbers)
        try numbers.registry.close()
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
