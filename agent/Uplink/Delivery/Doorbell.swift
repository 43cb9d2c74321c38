internal import Synchronization

/// Wakes those who wait for new work. A ring before the wait is not lost.
final class Doorbell: Sendable {
    private struct State {
        var rings = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastTicket = 0
    }

    private let state = Mutex(State())

    /// How often it rang so far: to be read before looking for work.
    var rings: Int { state.withLock { $0.rings } }

    func ring() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.rings += 1
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when it has rung more than `seen` times, after `limit`, or when the task is cancelled.
    func wait(since seen: Int, atMost limit: Duration, on time: any Timekeeper) async {
        await withTaskGroup { group in
            group.addTask { try? await time.sleep(for: limit) }
            group.addTask { await self.nextRing(since: seen) }
            await group.next()
            group.cancelAll()
        }
    }

    private func nextRing(since seen: Int) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.rings > seen || Task.isCancelled { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
