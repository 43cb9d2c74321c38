package import FoundationEssentials
import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
import Spool
import Synchronization

/// The officer's page and its API, served to browsers of this PC and nobody else.
package struct StationWeb: Service {
    /// Where it listens unless told otherwise.
    package static let defaultPort = 7_878

    private let desk: StationDesk
    private let port: Int
    private let lockSeconds: Int
    private let now: @Sendable () -> Date
    private let onListening: @Sendable (Int) async -> Void
    private let logger: Logger

    /// - Parameters:
    ///   - port: on 127.0.0.1; 0 takes any that is free.
    ///   - lockSeconds: after which an unattended screen is locked.
    ///   - onListening: called with the port once the server listens.
    package init(
        desk: StationDesk, port: Int = StationWeb.defaultPort, lockSeconds: Int = 300,
        now: @escaping @Sendable () -> Date = { Date() },
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }, logger: Logger
    ) {
        self.desk = desk
        self.port = port
        self.lockSeconds = lockSeconds
        self.now = now
        self.onListening = onListening
        self.logger = logger
    }

    /// Serves until it is shut down. While another program has the port it is tried again: delivery, which runs beside
    /// this, must not end for it.
    package func run() async throws {
        while true {
            do { return try await application().run() } catch let error as IOError where error.errnoCode == EADDRINUSE {
                logger.error(
                    "the officer's page cannot be served: another program has the port; stop it, or set listen-port",
                    metadata: ["port": "\(port)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.portRetry) }
            if Task.isShuttingDownGracefully { return }
        }
    }

    private static let portRetry = Duration.seconds(10)

    /// The application inside the service.
    func application() async throws -> some ApplicationProtocol {
        let listening = ListeningPort(port)
        let (spool, onListening) = (desk.spool, onListening)
        IncomingFile.sweep(in: spool.directory)
        let sessions = Sessions(lockAfter: Double(lockSeconds), kept: try await spool.kept(named: "sessions")?.bytes) {
            // A session that cannot be kept is one that ends with the program.
            try? await spool.keep($0, named: "sessions")
        }
        let router = Router(context: WebContext.self)
        router.add(middleware: AnswerMiddleware())
        router.add(
            middleware: GuardMiddleware(sessions: sessions, spool: spool, port: { listening.value }, now: now))
        let dossiers = DossierRoutes(desk: desk, now: now)
        AssetRoutes().add(to: router)
        SessionRoutes(desk: desk, sessions: sessions, lockSeconds: lockSeconds, now: now).add(to: router)
        OfficerRoutes(desk: desk, sessions: sessions).add(to: router)
        DeskRoutes(desk: desk, now: now).add(to: router)
        DraftRoutes(desk: desk, now: now).add(to: router)
        dossiers.add(to: router)
        PaperRoutes(desk: desk, dossiers: dossiers).add(to: router)
        PageRoutes(desk: desk, dossiers: dossiers).add(to: router)
        ScanRoutes(desk: desk).add(to: router)
        LookupRoutes(desk: desk, now: now).add(to: router)
        FileRoutes(desk: desk, dossiers: dossiers).add(to: router)
        EventRoutes(desk: desk, sessions: sessions, now: now).add(to: router)
        return Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: .init(
                address: .hostname("127.0.0.1", port: port),
                // Browsers hold a connection for events and six more each.
                availableConnectionsDelegate: MaximumAvailableConnections(64)),
            onServerRunning: { channel in
                listening.value = channel.localAddress?.port ?? listening.value
                await onListening(listening.value)
            },
            logger: logger)
    }
}

/// The port that is listened on, once it is known.
private final class ListeningPort: Sendable {
    private let port: Mutex<Int>

    init(_ port: Int) { self.port = Mutex(port) }

    var value: Int {
        get { port.withLock { $0 } }
        set { port.withLock { $0 = newValue } }
    }
}
