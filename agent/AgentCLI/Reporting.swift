import ArgumentParser
import Exchange
import FoundationEssentials
import Glibc
import SettingsFiles
import Spool
import Station
import Supervision
import Uplink

/// Something that cannot be done as asked: exit status 2.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Runs a command's work, and turns its errors into a line on standard error and an exit status.
func reporting(_ work: () async throws -> Void) async throws {
    do { try await work() } catch let code as ExitCode { throw code } catch is CancellationError {
        throw ExitCode(1)
    } catch {
        printError("sohoa-agent: \((error as? Failure)?.toWhoeverAsked ?? "\(error)")")
        throw ExitCode(isRefusal(error) ? 2 : 1)
    }
}

/// Whether what was asked cannot be done as it was asked, and the error says what to do; else something failed.
private func isRefusal(_ error: any Error) -> Bool {
    switch error {
    case ConfigurationError.unavailable: false
    case is Refusal, is OwnershipError, is SpoolError, is ConfigurationError, is SettingsFileError,
        ScanError.alreadyRunning:
        true
    case Failure.problem(let problem, _): (400..<500).contains(problem.status)
    default: false
    }
}

/// One line on standard error.
func printError(_ line: String) {
    write(line, to: STDERR_FILENO)
}

/// One line on standard output, at once, also into a pipe.
func printLine(_ line: String) {
    write(line, to: STDOUT_FILENO)
}

private func write(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    var done = 0
    while done < bytes.count {
        // The array's own bytes, from `done` to its end.
        let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress! + done, $0.count - done) }
        // A reader that has gone is no reason to stop the work.
        if count < 0, errno != EINTR { return }
        done += max(0, count)
    }
}

/// `value` as one line of JSON on standard output.
func printJSON(_ value: some Encodable) throws { printLine(String(decoding: try Wire.encode(value), as: UTF8.self)) }

/// Bytes as people read them: `412 KB`, `1,3 MB`.
func readable(bytes: Int) -> String {
    bytes < 1_000_000 ? "\((bytes + 999) / 1000) KB" : "\(bytes / 1_000_000),\(bytes / 100_000 % 10) MB"
}
