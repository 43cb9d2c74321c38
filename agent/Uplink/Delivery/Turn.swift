internal import Synchronization

/// The right to send pages, which one upload has at a time.
///
/// The next upload gets it as soon as the last byte of the one before is on its way, not when the answer is there: so the
/// link is not idle for a round trip between two dossiers, and yet no dossier waits for another's bytes.
final class Turn: Sendable {
    private struct State {
        var holder: Int?
        var waiting: [Waiter] = []
        var lastTicket = 0
    }

    private struct Waiter {
        let ticket: Int
        let lane: Int
        let isUrgent: Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private let state = Mutex(State())

    /// Waits for the turn, behind those that are as urgent; false when the task was cancelled instead. Who has it keeps
    /// it, unless something more urgent waits.
    func take(lane: Int, isUrgent: Bool) async -> Bool {
        if !isUrgent, state.withLock({ $0.waiting.contains(where: \.isUrgent) }) { giveBack(lane: lane) }
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.holder == nil || state.holder == lane {
                        state.holder = lane
                        return true
                    }
                    state.waiting.append(
                        .init(ticket: ticket, lane: lane, isUrgent: isUrgent, continuation: continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0).continuation }
            }
            continuation?.resume(returning: false)
        }
    }

    /// Passes the turn on, if `lane` has it.
    func giveBack(lane: Int) {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard state.holder == lane else { return nil }
            guard !state.waiting.isEmpty else {
                state.holder = nil
                return nil
            }
            let next = state.waiting.remove(at: state.waiting.firstIndex(where: \.isUrgent) ?? 0)
            state.holder = next.lane
            return next.continuation
        }
        next?.resume(returning: true)
    }
}
