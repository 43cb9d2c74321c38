import Dispatch
import Synchronization

/// A limited number of threads that may wait, for the disk or for each other. Work that finds none free has its turn when
/// one is.
///
/// A concurrent dispatch queue has as many threads as there are processors, and those that wait are counted with those that
/// work; serial queues have a thread each for as long as they have work.
package final class WaitingThreads: Sendable {
    private let label: String
    private let limit: Int
    private let state = Mutex(State())

    private struct State {
        /// Threads that were made.
        var count = 0
        var idle: [DispatchQueue] = []
        /// Work that waits for a thread.
        var waiting: [@Sendable () -> Void] = []
    }

    /// - Parameters:
    ///   - label: what debuggers call the threads.
    ///   - limit: of threads.
    package init(label: String, limit: Int) {
        self.label = label
        self.limit = limit
    }

    /// Runs `body` on one of the threads, in the order of calls as far as they have to wait for one.
    package func run(_ body: @escaping @Sendable () -> Void) {
        let thread: DispatchQueue? = state.withLock { state in
            if let thread = state.idle.popLast() { return thread }
            guard state.count < limit else {
                state.waiting.append(body)
                return nil
            }
            state.count += 1
            return DispatchQueue(label: "\(label).\(state.count)")
        }
        thread?.async { [self] in
            body()
            while let next = next(on: thread!) { next() }
        }
    }

    private func next(on thread: DispatchQueue) -> (@Sendable () -> Void)? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.idle.append(thread)
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
