import ArgumentParser
import Scanning

/// The process that reads files from outside. Started by the station, never by hand.
///
/// It speaks as the scan worker does, a JSON object a line: `WorkerRequest`s come in, `WorkerMessage`s go out, and it
/// goes on to the next page when the one before is acknowledged.
/// Exit status: 0 the job ended and said how (a file that is refused among the ways); 65 the job could not be read;
/// 70 the caller went away or broke the protocol.
struct ImportWorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import-worker", abstract: "Read a file for an import (internal).", shouldDisplay: false)

    func run() throws {
        let channel = try WorkerChannel()
        switch channel.next() {
        case .request(.importFile(let job)): ImportWorker.run(job, channel)
        case .request(.renderPreviews(let job)): ImportWorker.run(job, channel)
        default: throw ExitCode(65)
        }
        if channel.isBroken { throw ExitCode(70) }
    }
}
