import Synchronization

/// How far a request's body has been read. Shared between those who read and those who watch.
final class BodyReading: Sendable {
    struct State {
        var bytes = 0
        var isFinished = false
        var lastArrival: ContinuousClock.Instant
        let start: ContinuousClock.Instant
    }

    private let state: Mutex<State>

    init() {
        let now = ContinuousClock.now
        state = Mutex(State(lastArrival: now, start: now))
    }

    var bytes: Int { state.withLock { $0.bytes } }
    var isFinished: Bool { state.withLock { $0.isFinished } }

    func arrived(_ count: Int) {
        state.withLock {
            $0.bytes += count
            $0.lastArrival = .now
        }
    }

    func finished() { state.withLock { $0.isFinished = true } }

    /// Whether the body brings too little to go on waiting; else when to look again.
    func verdict(_ limits: ConsoleLimits) -> Verdict {
        let (bytes, last, start) = state.withLock { ($0.bytes, $0.lastArrival, $0.start) }
        let now = ContinuousClock.now
        let due = min(
            last.advanced(by: limits.stall),
            start.advanced(by: limits.grace + .seconds(bytes / max(1, limits.slowestRate))))
        return now >= due ? .stalled : .lookAgain(due)
    }

    enum Verdict {
        case stalled
        case lookAgain(ContinuousClock.Instant)
    }
}
