import Glibc
import Subprocess
import SystemPackage

/// What became of a program that a test ran.
package struct ToolResult: Sendable {
    /// Its exit code; nil when a signal ended it.
    package let exitCode: Int32?
    /// The signal that ended it; nil when it exited.
    package let signal: Int32?
    /// What it wrote to standard output.
    package let output: String
    /// What it wrote to standard error.
    package let errors: String
}

/// A program while it runs.
package struct RunningTool: Sendable {
    fileprivate let id: pid_t

    /// Ends it as a power cut would: nothing in it runs any more.
    package func kill() {
        _ = Glibc.kill(id, SIGKILL)
    }

    /// Asks it to stop.
    package func terminate() {
        _ = Glibc.kill(id, SIGTERM)
    }

    /// Whether it has not ended yet.
    package var isRunning: Bool {
        // An ended child stays as a zombie until it is waited for, and a zombie can be signalled; look without reaping.
        // siginfo_t is a union; si_signo is in all its forms, and stays 0 when nothing is to be waited for.
        var info = unsafe siginfo_t()
        let status = unsafe waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT)
        return unsafe status == 0 && info.si_signo == 0
    }
}

/// A program took longer than the test gave it.
package struct ToolTimedOut: Error, CustomStringConvertible {
    package let name: String
    package let limit: Duration

    package var description: String { "\(name) did not end within \(limit) and was killed" }
}

/// Runs a program, found on PATH unless `name` is a path, with `environment` added to this process's own, and collects its output.
///
/// Its standard input is `input`.
///
/// A program that has not ended after `limit` is killed, and the call throws ``ToolTimedOut``; so is one whose
/// `during` throws. `during` runs beside the program, to watch it or to kill it.
package func runTool(
    _ name: String, _ arguments: [String], environment: [String: String] = [:], input: String = "",
    within limit: Duration = .seconds(60),
    during: @escaping @Sendable (RunningTool) async throws -> Void = { _ in }
) async throws -> ToolResult {
    let variables: [Environment.Key: String?] = Dictionary(
        uniqueKeysWithValues: environment.map { (Environment.Key(rawValue: $0.key)!, $0.value) })
    return try await withThrowingTaskGroup(of: ToolResult.self) { group in
        group.addTask {
            let result = try await run(
                name.contains("/") ? .path(FilePath(name)) : .name(name), arguments: Arguments(arguments),
                environment: .inherit.updating(variables),
                input: .string(input), output: .string(limit: 64 << 20), error: .string(limit: 1 << 20)
            ) { execution in
                try await during(RunningTool(id: execution.processIdentifier.value))
            }
            let errors = result.standardError
            let output = result.standardOutput
            return switch result.terminationStatus {
            case .exited(let code): ToolResult(exitCode: code, signal: nil, output: output, errors: errors)
            case .signaled(let signal): ToolResult(exitCode: nil, signal: signal, output: output, errors: errors)
            }
        }
        group.addTask {
            try await Task.sleep(for: limit)
            throw ToolTimedOut(name: name, limit: limit)
        }
        defer { group.cancelAll() }
        return try await group.next()!
    }
}
