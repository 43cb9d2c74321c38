import ArgumentParser
import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool
import Station

/// Says in a few lines how the station is.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show this station: identity, queue, disk.")

    @OptionGroup var common: CommonOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await reporting {
            let settings = try await common.settings()
            let report = try await StatusReport(settings)
            if json { try printJSON(report) } else { report.lines.forEach(printLine) }
        }
    }
}

/// The station in the shape that `--json` prints.
struct StatusReport: Encodable {
    var version = SohoaAgent.version
    var station: String?
    var site: SiteID?
    var siteName: String?
    var fingerprint: String?
    var collector: String?
    var isPaused: Bool
    /// Dossiers open for scanning, and submissions by state.
    var open: Int
    var waiting: Int
    var uploading: Int
    var received: Int
    /// Refused, and not stated anew: the province does not have their papers.
    var refused: Int
    var withProblem: Int
    var bytesWaiting: Int
    var diskFree: Int
    var lastReceiptAt: Date?
    /// What stops the whole station, for instance a revoked key.
    var stationProblem: String?
    /// The stable code of that.
    var stationProblemCode: String?
    var clockCorrection: Int
    /// The number of the settings of the province that are held, why the latest were not taken, and what holds now.
    var provinceSettings: Int?
    var provinceSettingsRefusal: String?
    var settings: [SettingOrigin]

    init(_ settings: Settings) async throws {
        let spool = try settings.openSpool()
        let credentials = try Credentials(in: settings.data)
        station = credentials?.identity.station.rawValue
        site = credentials?.identity.site
        siteName = credentials?.identity.siteName
        fingerprint = credentials?.key.verificationKey.spokenFingerprint
        collector = credentials?.identity.collectorURL
        isPaused = try await spool.isPaused
        open = try await spool.openDossiers().count
        let submissions = try await spool.submissions()
        waiting = submissions.count { $0.state == .sealed }
        uploading = submissions.count { $0.state == .announced }
        received = submissions.count { $0.state == .received }
        refused = try await spool.queueHealth().refused
        withProblem = submissions.count { $0.problemCode != nil && $0.state != .refused }
        bytesWaiting = submissions.reduce(0) {
            $0 + ($1.state == .sealed || $1.state == .announced ? $1.bytes - $1.sentBytes : 0)
        }
        diskFree = try spool.pages.space().free
        lastReceiptAt = submissions.compactMap(\.receivedAt).max()
        stationProblem = try await spool.stationProblem()
        stationProblemCode = try await spool.stationProblemCode()
        clockCorrection = try await spool.clockCorrection()
        let remote = credentials.map { RemoteSettings(spool: spool, credentials: $0) }
        let held = try await remote?.current()
        provinceSettings = held?.number
        provinceSettingsRefusal = try await remote?.refusal()
        self.settings = SettingOrigin.all(settings, held?.settings)
    }

    var lines: [String] {
        var lines: [String] = []
        if let station, let siteName, let fingerprint {
            lines.append("Trạm quét \(station), \(siteName)")
            lines.append("Khóa: \(fingerprint); máy chủ tỉnh: \(collector ?? "")")
        } else {
            lines.append("Trạm chưa ghi danh (sohoa-agent enroll).")
        }
        lines.append(
            "Hồ sơ: \(open) đang quét, \(waiting) đã lưu trên máy, \(uploading) đang tải lên, "
                + "\(received) tỉnh đã nhận, \(refused) bị từ chối")
        lines.append("Còn phải tải lên: \(readable(bytes: bytesWaiting)); đĩa còn trống: \(diskFree >> 20) MB")
        if isPaused { lines.append("Đang tạm dừng tải lên.") }
        if withProblem > 0 { lines.append("\(withProblem) hồ sơ gặp trở ngại: sohoa-agent queue list") }
        lines += settings.filter { $0.origin != .preset }.map(\.line)
        if let provinceSettingsRefusal {
            lines.append("Cài đặt mới của tỉnh chưa được nhận: \(provinceSettingsRefusal)")
        }
        if let stationProblem {
            let text = StationProblemText.text(code: stationProblemCode, english: stationProblem)
            lines += ["Trở ngại của trạm: \(text.vietnamese)", "    → \(text.english)"]
        }
        return lines
    }
}
