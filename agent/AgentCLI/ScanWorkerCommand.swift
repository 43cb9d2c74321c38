import ArgumentParser
import Scanning

/// The process that drives the scanner. Started by the station, never by hand.
///
/// SANE drivers hang and crash and are not safe beside threads; a process of its own can be killed, and takes the
/// scanner with it.
///
/// It reads `WorkerRequest`s on standard input and writes `WorkerMessage`s on standard output, a JSON object a line.
/// Exit status: 0 the scan ended and said how (a fault of the scanner among the ways); 65 the job could not be read;
/// 70 the caller went away or broke the protocol.
struct ScanWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-worker", abstract: "Drive the scanner for a scan (internal).", shouldDisplay: false)

    func run() throws {
        let channel = try WorkerChannel()
        guard case .request(.scan(let job)) = channel.next() else { throw ExitCode(65) }
        ScanWorker.run(job, channel)
        if channel.isBroken { throw ExitCode(70) }
    }
}
