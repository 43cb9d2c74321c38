import ServiceLifecycle
package import Spool

/// Sees what commands in other processes do to the spool, and posts it, as long as anybody watches. Now and then it
/// signals all watchers, so that those who have gone are found out.
package struct OutsideWatch: Service {
    private static let interval = Duration.seconds(2)
    /// Looks between two signals.
    private static let beat = 7

    private let spool: Spool
    private let board: BulletinBoard

    package init(spool: Spool, board: BulletinBoard) {
        self.spool = spool
        self.board = board
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            var seen = try await spool.outsideChanges()
            var looks = 0
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                guard board.isWatched else { continue }
                looks += 1
                if looks.isMultiple(of: Self.beat) { board.beat() }
                let changes = try await spool.outsideChanges()
                if changes != seen { board.post(.desk, .queue, .dossiers) }
                seen = changes
            }
        }
    }
}
