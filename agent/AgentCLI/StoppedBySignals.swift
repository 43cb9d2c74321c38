import Station
import UnixSignals

/// Runs work that Ctrl-C and a wish to end stop in good order.
func stoppedBySignals<Result>(_ stop: ScanStop, _ work: () async throws -> Result) async throws -> Result {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { stop.request() }
        }
        defer { group.cancelAll() }
        return try await work()
    }
}
