import ServiceLifecycle

/// Tells the service manager that the program is not hung, as long as it runs, and that it stops when it does.
///
/// It beats on the threads that do all the work: when they hang, so does the pulse, and the manager starts the program
/// anew.
package struct Pulse: Service {
    private let manager: ServiceManager
    private let isEnding: @Sendable () -> Bool

    /// - Parameter isEnding: Whether a shutdown of the services is the program's end, and not a new beginning.
    package init(telling manager: ServiceManager, isEnding: @escaping @Sendable () -> Bool = { true }) {
        self.manager = manager
        self.isEnding = isEnding
    }

    package func run() async throws {
        // Three beats in the time that one is waited for: a busy PC may be late with one.
        let interval = manager.patience.map { $0 / 3 }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if interval != nil { manager.tell(.alive) }
                try? await Task.sleep(for: interval ?? .seconds(86_400))
            }
        }
        if isEnding() { manager.tell(.stopping) }
    }
}
