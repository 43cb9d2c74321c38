import ServiceLifecycle
import Spool
import Uplink

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
