internal import Dossiers
internal import Exchange
internal import FoundationEssentials
package import Logging

/// Delivers what waits in the outbox, for as long as it runs.
///
/// Announces manifests in the order of the chain over one connection, and uploads pages over another, so that neither
/// waits for the other's round trips. What to do is decided by `Announcer` and `UploadMachine`; this actor does it, waits
/// where the link or the collector want it, and sees to it that one submission's trouble stays its own.
package actor Courier {
    /// Uploads under way at once: one that sends, and one whose answer is awaited.
    static let lanes = 1...2

    let outbox: any Outbox
    let client: CollectorClient
    let check: ReceiptCheck
    private(set) var settings: CourierSettings
    let time: any Timekeeper
    let logger: Logger
    let report: @Sendable (DeliveryEvent) -> Void
    let chance: @Sendable () -> Double
    let bell = Doorbell()
    let turn = Turn()

    var announcer: Announcer
    var sizing = AppendSizing()
    /// What keeps everybody from working.
    var pause = Pause()
    var offlineSince: Date?
    var hasContact = false
    var nextRetryAt: Date?
    /// What keeps the announcer alone from working: a manifest that the collector cannot take now.
    var announcing = Rest()
    var stationProblem: (problem: StationProblem, retryAt: Duration)?
    /// Whether the outbox is known to hold no problem of the station's.
    var stationIsKnownGood = false
    /// Submissions that wait for another try.
    var resting: [ContentDigest: Rest] = [:]
    /// Submissions under way, and the pages they send.
    var busy: [ContentDigest: Set<ContentDigest>] = [:]
    /// Pages that came to the collector since this began: an older announcement may want them in vain.
    var delivered: Set<ContentDigest> = []
    /// Where uploads stood when they were announced, for those that nobody touched since: their first bytes can be sent
    /// without asking.
    var untouched: [ContentDigest: Announcement] = [:]
    /// Submissions in a row that failed, whichever they were.
    var failuresInARow = 0
    var recordedClock: ClockCorrection
    var isAnnouncing = false
    var isPaused = false
    var lastStatus: LinkStatus?

    /// - Parameters:
    ///   - clock: the correction that the outbox kept.
    ///   - chance: random numbers from 0 up to 1, for the time of retries.
    ///   - report: told of everything worth seeing; called from several threads.
    package init(
        identity: StationIdentity, transport: any Transport, outbox: any Outbox,
        settings: CourierSettings = CourierSettings(), clock: ClockCorrection = .none,
        time: any Timekeeper = SystemTime(), chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        logger: Logger, report: @escaping @Sendable (DeliveryEvent) -> Void = { _ in }
    ) {
        self.outbox = outbox
        self.settings = settings
        self.time = time
        self.chance = chance
        self.logger = logger
        self.report = report
        client = CollectorClient(identity: identity, transport: transport, clock: clock, time: time)
        check = ReceiptCheck(identity: identity)
        announcer = Announcer(check: check)
        recordedClock = clock
    }

    /// Delivers until the task is cancelled, and then returns.
    ///
    /// - Throws: what the outbox throws.
    package func run() async throws {
        logger.info("delivery begins")
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.announceAll() }
                for lane in Self.lanes { group.addTask { try await self.uploadAll(lane: lane) } }
                // The first to fail ends the others; waitForAll would wait for them.
                while try await group.next() != nil {}
            }
        } catch let error as CancellationError where Task.isCancelled {
            logger.debug("cancelled", metadata: ["error": "\(error)"])
        }
        logger.info("delivery ends")
    }

    /// Looks for work now: something was sealed, or delivery is to go on after a pause.
    package nonisolated func wake() { bell.ring() }

    /// Tries everything again now, whatever it waits for.
    package func retryNow() {
        pause.endWait()
        announcing.until = nil
        stationProblem?.retryAt = time.uptime
        for manifest in resting.keys { resting[manifest]?.until = nil }
        wake()
    }

    /// Keeps to another timetable from now on, also in what is under way as soon as its piece is sent.
    package func keep(to schedule: BandwidthSchedule) {
        settings.schedule = schedule
        wake()
    }

    /// Whether the timetable lets anything be sent at this hour.
    package var deliversNow: Bool { sendLimit != 0 }

    /// How the link is doing now.
    package var status: LinkStatus {
        var status = LinkStatus(
            activity: .idle, offlineSince: offlineSince, hasContact: hasContact, bytesPerSecond: sizing.bytesPerSecond)
        if isPaused {
            status.activity = .paused
        } else if let failure = pause.failure {
            status.activity = .waiting(failure)
            status.nextRetryAt = nextRetryAt
        } else if isAnnouncing || !busy.isEmpty {
            status.activity = .working
        }
        return status
    }

    // MARK: What all lanes share

    /// Whether there may be traffic now.
    ///
    /// - Parameter uploads: whether it is for pages of what is announced already.
    func mayWork(uploads: Bool) async throws -> Bool {
        let restsByRequest = try await outbox.isPaused()
        isPaused = restsByRequest || sendLimit == 0
        defer { publish() }
        if isPaused { return false }
        let uptime = time.uptime
        if let until = pause.until, uptime < until { return false }
        if !uploads, let until = announcing.until, uptime < until { return false }
        if let (problem, retryAt) = stationProblem, uptime < retryAt, !(uploads && problem.allowsUploads) {
            return false
        }
        return true
    }

    /// The most bytes per second to send at this hour; nil for no limit, 0 for none at all.
    var sendLimit: Int? { settings.schedule.bytesPerSecond(atMinute: time.minuteOfDay(at: client.now)) }

    /// Waits for a ring, or until it is time to look again.
    func waitForWork(since seen: Int) async {
        let uptime = time.uptime
        let nearest = [pause.until, announcing.until].compactMap { $0 }.filter { $0 > uptime }.min()
        let wait = nearest.map { min($0 - uptime, settings.pollInterval) } ?? settings.pollInterval
        await bell.wait(since: seen, atMost: max(wait, .milliseconds(1)), on: time)
    }

    /// Keeps a receipt that was verified.
    func settle(_ manifest: OutgoingManifest, _ envelope: Envelope, _ receipt: Receipt) async throws {
        try await outbox.recordReceipt(manifest.digest, envelope: envelope, receipt: receipt)
        resting[manifest.digest] = nil
        failuresInARow = 0
        logger.info(
            "receipt",
            metadata: [
                "manifest": "\(manifest.digest)", "sequence": "\(manifest.sequence)", "outcome": "\(receipt.outcome)",
            ])
        report(.settled(manifest.digest, receipt))
    }

    /// Tells those who watch, when something changed.
    func publish() {
        let status = status
        guard status != lastStatus else { return }
        lastStatus = status
        report(.link(status))
    }
}

extension Duration {
    /// The duration as a number of seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
