import Synchronization

/// Lets a user stop a scan. The page at hand is lost, those before it are kept.
package final class ScanStop: Sendable {
    private let requests: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() {
        (requests, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks the scan to stop. It ends when the scanner has done so.
    package func request() { continuation.yield() }

    /// Returns when stopping was asked for; also when the task was cancelled.
    func requested() async {
        for await _ in requests { return }
    }
}
