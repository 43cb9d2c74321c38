import Dossiers
package import Exchange
package import Foundation

/// A station as it is seen from afar, with what it told last.
package struct StationHealth: Sendable, Hashable, Identifiable {
    package var sign: StationSign
    /// When its last heartbeat came, and what it said; nil before the first.
    package var heard: Heard?

    /// A heartbeat, and when it came.
    package struct Heard: Sendable, Hashable {
        package var at: Date
        package var beat: Heartbeat
        /// Since when it tells of a scan that failed; nil while it tells of none.
        package var scanErrorSince: Date?

        package init(at: Date, beat: Heartbeat, scanErrorSince: Date?) {
            self.at = at
            self.beat = beat
            self.scanErrorSince = scanErrorSince
        }
    }

    package var id: StationID { sign.id }

    package init(sign: StationSign, heard: Heard?) {
        self.sign = sign
        self.heard = heard
    }
}

/// What is to be looked at in a station, the most pressing first.
package enum StationConcern: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Not heard from for days.
    case silent
    /// The disk is nearly full: soon nothing more is scanned.
    case diskLow = "disk-low"
    /// Something keeps delivery as a whole, or the oldest submission waits for long.
    case stuck
    /// The last scan failed, or no scanner was there when somebody looked.
    case scanner
    /// Dossiers were refused and not sealed again.
    case refused
    /// Somebody has paused delivery.
    case paused
    /// The clock is wrong by minutes; delivery corrects for it.
    case clock
    /// Settings of the province were not taken.
    case settings
    /// A newer version is in use elsewhere.
    case oldVersion = "old-version"

    package static func < (a: StationConcern, b: StationConcern) -> Bool {
        (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
}

/// From which numbers on a station is to be looked at.
package struct FleetThresholds: Sendable, Hashable {
    /// Days without a word. Three: a PC that is off over a weekend has done nothing wrong.
    package var silentDays = 3
    /// Bytes free below which the disk is nearly full: twice what an agent needs to begin a scan.
    package var diskFree = 1 << 30
    /// Seconds that a clock may be off: five minutes, beyond which sealing times mislead.
    package var clockSeconds = 300
    /// Hours that the oldest submission may wait: over a night and a day.
    package var waitingHours = 24

    package init() {}

    /// What is to be looked at in a station, the most pressing first; nothing in one that is revoked or replaced.
    ///
    /// - Parameter newest: the newest version in use.
    package func concerns(of station: StationHealth, newest: VersionNumber?, at now: Date) -> [StationConcern] {
        guard station.sign.standing == .active else { return [] }
        var found: Set<StationConcern> = []
        if now.timeIntervalSince(station.sign.lastSeenAt) >= Double(silentDays) * 86_400 { found.insert(.silent) }
        if let newest, VersionNumber(station.sign.agentVersion) < newest { found.insert(.oldVersion) }
        guard let beat = station.heard?.beat else { return found.sorted() }
        if beat.diskFree < diskFree { found.insert(.diskLow) }
        let waited = beat.oldestWaiting.map { now.timeIntervalSince($0) } ?? 0
        if beat.lastError != nil && beat.waiting > 0 || waited >= Double(waitingHours) * 3600 { found.insert(.stuck) }
        let isMissing = !beat.scanners.isEmpty && beat.scanners.allSatisfy { $0.isThere == false }
        if isMissing || beat.scanError.map({ !Self.harmless.contains($0) }) ?? false { found.insert(.scanner) }
        if beat.refused > 0 { found.insert(.refused) }
        if beat.isPaused { found.insert(.paused) }
        if abs(beat.clockOffset) > clockSeconds { found.insert(.clock) }
        if beat.settingsError != nil { found.insert(.settings) }
        return found.sorted()
    }

    /// Endings of a scan that need nobody but the officer.
    private static let harmless: Set<String> = ["cancelled", "page_limit", "repeated_page", "feeder_empty"]
}

/// All stations of a reach, each with what is to be looked at, those that need it most first.
package struct FleetReading: Sendable {
    /// One station of it.
    package struct Entry: Sendable, Identifiable {
        package var station: StationHealth
        package var concerns: [StationConcern]
        package var id: StationID { station.id }
    }

    package let entries: [Entry]
    package let newest: String?

    package init(_ stations: [StationHealth], thresholds: FleetThresholds = FleetThresholds(), at now: Date) {
        let newest = stations.filter { $0.sign.standing == .active }.map(\.sign.agentVersion)
            .max { VersionNumber($0) < VersionNumber($1) }
        self.newest = newest
        entries = stations.map { station in
            Entry(
                station: station,
                concerns: thresholds.concerns(of: station, newest: newest.map { VersionNumber($0) }, at: now))
        }.sorted { a, b in
            // Whoever has the most pressing concern first; then whoever has more of them.
            let (first, second) = (a.concerns.first, b.concerns.first)
            if first != second {
                guard let first else { return false }
                return second.map { first < $0 } ?? true
            }
            if a.concerns.count != b.concerns.count { return a.concerns.count > b.concerns.count }
            return (a.station.sign.site.rawValue, a.id.rawValue) < (b.station.sign.site.rawValue, b.id.rawValue)
        }
    }

    /// How many active stations have each concern.
    package var counts: [StationConcern: Int] {
        entries.flatMap(\.concerns).reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
