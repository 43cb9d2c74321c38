import ServiceLifecycle
import Uplink

/// Heartbeats as a service of the daemon.
struct Heartbeats: Service {
    let sender: HeartbeatSender

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await sender.run() }
    }
}
