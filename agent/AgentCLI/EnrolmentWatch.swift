import Exchange
import ServiceLifecycle
import Spool
import Synchronization
import SystemPackage

/// Ends when the station has another identity than the daemon began with.
final class EnrolmentWatch: Service {
    private static let interval = Duration.seconds(3)

    private let data: FilePath
    private let station: StationID?
    private let changed = Mutex(false)

    init(data: FilePath, station: StationID?) {
        self.data = data
        self.station = station
    }

    /// Whether it ended for that.
    var hasChanged: Bool { changed.withLock { $0 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                // A file that cannot be read is told by whoever needs it.
                guard let credentials = try? Credentials(in: self.data) else { continue }
                if credentials.identity.station != self.station {
                    self.changed.withLock { $0 = true }
                    return
                }
            }
        }
    }
}
