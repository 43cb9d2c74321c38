package import Dispatch
import Foundation
import Synchronization

/// A limited number of threads that may wait, for the disk or for each other. Work that finds none free has its turn when
/// one is.
///
/// Threads of their own, for those of dispatch queues are too few to wait on: a concurrent queue has as many as there are
/// processors, and all serial ones together 255. Were those to wait for work that waits for one of them, nothing would go on.
package final class WaitingThreads: Sendable {
    private let label: String
    private let limit: Int
    private let patience: DispatchTimeInterval
    private let state = Mutex(State())
    /// Wakes a thread that is idle no more.
    private let wake = DispatchSemaphore(value: 0)

    private struct State {
        /// Threads that there are.
        var count = 0
        /// Those of them that have nothing to do.
        var idle = 0
        /// Work that waits for a thread.
        var waiting: [@Sendable () -> Void] = []
    }

    /// How many threads there are.
    var count: Int { state.withLock { $0.count } }

    /// - Parameters:
    ///   - label: what debuggers call the threads.
    ///   - limit: of threads.
    ///   - patience: time without work after which a thread ends.
    package init(label: String, limit: Int, patience: DispatchTimeInterval = .seconds(10)) {
        self.label = label
        self.limit = limit
        self.patience = patience
    }

    /// Runs `body` on one of the threads; what has to wait for one has its turn in the order of calls.
    package func run(_ body: @escaping @Sendable () -> Void) {
        let isNew = state.withLock { state in
            state.waiting.append(body)
            if state.idle > 0 {
                state.idle -= 1
                wake.signal()
                return false
            }
            guard state.count < limit else { return false }
            state.count += 1
            return true
        }
        guard isNew else { return }
        let thread = Thread { while let body = self.next() { body() } }
        thread.name = label
        thread.start()
    }

    /// The next work, waited for; nil when the thread is to end.
    private func next() -> (@Sendable () -> Void)? {
        while true {
            let body: (@Sendable () -> Void)? = state.withLock { state in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.idle += 1
                return nil
            }
            if let body { return body }
            guard wake.wait(timeout: .now() + patience) == .timedOut else { continue }
            let ends = state.withLock { state in
                // Where nobody is idle, this one has just been sent for.
                guard state.idle > 0 else { return false }
                state.idle -= 1
                state.count -= 1
                return true
            }
            if ends { return nil }
            wake.wait()
        }
    }
}
