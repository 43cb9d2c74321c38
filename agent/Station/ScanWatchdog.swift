import Synchronization

/// Waits for a worker's silence to grow too long.
///
/// It looks at the time now and then instead of setting an alarm for each message, which come many a second.
final class ScanWatchdog: Sendable {
    private struct State {
        var isWatching = true
        var lastSign = ContinuousClock.now
        /// For this once; nil for the usual patience.
        var patience: Duration?
    }

    private let patience: Duration
    private let state = Mutex(State())

    init(patience: Duration) {
        self.patience = patience
    }

    /// The worker gave a sign of life, or has to be waited for from now on.
    ///
    /// - Parameter patience: how long the next sign may take, when that is not the usual.
    func sign(patience: Duration? = nil) { state.withLock { $0 = State(patience: patience) } }

    /// The station itself is at work, the worker waits for it.
    func rest() { state.withLock { $0.isWatching = false } }

    /// Returns true when the worker was silent for too long; false when the task was cancelled.
    func silence() async -> Bool {
        while true {
            let left = state.withLock { state in
                state.isWatching ? (state.patience ?? patience) - state.lastSign.duration(to: .now) : patience
            }
            if left <= .zero { return true }
            do { try await Task.sleep(for: min(left, patience / 10)) } catch { return false }
        }
    }
}
