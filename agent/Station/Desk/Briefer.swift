import ServiceLifecycle

/// Keeps what the desk knows of the province fresh: at the start, then hourly; after a failure sooner.
package struct Briefer: Service {
    private static let interval = Duration.seconds(3600)
    private static let retry = Duration.seconds(120)

    private let desk: StationDesk

    package init(desk: StationDesk) {
        self.desk = desk
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let isFresh = try await desk.refreshBriefing()
                try? await Task.sleep(for: isFresh ? Self.interval : Self.retry)
            }
        }
    }
}
