import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool

/// The whole desk at a moment, as `GET /api/desk` shows it.
struct DeskView: Encodable {
    struct Site: Encodable {
        var id: SiteID
        var name: String
        var level: Level
    }

    struct Clock: Encodable {
        var now: Date
        var correctedBySeconds: Int
    }

    struct Disk: Encodable {
        var freeBytes: Int
        var requiredBytes: Int
        var isLow: Bool
    }

    struct Queue: Encodable {
        var waiting: Int
        var uploading: Int
        var refused: Int
        var receivedToday: Int
        var bytesWaiting: Int
        var secondsLeft: Int?
    }

    struct Today: Encodable {
        var dossiers: Int
        var pages: Int
        var confirmed: Int
        var waiting: Int
    }

    struct BriefingView: Encodable {
        var asOf: Date
        var progress: [BriefedRate]
        /// Older than a day.
        var isStale: Bool
    }

    struct Choice: Encodable {
        var id: String
        var text: BilingualText
    }

    struct Row: Encodable {
        var code: DossierCode
        var procedure: String
        var procedureName: String?
        var ownerName: String
        var openedAt: Date
        var pages: Int
        var sheetsFed: Int
        var sheetsExpected: Int?
        var interruption: Interruption?
        var operatorName: String

        enum CodingKeys: String, CodingKey {
            case code, procedure, procedureName, ownerName, openedAt, pages, sheetsFed, sheetsExpected, interruption
            case operatorName = "operator"
        }
    }

    var site: Site
    var officer: OfficerView
    var link: LinkState
    var paused: Bool
    /// What stops the whole station.
    var stationProblem: BilingualText?
    var clock: Clock
    var disk: Disk
    var scan: ScanState?
    var open: [Row]
    var queue: Queue
    var today: Today
    var submissions: [SubmissionView]
    var briefing: BriefingView?
    /// The quality that the province wants offered first.
    var profile: String?
    var profiles = ScanProfile.allCases.map { Choice(id: $0.rawValue, text: $0.text) }
    var sources = [ScanSource.automatic, .feeder, .duplex, .flatbed].map { Choice(id: $0.rawValue, text: $0.text) }
    var inbox: [InboxRow]
    var scanner: UsedScannerView?
}

/// A file of the watched folder.
struct InboxRow: Encodable {
    var id: String
    var name: String
    var byteLength: Int
    var arrivedAt: Date

    init(_ file: InboxFile) {
        id = file.id
        name = file.name
        byteLength = file.byteLength
        arrivedAt = file.arrivedAt
    }
}

/// Why a dossier's last scan stopped short.
struct Interruption: Encodable {
    var code: String
    var text: BilingualText
    /// How many pages are saved, and where to go on.
    var resume: BilingualText
}

/// A scanner that is chosen or was used.
struct UsedScannerView: Encodable {
    var name: String
    var vendor: String
    var model: String
}

/// An officer as others may see one.
struct OfficerView: Encodable {
    var id: Int
    var name: String
    var displayName: String
    var role: OfficerRole
    var isActive: Bool

    init(_ officer: Officer) {
        id = officer.id
        name = officer.name
        displayName = officer.displayName
        role = officer.role
        isActive = officer.isActive
    }
}

/// A submission on its way, as the page lists it.
struct SubmissionView: Encodable {
    struct Problem: Encodable {
        var code: String
        var text: BilingualText
        var isFinal: Bool
    }

    var digest: ContentDigest
    var code: DossierCode
    var ownerName: String
    var state: Submission.State
    var sealedAt: Date
    var receivedAt: Date?
    var bytes: Int
    var sentBytes: Int
    var secondsLeft: Int?
    var problem: Problem?
    var isUrgent: Bool

    /// - Parameter rate: bytes a second of the link, when it is known.
    init(_ submission: Submission, rate: Double?) {
        digest = submission.digest
        code = submission.code
        ownerName = submission.ownerName
        state = submission.state
        sealedAt = submission.sealedAt
        receivedAt = submission.receivedAt
        bytes = submission.bytes
        sentBytes = submission.sentBytes
        secondsLeft = submission.state == .announced ? seconds(for: bytes - sentBytes, at: rate) : nil
        problem = submission.problemText.map {
            Problem(code: submission.problemCode ?? "", text: $0, isFinal: submission.problemIsFinal)
        }
        isUrgent = submission.isUrgent
    }
}

/// How long `bytes` take at `rate` bytes a second; nil when that is not known.
func seconds(for bytes: Int, at rate: Double?) -> Int? {
    guard let rate, rate >= 1, bytes > 0 else { return nil }
    return Int((Double(bytes) / rate).rounded(.up))
}
