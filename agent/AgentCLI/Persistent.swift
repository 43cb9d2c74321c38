import Logging
import ServiceLifecycle

/// A background service that is begun again when it fails.
///
/// A database that is busy, or a disk that another program has filled, must not take the officer's page and a running
/// scan down. What must end the program ends it by itself: a failed fsync.
struct Persistent: Service {
    private static let pause = Duration.seconds(30)

    let service: any Service
    let logger: Logger

    func run() async throws {
        while true {
            do { return try await service.run() } catch is CancellationError { return } catch {
                logger.error(
                    "a service failed and begins again",
                    metadata: ["service": "\(type(of: service))", "cause": "\(error)"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.pause) }
            if Task.isShuttingDownGracefully || Task.isCancelled { return }
        }
    }
}
