import FoundationEssentials
import Glibc
package import Scanning
import Subprocess
package import SystemPackage

/// Scans in a process of its own, and keeps what was scanned whatever becomes of that process.
///
/// SANE drivers hang and crash. The worker is killed, with whatever it has started, when it has neither sent a byte's
/// worth of progress nor a message for some time.
package struct ScanSupervisor: Sendable {
    /// How long a worker may be silent.
    package static let defaultPatience = Duration.seconds(10)

    private let lock: FilePath
    private let worker: FilePath
    private let environment: [String: String]
    private let patience: Duration

    /// - Parameters:
    ///   - lock: File that keeps scans of one spool apart, in the spool's directory.
    ///   - worker: The program that has the command `scan-worker`; this very one unless told otherwise.
    ///   - environment: What the worker needs beside the caller's environment, such as `SANE_CONFIG_DIR`.
    ///   - patience: How long the worker may be silent.
    package init(
        lock: FilePath, worker: FilePath = "/proc/self/exe", environment: [String: String] = [:],
        patience: Duration = ScanSupervisor.defaultPatience
    ) {
        // A worker that has died must show as a failed write to it, not end the station.
        signal(SIGPIPE, SIG_IGN)
        self.lock = lock
        self.worker = worker
        self.environment = environment
        self.patience = patience
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
        var options = PlatformOptions()
        // A group of its own: drivers start processes, which must go with the worker; and a Ctrl-C at a terminal
        // reaches the station, which ends the worker in good order.
        options.processGroupID = 0
        // Drivers translate the values of their options; ours are matched in English. A crash is told by its signal:
        // a trace would print memory, and with it what is on the page.
        var variables: [Environment.Key: String?] = ["LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        do {
            let result = try await run(
                .path(worker), arguments: ["scan-worker"], environment: .inherit.updating(variables),
                platformOptions: options, input: .inputWriter, output: .sequence, error: .currentStandardError
            ) { execution in
                var conversation = ScanConversation(execution, patience: patience)
                return try await conversation.run(job, stop: stop, pageSaved: pageSaved, progress: progress)
            }
            return result.closureResult.outcome(result.terminationStatus)
        } catch {
            throw .cannotStart("\(error)")
        }
    }
}
