package import Scanning
package import SystemPackage

/// Scans in a process of its own, and keeps what was scanned whatever becomes of that process.
///
/// SANE drivers hang and crash. The worker is killed, with whatever it has started, when it has neither sent a byte's
/// worth of progress nor a message for some time.
package struct ScanSupervisor: Sendable {
    /// How long a worker may be silent.
    package static let defaultPatience = Duration.seconds(10)

    private let lock: FilePath
    private let worker: WorkerProcess

    /// - Parameters:
    ///   - lock: File that keeps scans of one spool apart, in the spool's directory.
    ///   - worker: The program that has the command `scan-worker`; this very one unless told otherwise.
    ///   - environment: What the worker needs beside the caller's environment, such as `SANE_CONFIG_DIR`.
    ///   - patience: How long the worker may be silent.
    package init(
        lock: FilePath, worker: FilePath = "/proc/self/exe", environment: [String: String] = [:],
        patience: Duration = ScanSupervisor.defaultPatience
    ) {
        self.lock = lock
        self.worker = WorkerProcess(
            executable: worker, command: "scan-worker", environment: environment, patience: patience)
    }

    /// Runs a scan to its end.
    ///
    /// - Parameters:
    ///   - stop: Ends the scan when the user asks.
    ///   - pageSaved: Called for each durable page, before the scanner is asked for the next. When it throws, the scan
    ///     ends with a fault and the page does not count.
    ///   - progress: Called as the scan goes.
    /// - Returns: how many pages were kept and how the scan ended; faults of the scanner are an ending, not an error.
    package func scan(
        _ job: ScanJob, stop: ScanStop = ScanStop(), pageSaved: (ScannedPage) async throws -> Void,
        progress: (ScanProgress) -> Void = { _ in }
    ) async throws(ScanError) -> ScanOutcome {
        let lock = try await ScanLock.afterSweep(lock)
        defer { withExtendedLifetime(lock) {} }
        return try await worker.run(.scan(job), stop: stop, pageSaved: pageSaved, progress: progress)
    }
}
