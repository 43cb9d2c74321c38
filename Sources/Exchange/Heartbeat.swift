package import Dossiers
package import FoundationEssentials

/// How a station is, as it tells its collector now and then: `POST /v1/heartbeats`. Names no person and no dossier.
package struct Heartbeat: Codable, Sendable, Hashable {
    /// The most bytes of one: 1 KiB.
    package static let maximumByteLength = 1024
    /// The most scanners that are told of, and the most characters of a text.
    package static let (maximumScanners, maximumText) = (3, 64)

    /// A scanner of the station.
    package struct Scanner: Codable, Sendable, Hashable {
        /// Vendor and model.
        package var name: String
        /// Whether it was found when somebody looked last; nil when nobody has looked since the start.
        package var isThere: Bool?

        package init(name: String, isThere: Bool?) {
            self.name = name
            self.isThere = isThere
        }
    }

    package var version: String
    /// The operating system, as it calls itself.
    package var system: String?
    /// Submissions without an answer, and the bytes of them that the collector has not acknowledged.
    package var waiting: Int
    package var bytesWaiting: Int
    /// When the oldest of them was sealed.
    package var oldestWaiting: Date?
    /// Dossiers whose latest submission was refused and not sealed again.
    package var refused: Int
    package var isPaused: Bool
    /// Bytes free on the disk.
    package var diskFree: Int
    package var scanners: [Scanner]
    /// When the latest page was scanned or imported.
    package var lastScan: Date?
    /// Why the last scan stopped short, a stable code; nil when it ended well.
    package var scanError: String?
    /// What keeps delivery, a stable code; nil when nothing does.
    package var lastError: String?
    /// Seconds to add to the station's clock to have the collector's.
    package var clockOffset: Int
    /// The number of the settings of the province that are applied; nil when none are.
    package var settings: Int?
    /// Why the latest settings were not applied, a stable code.
    package var settingsError: String?

    package init(
        version: String, system: String? = nil, waiting: Int = 0, bytesWaiting: Int = 0, oldestWaiting: Date? = nil,
        refused: Int = 0, isPaused: Bool = false, diskFree: Int, scanners: [Scanner] = [], lastScan: Date? = nil,
        scanError: String? = nil, lastError: String? = nil, clockOffset: Int = 0, settings: Int? = nil,
        settingsError: String? = nil
    ) {
        self.version = version
        self.system = system
        self.waiting = waiting
        self.bytesWaiting = bytesWaiting
        self.oldestWaiting = oldestWaiting
        self.refused = refused
        self.isPaused = isPaused
        self.diskFree = diskFree
        self.scanners = scanners
        self.lastScan = lastScan
        self.scanError = scanError
        self.lastError = lastError
        self.clockOffset = clockOffset
        self.settings = settings
        self.settingsError = settingsError
    }

    /// The same within the limits: no more scanners, and no longer texts, than a heartbeat may have.
    package var bounded: Heartbeat {
        func short(_ text: String) -> String {
            // By bytes as they are written, so that the whole stays within its limit, and never within a character.
            var (kept, length) = ("", 0)
            for character in text where isField("\(character)", limit: 8) {
                length += character == "\"" || character == "\\" ? 2 : character.utf8.count
                guard length <= Self.maximumText else { break }
                kept.append(character)
            }
            return kept
        }
        var beat = self
        beat.version = short(version)
        beat.system = system.map(short)
        beat.scanners = scanners.prefix(Self.maximumScanners).map { Scanner(name: short($0.name), isThere: $0.isThere) }
        beat.scanError = scanError.map(short)
        beat.lastError = lastError.map(short)
        beat.settingsError = settingsError.map(short)
        return beat
    }

    /// What of it changed is worth telling at once; bytes and times alone are not.
    package var tidings: Heartbeat {
        var tidings = self
        tidings.waiting = min(waiting, 1)
        tidings.bytesWaiting = 0
        tidings.oldestWaiting = nil
        tidings.lastScan = nil
        tidings.diskFree = diskFree >> 30
        // A clock creeps.
        tidings.clockOffset = clockOffset / 60
        return tidings
    }

    /// What of it is not as it must be; nil when it can be kept.
    package var fault: String? {
        let texts = [version, system, scanError, lastError, settingsError].compactMap { $0 } + scanners.map(\.name)
        guard texts.allSatisfy({ isField($0, limit: Self.maximumText) }) else {
            return "texts have 1 to \(Self.maximumText) characters and no control characters"
        }
        guard scanners.count <= Self.maximumScanners else { return "at most \(Self.maximumScanners) scanners are told" }
        guard [waiting, bytesWaiting, refused, diskFree, settings ?? 0].allSatisfy({ $0 >= 0 }) else {
            return "counts are 0 or more"
        }
        // Ten years off, and the station's clock is not worth telling apart.
        guard (-4_000_000_000...4_000_000_000).contains(clockOffset) else { return "clockOffset is out of range" }
        return nil
    }
}

/// What the collector answers to a heartbeat.
package struct HeartbeatAnswer: Codable, Sendable, Hashable {
    /// The number of the settings that hold for the station; nil when there are none. Another one than is applied is to
    /// be asked for.
    package var settings: Int?
    /// Seconds until the next one is awaited.
    package var interval: Int
    /// The office under which the station is to go on, for its own was merged into it or renamed to it; nil while its
    /// own goes on.
    package var successor: SiteID?

    /// Unless the collector says otherwise: a quarter of an hour.
    package static let usualInterval = 900

    package init(settings: Int?, interval: Int = HeartbeatAnswer.usualInterval, successor: SiteID? = nil) {
        self.settings = settings
        self.interval = interval
        self.successor = successor
    }
}

/// What a station gets that is to go on under another office: the answer to `POST /v1/handovers`.
package struct HandoverAnswer: Codable, Sendable, Hashable {
    /// The office to go on under.
    package var site: SiteID
    /// A one-off join token for it. Secret.
    package var token: String

    package init(site: SiteID, token: String) {
        self.site = site
        self.token = token
    }
}
