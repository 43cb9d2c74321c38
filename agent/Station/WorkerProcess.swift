import FoundationEssentials
import Glibc
import Scanning
import Subprocess
import SystemPackage

/// A worker with a job, in a process of its own: what could hang, crash or be led astray there does so alone.
struct WorkerProcess: Sendable {
    /// The program that has the command.
    let executable: FilePath
    let command: String
    /// What the worker needs beside the caller's environment.
    let environment: [String: String]
    /// How long the worker may be silent.
    let patience: Duration

    init(executable: FilePath, command: String, environment: [String: String], patience: Duration) {
        // A worker that has died must show as a failed write to it, not end the station.
        signal(SIGPIPE, SIG_IGN)
        self.executable = executable
        self.command = command
        self.environment = environment
        self.patience = patience
    }

    /// Runs a job to its end.
    ///
    /// - Parameters:
    ///   - job: The request that the worker begins with.
    ///   - stop: Ends the job when the user asks.
    ///   - pageSaved: Called for each durable page, before the worker goes on to the next. When it throws, the job ends
    ///     with that fault, or one of storage, and the page does not count.
    func run(
        _ job: WorkerRequest, stop: ScanStop = ScanStop(), pageSaved: (ScannedPage) async throws -> Void = { _ in },
        progress: (ScanProgress) -> Void = { _ in }
    ) async throws(ScanError) -> ScanOutcome {
        var options = PlatformOptions()
        // A group of its own: workers start processes, which must go with them; and a Ctrl-C at a terminal reaches the
        // station, which ends the worker in good order.
        options.processGroupID = 0
        // Drivers translate the values of their options; ours are matched in English. A crash is told by its signal:
        // a trace would print memory, and with it what is on the page.
        var variables: [Environment.Key: String?] = ["LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        do {
            let result = try await Subprocess.run(
                .path(executable), arguments: [command], environment: .inherit.updating(variables),
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
