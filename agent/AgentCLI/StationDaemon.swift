import Diagnosing
import FoundationEssentials
import Logging
import ServiceLifecycle
import Spool
import Station
import Supervision
import UnixSignals
import Uplink

/// Everything that `run` runs, put together.
struct StationDaemon: Sendable {
    let settings: Settings
    let spool: Spool
    /// Who started this program as a service, if somebody did.
    let manager: ServiceManager?
    let logger: Logger

    /// Why the services ended.
    enum Ending {
        case stopped
        /// The station has another identity now.
        case enrolmentChanged
    }

    /// Runs the services until they are told to stop, or the enrolment changes.
    func serve() async throws -> Ending {
        let credentials = try Credentials(in: settings.data)
        let board = BulletinBoard()
        let watch = EnrolmentWatch(data: settings.data, station: credentials?.identity.station)
        var line: Line?
        if let credentials { line = try await self.line(with: credentials, board: board) }
        let keeping = Duration.seconds(settings.keepDays * 86_400)
        let files = FileImporter(spool: spool)
        let folder = settings.watchFolder.map {
            WatchedFolder($0, spool: spool, importer: files, keeping: keeping)
        }
        let data = settings.data
        let scanners = ScannerList(finder: ScannerFinder())
        let desk = StationDesk(
            spool: spool, scanner: DossierScanner(spool: spool), scanners: scanners,
            files: files, folder: folder, previews: PreviewRenderer(spool: spool),
            province: line?.province ?? NoProvince(),
            settings: DeskSettings(
                version: SohoaAgent.version, scanner: settings.scanner, credentials: { try Credentials(in: data) }),
            board: board, logger: logger)
        let page = StationWeb(
            desk: desk, port: settings.listenPort, lockSeconds: settings.lockMinutes * 60,
            onListening: { port in
                logger.notice("the officer's page is at http://127.0.0.1:\(port)/")
                manager?.tell(.ready)
            },
            logger: logger)
        var background: [any Service] = [
            Caretaker(spool: spool, keeping: keeping, logger: logger), OutsideWatch(spool: spool, board: board),
        ]
        if let folder { background.append(FolderWatch(folder: folder, board: board, logger: logger)) }
        if let line, let credentials {
            let province = ProvinceSettings(
                credentials: credentials, client: line.client, courier: line.courier, desk: desk, local: settings,
                logger: logger)
            let handover = Handover(
                settings: settings, spool: spool, credentials: credentials, client: line.client, logger: logger)
            // What cannot be applied now is tried again with the next answer.
            try? await province.applyHeld()
            background += [
                handover, heartbeats(of: province, handover, line.client, scanners),
                Delivery(courier: line.courier, spool: spool), Briefer(desk: desk),
                LinkFeed(links: line.links, desk: desk),
            ]
        }
        let pulse = manager.map { [Pulse(telling: $0, isEnding: { !watch.hasChanged })] } ?? []
        let services: [any Service] =
            [desk, page] + background.map { Persistent(service: $0, logger: logger) } + pulse
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0) } + [
                    .init(service: watch, successTerminationBehavior: .gracefullyShutdownGroup)
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        return watch.hasChanged ? .enrolmentChanged : .stopped
    }

    private func line(with credentials: Credentials, board: BulletinBoard) async throws -> Line {
        // An enrolment that was cut off before it had sealed everything anew is finished here.
        try await spool.resealUnreceipted(with: credentials)
        let identity = Uplink.StationIdentity(credentials)
        let transport = try settings.transport(to: credentials.identity.collectorURL)
        let clock = ClockCorrection(seconds: try await spool.clockCorrection())
        let (links, noteLink) = AsyncStream.makeStream(of: LinkState.self, bufferingPolicy: .bufferingNewest(1))
        let courier = Courier(
            identity: identity, transport: transport,
            outbox: SpoolOutbox(spool: spool, station: credentials.identity.station),
            settings: CourierSettings(schedule: try BandwidthSchedule(settings.bandwidth ?? "")), clock: clock,
            logger: logger
        ) { event in
            switch event {
            case .link(let status): noteLink.yield(LinkState(status))
            case .announced, .settled, .problem, .station: board.post(.queue, .desk)
            case .sending: board.post(.queue)
            case .clock: break
            }
        }
        let client = CollectorClient(identity: identity, transport: transport, clock: clock)
        return Line(
            courier: courier, client: client, province: ProvinceLink(client: client, courier: courier), links: links)
    }

    private func heartbeats(
        of province: ProvinceSettings, _ handover: Handover, _ client: CollectorClient, _ scanners: ScannerList
    ) -> Heartbeats {
        let pulse = Pulse(
            spool: spool, version: SohoaAgent.version, system: Machine().operatingSystem, scanners: scanners)
        return Heartbeats(
            sender: HeartbeatSender(
                client: client, logger: logger, read: { try await pulse.beat(settings: province.remote) },
                answered: {
                    await province.heard($0)
                    await handover.heard($0)
                }))
    }

    /// The connection to the province.
    private struct Line {
        let courier: Courier
        let client: CollectorClient
        let province: ProvinceLink
        let links: AsyncStream<LinkState>
    }
}
