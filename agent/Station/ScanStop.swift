import Scanning
import Synchronization

/// Lets a user stop a scan or an import. The page at hand is lost, those before it are kept.
///
/// It can be asked for before the work has begun, and holds for everything that is given it.
package final class ScanStop: Sendable {
    private struct State {
        var isRequested = false
        var reason: ScanFault?
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Asks the work to stop. It ends when the scanner has done so.
    package func request() { request(because: nil) }

    /// Asks the work to stop; with a reason other than that somebody wishes it.
    func request(because reason: ScanFault?) {
        let waiting = state.withLock { state in
            if !state.isRequested { state.reason = reason }
            state.isRequested = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Why the work was to stop; nil when somebody wished it.
    var reason: ScanFault? { state.withLock { $0.reason } }

    /// Returns when stopping was asked for; also when the task was cancelled.
    func requested() async {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // A task that is cancelled from now on finds the continuation there.
                    if state.isRequested || Task.isCancelled { return true }
                    state.waiting[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
        }
    }
}
