package import FoundationEssentials
import HTTPTypes
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Intake
package import Logging
import NIOCore
package import Registry
import ServiceLifecycle

/// The collector's HTTP side: the station API and the province's pages.
package struct Console: Sendable {
    private let intake: Intake
    private let registry: Registry
    private let organisation: String
    private let version: String
    private let limits: ConsoleLimits
    private let isBehindProxy: Bool
    private let hasher: PasswordHasher
    private let logger: Logger
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - organisation: whose collector it is, as exports name it.
    ///   - version: of the program, for `/v1/health`.
    ///   - isBehindProxy: whether a proxy in front ends TLS and names the clients' addresses.
    ///   - hasher: of passwords; tests take a cheap one.
    ///   - now: the clock.
    package init(
        intake: Intake, registry: Registry, organisation: String, version: String,
        limits: ConsoleLimits = ConsoleLimits(),
        isBehindProxy: Bool = false, hasher: PasswordHasher = PasswordHasher(), logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.intake = intake
        self.registry = registry
        self.organisation = organisation
        self.version = version
        self.limits = limits
        self.isBehindProxy = isBehindProxy
        self.hasher = hasher
        self.logger = logger
        self.now = now
    }

    /// The server.
    ///
    /// - Parameters:
    ///   - tls: without it, plain HTTP is served.
    ///   - onListening: called with the port once the server listens.
    /// - Throws: `TLSFilesError` when certificate and key cannot be used.
    package func service(
        on address: ListenAddress, tls: TLSFiles? = nil, onListening: @escaping @Sendable (Int) async -> Void
    ) throws(TLSFilesError) -> ConsoleService {
        ConsoleService(try application(on: address, tls: tls, onListening: onListening), on: address)
    }

    /// The application inside the service, with everything but the reports of what is wrong with the address.
    package func application(
        on address: ListenAddress, tls: TLSFiles? = nil, onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws(TLSFilesError) -> some ApplicationProtocol {
        let watcher = tls.map { CertificateWatcher(files: $0, logger: logger) }
        return Application(
            router: router(isSecure: tls != nil || isBehindProxy),
            server: try server(tls, watcher),
            configuration: .init(
                address: .hostname(address.host, port: address.port),
                availableConnectionsDelegate: MaximumAvailableConnections(limits.connections)),
            services: watcher.map { [$0] } ?? [],
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? address.port) },
            logger: logger)
    }

    /// The server of the figures for Prometheus, on an address of its own.
    package func metricsService(on address: ListenAddress) -> ConsoleService {
        ConsoleService(metricsApplication(on: address), on: address)
    }

    /// The application inside the service of the figures.
    package func metricsApplication(on address: ListenAddress) -> some ApplicationProtocol {
        let metrics = Metrics(registry: registry, intake: intake, version: version, now: now)
        let router = Router(context: BasicRequestContext.self)
        router.get("metrics") { _, _ in try await metrics.answer() }
        return Application(
            router: router, configuration: .init(address: .hostname(address.host, port: address.port)), logger: logger)
    }

    private func router(isSecure: Bool) -> Router<ConsoleContext> {
        let gate = StationGate(intake: intake)
        let web = WebRoutes(
            registry: registry, intake: intake, organisation: organisation, version: version, hasher: hasher,
            isSecure: isSecure,
            isBehindProxy: isBehindProxy, limits: limits,
            now: now)
        let endpoints =
            ServiceRoutes(collector: intake.identity, version: version).endpoints
            + EnrolmentRoutes(intake: intake, limits: limits, isBehindProxy: isBehindProxy).endpoints
            + ManifestRoutes(intake: intake, gate: gate, limits: limits).endpoints
            + UploadRoutes(intake: intake, gate: gate, limits: limits).endpoints
            + LookupRoutes(intake: intake, gate: gate, limits: limits).endpoints
            + BriefingRoutes(registry: registry, gate: gate, now: now).endpoints
            + SystemRoutes(
                registry: registry, intake: intake, version: version, isBehindProxy: isBehindProxy, limits: limits,
                now: now
            ).endpoints
            + HeartbeatRoutes(registry: registry, gate: gate, limits: limits, now: now).endpoints
            + HandoverRoutes(registry: registry, gate: gate, limits: limits, now: now).endpoints
            + SettingsRoutes(registry: registry, intake: intake, gate: gate, now: now).endpoints
            + web.endpoints
        let router = Router(context: ConsoleContext.self)
        router.add(
            middleware: AnswerMiddleware(isSecure: isSecure, endpoints: endpoints, missingPage: web.gate.missing))
        for endpoint in endpoints {
            for (method, handler) in endpoint.handlers {
                router.on(RouterPath(endpoint.path), method: method, use: handler)
            }
        }
        return router
    }

    private func server(_ tls: TLSFiles?, _ watcher: CertificateWatcher?) throws(TLSFilesError) -> HTTPServerBuilder {
        let configuration = HTTP1Channel.Configuration(
            idleTimeout: TimeAmount(limits.idleConnection),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerField, maxHeaderListSize: limits.headers,
                maxHeaderFieldCount: limits.headerCount))
        guard let tls, let watcher else {
            return HTTPServerBuilder { LargeReads(HTTP1Channel(responder: $0, configuration: configuration)) }
        }
        let files = try tls.load()
        do { _ = try TLSChannel(HTTP1Channel(responder: { _, _, _ in }), tlsConfiguration: files) } catch {
            throw TLSFilesError.mismatched(tls, reason: "\(error)")
        }
        return HTTPServerBuilder { responder in
            let channel = try ReloadingTLSChannel(
                HTTP1Channel(responder: responder, configuration: configuration), files)
            watcher.attach { try channel.replace($0) }
            return LargeReads(channel)
        }
    }
}
