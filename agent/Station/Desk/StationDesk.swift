import Dossiers
import Exchange
import FoundationEssentials
package import Logging
package import Scanning
import ServiceLifecycle
package import Spool

/// The officer's desk: one scan at a time, and what everybody who watches the station sees of it.
///
/// It is a service: scans run for as long as it does, and when it is shut down the page at hand is given up and every
/// page before it is kept.
package actor StationDesk: Service {
    nonisolated package let board: BulletinBoard
    nonisolated package let spool: Spool
    nonisolated let province: any Province
    nonisolated let settings: DeskSettings
    nonisolated let logger: Logger
    nonisolated let scanners: ScannerList
    /// Small images of pages.
    nonisolated let previews: PreviewRenderer
    /// Papers that were scanned twice.
    nonisolated let lookalikes: Lookalikes
    private let scanner: DossierScanner
    let files: FileImporter
    let folder: WatchedFolder?
    nonisolated private let orders: AsyncStream<ScanOrder>
    nonisolated private let placeOrder: AsyncStream<ScanOrder>.Continuation
    private var running: (state: ScanState, stop: ScanStop)?
    private(set) var lastScan: ScanState?
    /// The link as delivery says it.
    private var delivery = LinkState()
    /// Since when, and why, the province does not answer what the desk asks beside delivery; nil while it does.
    private var silence: (since: Date, text: BilingualText?)?
    private var hasAnswered = false
    /// The quality that the province wants offered first; nil where it leaves that to the station.
    private(set) var profile: ScanProfile?

    /// - Parameters:
    ///   - scanners: the scanners of this PC.
    ///   - folder: where a copier puts its files, if there is such a folder.
    ///   - province: where papers are looked up and briefings come from.
    package init(
        spool: Spool, scanner: DossierScanner, scanners: ScannerList, files: FileImporter, folder: WatchedFolder? = nil,
        previews: PreviewRenderer, province: any Province, settings: DeskSettings,
        board: BulletinBoard = BulletinBoard(), logger: Logger
    ) {
        self.files = files
        self.folder = folder
        self.previews = previews
        lookalikes = Lookalikes(previews: spool.previews)
        self.scanners = scanners
        self.spool = spool
        self.scanner = scanner
        self.province = province
        self.settings = settings
        self.board = board
        self.logger = logger
        (orders, placeOrder) = AsyncStream.makeStream()
    }

    /// The scan that runs, or how the last one ended.
    package var scan: ScanState? { running?.state ?? lastScan }

    /// Offers this quality first from now on.
    package func offer(profile: ScanProfile?) {
        guard profile != self.profile else { return }
        self.profile = profile
        board.post(.desk)
    }

    /// Whether the dossier is being scanned at this moment.
    func isScanning(_ code: DossierCode) -> Bool { running?.state.code == code }

    /// How the link is, as delivery, lookups and briefings have found it.
    var link: LinkState {
        var link = delivery
        link.hasContact = link.hasContact || hasAnswered
        // An empty queue asks nobody: then what the desk asks tells.
        if link.state == .idle, let silence {
            link.state = .offline
            link.since = silence.since
            link.reason = silence.text ?? LinkState.noNetwork
        }
        return link
    }

    /// The link has changed, as delivery says.
    package func note(link: LinkState) {
        changeLink {
            delivery = link
            if link.hasContact, link.state == .working { silence = nil }
        }
    }

    /// The province has answered what the desk asked, or has not.
    func note(silence: ProvinceSilence?) {
        changeLink {
            if let silence, !silence.hasAnswered {
                self.silence = (self.silence?.since ?? Date(), silence.text)
            } else {
                self.silence = nil
                hasAnswered = true
            }
        }
    }

    private func changeLink(_ change: () -> Void) {
        let before = link
        change()
        if link != before { board.post(link: link) }
    }

    /// Starts a scan.
    ///
    /// - Throws: when one is running, the disk is nearly full, or the dossier is not open.
    package func startScan(_ order: ScanOrder) async throws(StationRefusal) -> ScanState {
        if let running {
            throw StationRefusal(
                .conflict, "scan_running",
                "Máy quét đang quét hồ sơ \(running.state.code). Hãy đợi quét xong hoặc bấm Dừng.",
                "A scan of \(running.state.code) is running. Wait for its end, or stop it.")
        }
        let state = ScanState(code: order.code, startedBy: order.officerName)
        running = (state, ScanStop())
        do {
            try spool.checkSpace()
            guard let dossier = try await spool.dossier(order.code) else {
                throw SpoolError.dossierNotFound(order.code)
            }
            guard dossier.isOpen else { throw SpoolError.dossierIsSealed(order.code) }
            try await spool.check(order.placements, in: order.code)
        } catch {
            running = nil
            throw StationRefusal(any: error)
        }
        lastScan = nil
        board.post(scan: state)
        placeOrder.yield(order)
        return state
    }

    /// Stops the scan that runs.
    package func stopScan() throws(StationRefusal) {
        guard let running else { throw .nothingToStop }
        running.stop.request()
        change { $0.state = .stopping }
    }

    /// Takes the notice of the last scan away, once the officer has seen it.
    package func dismissScan() {
        lastScan = nil
        board.post(.desk)
    }

    /// SANE name of the scanner to scan with: the one that was chosen on the page, else the one that IT has set, else the
    /// first that is found.
    func chosenScanner() async throws -> String? {
        try await spool.kept(named: Self.scannerName).map { String(decoding: $0.bytes, as: UTF8.self) }
            ?? settings.scanner
    }

    /// Scans with this scanner from now on.
    func choose(scanner: String) async throws {
        guard isField(scanner, limit: TextLimit.name) else { throw StationRefusal.malformed("name") }
        try await spool.keep(Data(scanner.utf8), named: Self.scannerName)
        board.post(.desk)
    }

    private static let scannerName = "scanner"

    package func run() async throws {
        await withGracefulShutdownHandler {
            for await order in orders { await perform(order) }
        } onGracefulShutdown: {
            self.placeOrder.finish()
            Task { try? await self.stopScan() }
        }
    }

    private func perform(_ order: ScanOrder) async {
        guard let stop = running?.stop else { return }
        let topic = BulletinBoard.Topic.dossier(order.code.rawValue)
        var done: ScanReport?
        do {
            try await begin(order)
            let report = try await scanner.scan(
                order.settings, into: order.code, at: order.placements, by: order.officer, stop: stop
            ) { page, _ in
                change { $0.pagesSaved = page.number }
                board.post(topic, .desk)
            } progress: { progress in
                note(progress)
            }
            let resume = try await end(order, report)
            done = report
            change { state in
                state.state = .ended
                state.ending = report.outcome.ending.code
                state.isComplete = report.outcome.ending.isComplete
                state.text = report.outcome.ending.text
                state.resume = resume
            }
        } catch {
            let refusal = StationRefusal(any: error)
            if refusal.kind == .fault {
                logger.error(
                    "a scan failed", metadata: ["code": "\(refusal.code)", "cause": "\(refusal.text.english)"])
            }
            change { state in
                state.state = .ended
                state.ending = refusal.code
                state.isComplete = false
                state.text = refusal.text
            }
        }
        lastScan = running?.state
        running = nil
        board.post(topic, .desk)
        // Only now, for it can take a while. A scan that is started meanwhile waits for it: some drivers cannot be asked
        // for their scanners while one of these is open.
        if let done { try? await cancelWhenGracefulShutdown { [scanner] in try await scanner.remember(done) } }
    }

    private func note(_ progress: ScanProgress) {
        change { state in
            switch progress {
            case .searching: state.text = ScanProgress.searchingText
            case .opened(let scanner, _):
                state.scanner = scanner.summary
                state.text = nil
                if state.state != .stopping { state.state = .scanning }
            case .waiting(let status):
                state.text = status.text
                if state.state != .stopping { state.state = .waiting }
            case .scanning(let page, let byteCount):
                state.page = page
                state.bytes = byteCount
                state.text = nil
                if state.state != .stopping { state.state = .scanning }
            }
        }
    }

    private func change(_ body: (inout ScanState) -> Void) {
        guard var state = running?.state else { return }
        body(&state)
        running?.state = state
        board.post(scan: state)
    }
}

/// What the desk is told by the station's configuration.
package struct DeskSettings: Sendable {
    /// The version of the program, for the page to see when it has changed.
    package var version: String
    /// The enrolment as it is now; nil while the station is not enrolled.
    package var credentials: @Sendable () throws -> Credentials?
    /// SANE name of the scanner that IT has set, if any.
    package var scanner: String?

    package init(version: String, scanner: String?, credentials: @escaping @Sendable () throws -> Credentials?) {
        self.version = version
        self.scanner = scanner
        self.credentials = credentials
    }

    /// Who the station is.
    ///
    /// - Throws: when it is not enrolled, or its key cannot be read.
    func identity() throws(StationRefusal) -> Credentials {
        let credentials: Credentials?
        do { credentials = try self.credentials() } catch { throw StationRefusal(any: error) }
        guard let credentials else { throw .notEnrolled }
        return credentials
    }
}
