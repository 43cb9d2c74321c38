import ContentStore
import Glibc
import SANEDriver
import Scanning
import SystemPackage

/// A scan from its job to its last message.
enum ScanWorker {
    /// Seconds without a byte or a message after which a worker whose station is gone ends itself.
    private static let orphanLimit: UInt32 = 60

    /// Does the job and says how it ended.
    static func run(_ job: ScanJob, _ channel: WorkerChannel) {
        // The station kills a silent worker. When the station itself is gone and the driver hangs, this does.
        alarm(orphanLimit)
        let observer = StationObserver(channel) { alarm(orphanLimit) }
        var saved = 0
        let ending: ScanEnding
        do throws(ScanFault) {
            ending = try scan(job, observer, channel, &saved)
        } catch {
            ending = .fault(error)
        }
        channel.send(.ended(ending, pagesSaved: saved))
    }

    private static func scan(
        _ job: ScanJob, _ observer: consuming StationObserver, _ channel: WorkerChannel, _ saved: inout Int
    ) throws(ScanFault) -> ScanEnding {
        var sink = try StoreSink(job)
        let library = try SANELibrary()
        var scanner = try library.open(job.settings.scanner)
        let choice = try scanner.configure(job.settings)
        channel.send(.opened(scanner: scanner.identity, source: choice.source))
        var session = ScanSession(job.settings, choice: choice, scratch: job.store)
        let ending = session.run(&scanner, sink: &sink, observer: &observer)
        saved = session.pagesSaved
        return ending
    }
}

/// Tells the station how the scan goes, and heeds what it says.
struct StationObserver: ScanObserver, ~Copyable {
    /// Time between two progress messages, so that a fast scanner does not flood the station.
    private static let progressInterval = Duration.milliseconds(200)

    private let channel: WorkerChannel
    private let stillAlive: () -> Void
    private var cancelled = false

    init(_ channel: WorkerChannel, stillAlive: @escaping () -> Void) {
        self.channel = channel
        self.stillAlive = stillAlive
    }

    mutating func isCancelled() -> Bool {
        if cancelled { return true }
        switch channel.nextIfAny() {
        case .nothing: cancelled = channel.isToEnd
        case .request, .broken: cancelled = true
        }
        return cancelled
    }

    mutating func waiting(_ status: ScannerStatus) { send(.waiting(status)) }

    mutating func pageStarted(number: Int, source: FeedSource) { send(.pageStarted(number: number, source: source)) }

    mutating func progress(byteCount: Int) {
        stillAlive()
        if channel.silence >= Self.progressInterval { send(.progress(byteCount: byteCount)) }
    }

    mutating func pageSaved(_ page: ScannedPage) throws(ScanFault) {
        send(.pageSaved(page))
        while !cancelled {
            switch channel.next() {
            case .request(.saved(page.number)): return
            case .request(.cancel): cancelled = true
            case .request(.saved), .request(.scan), .broken: throw .protocolBroken("acknowledgement")
            case .nothing: continue
            }
        }
    }

    private func send(_ message: WorkerMessage) {
        stillAlive()
        channel.send(message)
    }
}
