import FoundationEssentials
import Glibc
import Subprocess
package import SystemPackage

/// A program that runs beside a test, can be killed as by a power cut, and started again.
package actor BackgroundProgram {
    private let executable: FilePath
    private let arguments: [String]
    private let environment: [String: String]
    private var running: (id: pid_t, task: Task<TerminationStatus, any Error>)?
    private var hasEnded = false
    /// Everything it wrote to standard output, over all its lives.
    package private(set) var output: [String] = []

    /// - Parameter environment: added to this process's own.
    package init(_ executable: FilePath, _ arguments: [String], environment: [String: String] = [:]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }

    /// Starts it; one that runs already is left alone.
    package func start() async throws {
        guard running == nil else { return }
        hasEnded = false
        let variables: [Environment.Key: String?] = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(rawValue: $0.key)!, $0.value) })
        let (ids, started) = AsyncStream.makeStream(of: pid_t.self)
        let task = Task { [executable, arguments] in
            defer { started.finish() }
            defer { hasEnded = true }
            return try await run(
                .path(executable), arguments: Arguments(arguments), environment: .inherit.updating(variables),
                input: .none, output: .sequence, error: .discarded
            ) { execution in
                started.yield(execution.processIdentifier.value)
                for try await line in execution.standardOutput.strings() { self.note(line) }
            }.terminationStatus
        }
        for await id in ids {
            running = (id, task)
            return
        }
        _ = try await task.value
    }

    /// Waits until it has written a line that `matches`, counted from `first` on.
    ///
    /// - Throws: `EndedEarly` when it has ended without.
    package func line(from first: Int = 0, where matches: @Sendable (String) -> Bool) async throws -> String {
        while true {
            if let line = output.dropFirst(first).first(where: matches) { return line }
            if hasEnded { throw EndedEarly(program: executable, arguments: arguments, output: output) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Ends it as a power cut would, and waits until it is gone.
    package func kill() async { await end(SIGKILL) }

    /// Asks it to stop, and waits until it has.
    ///
    /// - Returns: its exit status; nil when it did not run or a signal ended it.
    @discardableResult
    package func stop() async -> Int32? { await end(SIGTERM) }

    @discardableResult
    private func end(_ signal: Int32) async -> Int32? {
        guard let running else { return nil }
        self.running = nil
        _ = Glibc.kill(running.id, signal)
        if case .exited(let code)? = try? await running.task.value { return code }
        return nil
    }

    private func note(_ line: String) { output.append(line.last == "\n" ? String(line.dropLast()) : line) }
}

/// A program beside a test that ended before it had said what was waited for.
package struct EndedEarly: Error, CustomStringConvertible {
    let program: FilePath
    let arguments: [String]
    let output: [String]

    package var description: String {
        "\(program) \(arguments.joined(separator: " ")) has ended; it said: \(output.joined(separator: "\n"))"
    }
}
