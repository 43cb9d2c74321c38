import ContentStore
import Glibc
import SANEDriver
import Scanning
import SystemPackage

/// A scan from its job to its last message.
enum ScanWorker {
    /// Seconds to wait for a scanner that another program uses.
    private static let busyLimit = 5

    /// Does the job and says how it ended.
    static func run(_ job: ScanJob, _ channel: WorkerChannel) {
        OrphanGuard.arm()
        do throws(ScanFault) {
            try scan(job, channel)
        } catch {
            channel.send(.ended(.fault(error), pagesSaved: 0))
        }
    }

    private static func scan(_ job: ScanJob, _ channel: WorkerChannel) throws(ScanFault) {
        var observer = StationObserver(channel)
        var sink = try StoreSink(store: job.store, previews: job.previews)
        let library = try SANELibrary()
        var scanner = try open(job.settings.scanner, library, &observer, channel)
        let choice = try scanner.configure(job.settings)
        channel.send(.opened(scanner: scanner.identity, source: choice.source))
        var session = ScanSession(job.settings, choice: choice, scratch: job.store)
        let ending = session.run(&scanner, sink: &sink, observer: &observer)
        channel.send(.ended(ending, pagesSaved: session.pagesSaved))
        // Some drivers hang or crash on being let go of. The station knows by now how the scan ended.
        scanner.cancel()
    }

    /// Opens the scanner, waiting a little for one that is busy: it may still be letting go of the scan before.
    private static func open(
        _ selection: ScannerSelection, _ library: borrowing SANELibrary, _ observer: inout StationObserver,
        _ channel: WorkerChannel
    ) throws(ScanFault) -> SANEScanner {
        for _ in 0..<busyLimit {
            do {
                return try library.open(selection) { channel.send(.searching) }
            } catch .scanner(.deviceBusy) {
                observer.waiting(.deviceBusy)
                sleep(1)
            } catch {
                throw error
            }
        }
        return try library.open(selection) { channel.send(.searching) }
    }
}

/// Ends a worker whose station is gone while the driver hangs. A station that is there kills a silent worker itself.
enum OrphanGuard {
    /// Seconds without a byte or a message; more than any station waits.
    private static let limit: UInt32 = 120

    /// The driver is at work, or has shown that it is.
    static func arm() { alarm(limit) }

    /// The worker waits for the station, whose end it would see.
    static func rest() { alarm(0) }
}

/// Tells the station how the scan goes, and heeds what it says.
struct StationObserver: ScanObserver, ~Copyable {
    /// Time between two progress messages, so that a fast scanner does not flood the station.
    private static let progressInterval = Duration.milliseconds(200)

    private let channel: WorkerChannel
    private var cancelled = false

    init(_ channel: WorkerChannel) {
        self.channel = channel
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
        OrphanGuard.arm()
        if channel.silence >= Self.progressInterval { send(.progress(byteCount: byteCount)) }
    }

    mutating func pageSaved(_ page: ScannedPage) throws(ScanFault) {
        send(.pageSaved(page))
        OrphanGuard.rest()
        defer { OrphanGuard.arm() }
        while !cancelled {
            switch channel.next() {
            case .request(.saved(page.number)): return
            case .request(.cancel): cancelled = true
            case .request, .broken: throw .protocolBroken("acknowledgement")
            case .nothing: continue
            }
        }
    }

    private func send(_ message: WorkerMessage) {
        OrphanGuard.arm()
        channel.send(message)
    }
}
