import Exchange
import Logging
import Scanning
import Spool
import Station
import Uplink

/// Gets settings of the province when a heartbeat's answer says that there are others, and puts them to use at once.
///
/// What IT has set on this PC goes before them: flags, environment and file.
actor ProvinceSettings {
    private let client: CollectorClient
    private let courier: Courier
    private let desk: StationDesk
    private let local: Settings
    private let logger: Logger
    let remote: RemoteSettings

    init(
        credentials: Credentials, client: CollectorClient, courier: Courier, desk: StationDesk, local: Settings,
        logger: Logger
    ) {
        self.client = client
        self.courier = courier
        self.desk = desk
        self.local = local
        self.logger = logger
        remote = RemoteSettings(spool: desk.spool, credentials: credentials)
    }

    /// Puts what is held to use: at the start, long before there is an answer.
    func applyHeld() async throws {
        if let document = try await remote.current() { try await apply(document) }
    }

    /// Acts on what the collector said to a heartbeat.
    func heard(_ answer: HeartbeatAnswer) async {
        do {
            guard let number = answer.settings, try await remote.current()?.number != number else { return }
            guard case .document(let envelope, let tag) = try await client.settings(etag: try await remote.tag())
            else { return }
            guard let document = try await remote.take(envelope, tag: tag) else { return }
            try await apply(document)
            logger.notice("settings of the province are applied", metadata: ["number": "\(document.number)"])
        } catch {
            logger.warning("settings of the province are not applied", metadata: ["cause": "\(error)"])
        }
    }

    private func apply(_ document: SettingsDocument) async throws {
        let settings = document.settings
        await courier.keep(to: try BandwidthSchedule(local.bandwidth ?? settings.bandwidth ?? ""))
        await desk.offer(profile: settings.profile.flatMap(ScanProfile.init))
        try await remote.applyOfficers(of: document)
    }
}

extension RemoteSettings {
    /// Those of an enrolment, timetables read as delivery reads them.
    init(spool: Spool, credentials: Credentials) {
        self.init(spool: spool, credentials: credentials) { (try? BandwidthSchedule($0)) != nil }
    }
}

extension Settings {
    /// The quality that the province has set for this station, else the usual one.
    func profileOfProvince(_ spool: Spool) async throws -> ScanProfile {
        // A key that cannot be read keeps nobody from scanning.
        guard let credentials = try? Credentials(in: data) else { return .standard }
        let held = try await RemoteSettings(spool: spool, credentials: credentials).current()
        return held?.settings.profile.flatMap(ScanProfile.init) ?? .standard
    }
}
