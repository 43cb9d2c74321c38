import ArgumentParser
import Supervision
import Uplink

/// The daemon: the officer's page and delivery.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Serve the officer's page and deliver what is sealed, for as long as it runs.",
        discussion: """
            The page is at http://127.0.0.1:7878/ for browsers of this PC only. Checks the spool first. Ends gracefully \
            on SIGTERM and SIGINT: a page being scanned is given up, every page before it is kept. \
            A service manager of systemd's kind is told when it is ready and that it is not hung.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Bandwidth timetable, for instance 07:00-17:00=256 (kbit/s).")
    var bandwidth: String?

    @Option(help: "HTTP proxy to go through.")
    var proxy: String?

    @Option(help: "File of further trusted certificates (PEM).")
    var caFile: String?

    @Option(help: "Port of the officer's page on 127.0.0.1.")
    var listenPort: String?

    func run() async throws {
        try await reporting {
            let settings = try await common.settings([
                "bandwidth": bandwidth, "proxy": proxy, "ca-file": caFile, "listen-port": listenPort,
            ])
            // Before anything runs, and also while the station is not enrolled.
            _ = try BandwidthSchedule(settings.bandwidth ?? "")
            let spool = try settings.openSpool()
            let lock = try DaemonLock(in: settings.data)
            defer { lock.release() }
            let daemon = StationDaemon(
                settings: settings, spool: spool, manager: ServiceManager(), logger: try settings.logger())
            // It begins anew with another identity when the station is enrolled, or enrolled again, meanwhile.
            while try await daemon.serve() == .enrolmentChanged {}
        }
    }
}
