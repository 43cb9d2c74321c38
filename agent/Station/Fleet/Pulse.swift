import ContentStore
package import Exchange
import FoundationEssentials
import Scanning
package import Spool

/// Reads how the station is, for its collector: from the spool, and from what was seen of the scanners.
package struct Pulse: Sendable {
    private let spool: Spool
    private let version: String
    private let system: String?
    private let scanners: ScannerList?

    /// - Parameters:
    ///   - system: what the operating system calls itself.
    ///   - scanners: the scanners as somebody saw them last; nil where nobody looks.
    package init(spool: Spool, version: String, system: String?, scanners: ScannerList? = nil) {
        self.spool = spool
        self.version = version
        self.system = system
        self.scanners = scanners
    }

    /// How the station is now. Cheap: a few looks into indexes, and no scanner is asked.
    package func beat(settings: RemoteSettings? = nil) async throws -> Heartbeat {
        let queue = try await spool.queueHealth()
        let seen = await scanners?.known ?? []
        // The one that is used, and others that were; whether it is there is known once somebody has looked.
        var told = try await spool.usedScanners().prefix(Heartbeat.maximumScanners).map { used in
            Heartbeat.Scanner(
                name: Self.name(used.vendor, used.model, used.name),
                isThere: seen.isEmpty ? nil : seen.contains { ($0.vendor, $0.model) == (used.vendor, used.model) })
        }
        if told.isEmpty {
            told = seen.map { Heartbeat.Scanner(name: Self.name($0.vendor, $0.model, $0.name), isThere: true) }
        }
        return Heartbeat(
            version: version, system: system, waiting: queue.waiting, bytesWaiting: queue.bytesWaiting,
            oldestWaiting: queue.oldestWaiting, refused: queue.refused, isPaused: try await spool.isPaused,
            diskFree: try spool.pages.space().free, scanners: told, lastScan: try await spool.lastPageAt(),
            scanError: try await spool.lastInterruption().map(ScanEnding.code(ofStored:)),
            lastError: try await spool.stationProblemCode() ?? queue.lastProblem,
            clockOffset: try await spool.clockCorrection(), settings: try await settings?.current()?.number,
            settingsError: try await settings?.refusal())
    }

    private static func name(_ vendor: String, _ model: String, _ connection: String) -> String {
        let words = [vendor, model].filter { !$0.isEmpty }
        return words.isEmpty ? connection : words.joined(separator: " ")
    }
}
