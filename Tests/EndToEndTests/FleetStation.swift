import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Logging
import Spool
import Station
import SystemPackage
import TestSupport
import Uplink

@testable import AgentCLI

/// One station of a simulated fleet: the agent's own spool, sealing, delivery and heartbeats, without scanner and page.
actor FleetStation {
    let site: SiteID
    let number: Int
    private let spool: Spool
    private let credentials: Credentials
    private let transport: CurlTransport
    private var work: Task<Void, any Error>?
    private(set) var sealed = 0
    private(set) var bytes = 0

    private static let quiet = Logger(label: "fleet") { _ in SwiftLogNoOpLogHandler() }

    /// Enrols at the collector behind `port`, as `enroll` does.
    init(_ number: Int, at site: Site, token: String, port: Int, data: FilePath) async throws {
        self.number = number
        self.site = site.id
        spool = try Spool(directory: data, minimumFreeBytes: 0)
        transport = try CurlTransport(
            to: CollectorAddress("http://127.0.0.1:\(port)"),
            settings: TransportSettings(proxy: .none, version: "0.1.0", connectTimeout: 5, silenceTimeout: 10))
        let pending = try PendingEnrolment.begun(with: token, in: data)
        let request = EnrolmentRequest(
            token: token, publicKey: pending.key.verificationKey.derRepresentation, label: "pc-\(number)",
            agentVersion: "0.1.0")
        let envelope = pending.key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
        let answer = try await Self.enrol(envelope, over: transport)
        try Credentials.store(
            EnrolledStation(answer: answer, collectorURL: "http://127.0.0.1:\(port)", enrolledAt: Date()),
            key: pending.key, in: data)
        try PendingEnrolment.end(in: data)
        credentials = try Credentials(in: data)!
    }

    /// Many enrol from one address here, and the collector takes so many a second: as IT would, tries again when told.
    private static func enrol(_ envelope: Envelope, over transport: CurlTransport) async throws -> EnrolmentAnswer {
        while true {
            do throws(Failure) { return try await transport.enrol(envelope) } catch {
                guard let rest = error.retryAfter else { throw error }
                try await Task.sleep(for: rest)
            }
        }
    }

    var id: StationID { credentials.identity.station }

    /// Starts delivery and heartbeats, as the daemon does, with a program of that version.
    func start(version: String, pace: HeartbeatSender.Pace) async throws {
        let (spool, credentials, transport) = (spool, credentials, transport)
        let identity = Uplink.StationIdentity(credentials)
        let clock = ClockCorrection(seconds: try await spool.clockCorrection())
        let courier = Courier(
            identity: identity, transport: transport,
            outbox: SpoolOutbox(spool: spool, station: credentials.identity.station), clock: clock, logger: Self.quiet)
        let client = CollectorClient(identity: identity, transport: transport, clock: clock)
        let pulse = Pulse(spool: spool, version: version, system: "Debian GNU/Linux 12 (bookworm)")
        let remote = RemoteSettings(spool: spool, credentials: credentials)
        let sender = HeartbeatSender(
            client: client, pace: pace, logger: Self.quiet, read: { try await pulse.beat(settings: remote) },
            answered: { answer in
                guard let number = answer.settings, (try? await remote.current())?.number != number,
                    case .document(let envelope, let tag)? = try? await client.settings(etag: try await remote.tag())
                else { return }
                _ = try? await remote.take(envelope, tag: tag)
            })
        work = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await courier.run() }
                group.addTask { try await sender.run() }
                for try await _ in group {}
            }
        }
    }

    /// Ends delivery and heartbeats wherever they are, as a PC that is switched off; the spool keeps what it has.
    func stop() async throws {
        work?.cancel()
        do { try await work?.value } catch is CancellationError {}
        work = nil
    }

    /// An officer's morning: takes a dossier in, scans its pages and seals it.
    func seal(pages: Int, size: Int) async throws {
        sealed += 1
        let code = DossierCode(rawValue: "H51.\(number)-210615-\(1000 + sealed)")!
        let paper = Document(
            role: .result, type: "giay-khai-sinh", number: "\(sealed)/2021", authority: site.rawValue, level: .commune)
        try await spool.openDossier(
            Dossier(
                code: code, procedure: "1.001193", owner: Owner(name: "NGUYỄN VĂN MẪU"), componentsComplete: true),
            operatorName: "canbo", sheetsExpected: nil, drafts: [DocumentDraft(document: paper)])
        for page in 0..<pages {
            let content = SampleContent.bytes(UInt64(number * 1_000_000 + sealed * 1000 + page), count: size)
            try spool.pages.put(content)
            bytes += size
            _ = try await spool.addPage(SampleContent.page(content), to: code, startsSheet: true)
        }
        _ = try await spool.seal(code, with: credentials, isUrgent: sealed % 7 == 0)
    }

    /// What has no receipt yet, and what was refused.
    var health: QueueHealth { get async throws { try await spool.queueHealth() } }

    /// Submissions by state.
    var states: [Submission.State: Int] {
        get async throws { try await spool.submissions().reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }
    }

    /// The settings of the province that are held.
    var settings: SettingsDocument? {
        get async throws { try await RemoteSettings(spool: spool, credentials: credentials).current() }
    }
}
