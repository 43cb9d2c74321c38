import Console
import Intake
import Logging
import ServiceLifecycle
import Supervision
import UnixSignals
import Webhooks

/// The running collector: its services, and what is printed when it listens.
struct Server: Sendable {
    let data: DataDirectory
    let options: ServeOptions

    /// How long requests in hand may take to end when the server is to stop; uploads go on after the next start.
    private static let patience: Duration = .seconds(5)

    /// Runs until a signal ends it.
    func run() async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "sohoa-collector")
        logger.logLevel = options.logLevel
        let intake = Intake(
            registry: data.registry, store: data.store, key: data.key, identity: data.identity.id,
            settings: IntakeSettings(minimumFreeBytes: options.minimumFreeBytes), logger: logger)
        let manager = ServiceManager()
        let console = console(intake, logger)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: Upkeep(intake: intake, logger: logger)),
            .init(service: try service(of: console, manager)),
            .init(
                service: WebhookCourier(
                    registry: data.registry, key: data.key, version: SohoaCollector.version, logger: logger)),
        ]
        if let manager { services.append(.init(service: Pulse(telling: manager))) }
        if let metrics = options.metrics { services.append(.init(service: console.metricsService(on: metrics))) }
        FileLimit.raise()
        try await intake.start()
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.patience
        try await ServiceGroup(configuration: configuration).run()
    }

    private func console(_ intake: Intake, _ logger: Logger) -> Console {
        Console(
            intake: intake, registry: data.registry, organisation: data.identity.name,
            version: SohoaCollector.version, isBehindProxy: options.isBehindProxy, logger: logger)
    }

    private func service(
        of console: Console, _ manager: ServiceManager?
    ) throws(TLSFilesError) -> ConsoleService {
        let scheme = options.tls == nil ? "http" : "https"
        return try console.service(on: options.address, tls: options.tls) { port in
            var address = options.address
            address.port = port
            printLine("listening on \(scheme)://\(address)")
            manager?.tell(.ready)
        }
    }
}

extension OwnershipError: CannotRun {}
extension TLSFilesError: CannotRun {}
extension ListenError: CannotRun {}

/// What the server does now and then beside answering.
private struct Upkeep: Service {
    let intake: Intake
    let logger: Logger

    private static let interval: Duration = .seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.interval)) != nil {
                do { try await intake.maintain() } catch {
                    logger.error("upkeep failed", metadata: ["reason": "\(error)"])
                }
            }
        }
    }
}
