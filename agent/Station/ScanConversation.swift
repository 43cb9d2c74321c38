import FoundationEssentials
import Scanning
import Subprocess

/// The station's end of its conversation with a worker.
struct ScanConversation {
    typealias Worker = Execution<CustomWriteInput, SequenceOutput, FileDescriptorOutput>

    private let worker: Worker
    private let watchdog: ScanWatchdog
    private var record = ScanRecord()

    init(_ worker: Worker, patience: Duration) {
        self.worker = worker
        watchdog = ScanWatchdog(patience: patience)
    }

    /// Gives the job and follows it to the end of the worker.
    mutating func run(
        _ job: WorkerRequest, stop: ScanStop, pageSaved: (ScannedPage) async throws -> Void,
        progress: (ScanProgress) -> Void
    ) async throws -> ScanRecord {
        let worker = worker
        let watchdog = watchdog
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                guard await watchdog.silence() else { return false }
                // With all that the driver has started. It may have ended in this very moment.
                try? worker.send(signal: .kill, toProcessGroup: true)
                return true
            }
            group.addTask {
                await stop.requested()
                if !Task.isCancelled { try? await Self.send(.cancel, to: worker) }
                return false
            }
            try? await Self.send(job, to: worker)
            try await follow(pageSaved, progress)
            group.cancelAll()
            while let wasSilent = try await group.next() { record.wasSilent = record.wasSilent || wasSilent }
            // The worker only knows that it was to stop.
            if record.ending == .cancelled, let reason = stop.reason { record.ending = .fault(reason) }
            return record
        }
    }

    private mutating func follow(
        _ pageSaved: (ScannedPage) async throws -> Void, _ progress: (ScanProgress) -> Void
    ) async throws {
        for try await line in worker.standardOutput.strings() {
            watchdog.sign()
            guard let message = try? JSONDecoder().decode(WorkerMessage.self, from: Data(line.utf8)) else { continue }
            switch message {
            case .searching:
                watchdog.sign(patience: ScannerFinder.patience)
                progress(.searching)
            case .opened(let scanner, let source):
                record.source = source
                progress(.opened(scanner, source))
            case .waiting(let status):
                progress(.waiting(status))
            case .pageStarted(let number, let source):
                record.source = source
                record.page = number
                progress(.scanning(page: number, byteCount: 0))
            case .progress(let byteCount):
                progress(.scanning(page: record.page, byteCount: byteCount))
            case .pageSaved(let page):
                watchdog.rest()
                await keep(page, pageSaved)
                watchdog.sign()
            case .ended(let ending, _):
                record.ending = record.ending ?? ending
            }
        }
    }

    private mutating func keep(_ page: ScannedPage, _ pageSaved: (ScannedPage) async throws -> Void) async {
        do {
            try await pageSaved(page)
            record.pagesSaved += 1
            // A worker that has gone in the meantime shows as the end of its output.
            try? await Self.send(.saved(number: page.number), to: worker)
        } catch {
            record.ending = .fault(error as? ScanFault ?? .storage("\(error)"))
            try? await Self.send(.cancel, to: worker)
        }
    }

    private static func send(_ request: WorkerRequest, to worker: Worker) async throws {
        var line = try [UInt8](JSONEncoder().encode(request))
        line.append(UInt8(ascii: "\n"))
        _ = try await worker.standardInputWriter.write(line)
    }
}

/// What the station knows of a scan.
struct ScanRecord: Sendable {
    var pagesSaved = 0
    var page = 0
    var source = FeedSource.flatbed
    /// As the worker said it, or the station decided.
    var ending: ScanEnding?
    /// The worker was killed for its silence.
    var wasSilent = false

    /// The outcome, when the worker has ended in this way.
    func outcome(_ status: TerminationStatus) -> ScanOutcome {
        let ending: ScanEnding =
            if let said = self.ending {
                said
            } else if wasSilent {
                .hang
            } else {
                switch status {
                case .signaled(let signal): .crash(signal)
                case .exited(let code): .fault(.protocolBroken("exit \(code)"))
                }
            }
        return ScanOutcome(pagesSaved: pagesSaved, source: source, ending: ending)
    }
}
