import ArgumentParser
import Logging
import ServiceLifecycle
import Spool
import UnixSignals
import Uplink

/// The daemon: delivers what is sealed, for as long as it runs.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Deliver what is sealed, for as long as it runs.",
        discussion: "Checks the spool first. Ends gracefully on SIGTERM and SIGINT.")

    @OptionGroup var common: CommonOptions

    @Option(help: "Bandwidth timetable, for instance 07:00-17:00=256 (kbit/s).")
    var bandwidth: String?

    @Option(help: "HTTP proxy to go through.")
    var proxy: String?

    @Option(help: "File of further trusted certificates (PEM).")
    var caFile: String?

    func run() async throws {
        try await reporting {
            let settings = try await common.settings(["bandwidth": bandwidth, "proxy": proxy, "ca-file": caFile])
            let logger = try settings.logger()
            let credentials = try settings.credentials()
            let spool = try settings.openSpool()
            let lock = try DaemonLock(in: settings.data)
            defer { lock.release() }
            let station = credentials.identity.station
            // An enrolment that was cut off before it had sealed everything anew is finished here.
            try await spool.resealUnreceipted(with: credentials)
            let courier = Courier(
                identity: Uplink.StationIdentity(
                    station: station, key: credentials.key, collector: credentials.identity.collector,
                    collectorKey: credentials.collectorKey),
                transport: try settings.transport(to: credentials.identity.collectorURL),
                outbox: SpoolOutbox(spool: spool, station: station),
                settings: CourierSettings(schedule: try BandwidthSchedule(settings.bandwidth ?? "")),
                clock: ClockCorrection(seconds: try await spool.clockCorrection()), logger: logger)
            let group = ServiceGroup(
                services: [
                    Caretaker(spool: spool, keeping: .seconds(settings.keepDays * 86_400), logger: logger),
                    Delivery(courier: courier, spool: spool),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            try await group.run()
        }
    }
}

/// Delivery as a service of the daemon.
struct Delivery: Service {
    let courier: Courier
    let spool: Spool

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await courier.run() }
                group.addTask { try await heedRetries() }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    /// Tries everything again at once when somebody asked for it in another process.
    private func heedRetries() async throws {
        var heeded = try await spool.retriesAsked()
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(2))
            let asked = try await spool.retriesAsked()
            if asked != heeded { await courier.retryNow() }
            heeded = asked
        }
    }
}
