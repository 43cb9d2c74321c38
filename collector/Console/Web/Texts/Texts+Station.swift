import Dossiers
import Registry

/// What stands on the page of one station.
extension Texts {
    static let stationIdentity = Text("Mã trạm", "Station")
    static let fingerprint = Text("Dấu vân tay của khóa (đọc đối chiếu)", "Fingerprint of the key, to read out")
    static let enrolledWhen = Text("Ghi danh", "Enrolled")
    static let lastContact = Text("Liên lạc gần nhất", "Last heard from")
    static let agent = Text("Phiên bản", "Version")
    static let deliveredTitle = Text("Đã gửi", "Delivered")
    static let lastReceipt = Text("Biên nhận gần nhất", "Last receipt")
    static let toldWhen = Text("Lúc", "At")
    static let operatingSystem = Text("Hệ điều hành", "Operating system")
    static let queueWaiting = Text("Chờ gửi", "Waiting")
    static let oldestWaiting = Text("Chờ lâu nhất từ", "Oldest waits since")
    static let freeDisk = Text("Đĩa còn trống", "Free disk")
    static let scannersTold = Text("Máy quét", "Scanners")
    static let lastScan = Text("Lần quét gần nhất", "Last scan")
    static let lastScanError = Text("Lần quét cuối dừng vì", "Why the last scan stopped")
    static let lastError = Text("Không gửi được vì", "What keeps delivery")
    static let appliedSettings = Text("Cài đặt đang áp dụng số", "Settings applied, number")

    static func scannerMissing(_ name: String) -> Text { Text("\(name) (không thấy)", "\(name) (not found)") }

    static func delivered(_ counts: StationCounts, _ language: Language) -> String {
        Text(
            "\(counts.complete.vietnamese) đã nhận, \(counts.announced.vietnamese) chờ trang, "
                + "\(counts.refused.vietnamese) bị từ chối",
            "\(counts.complete) received, \(counts.announced) awaiting pages, \(counts.refused) refused")(language)
    }

    /// A stable code that stations tell, in words; a code without words stands for itself.
    static func cause(_ code: String) -> Text { causes[code] ?? Text(code, code) }

    /// The same with the code behind the words, for whoever has to look it up.
    static func causeWithCode(_ code: String) -> Text {
        guard let words = causes[code] else { return Text(code, code) }
        return Text("\(words.vietnamese) (\(code))", "\(words.english) (\(code))")
    }

    private static let causes: [String: Text] = [
        "scanner_jammed": Text("kẹt giấy", "paper jam"),
        "scanner_coverOpen": Text("nắp máy quét mở", "cover open"),
        "scanner_noDocuments": Text("hết giấy trong khay", "no paper in the feeder"),
        "scanner_deviceBusy": Text("máy quét đang bận", "scanner busy"),
        "scanner_ioError": Text("mất liên lạc với máy quét", "connection to the scanner lost"),
        "scanner_accessDenied": Text("không có quyền dùng máy quét", "no right to use the scanner"),
        "scanner_hardwareLocked": Text("máy quét bị khóa", "scanner locked"),
        "no_scanner": Text("không thấy máy quét", "no scanner found"),
        "hang": Text("máy quét treo", "scanner hangs"),
        "crash": Text("trình điều khiển bị lỗi", "driver crashed"),
        "disk_nearly_full": Text("đĩa sắp đầy", "disk nearly full"),
        "storage": Text("đĩa không ghi được", "disk does not keep what it is given"),
        "storage_full": Text("máy chủ tỉnh hết chỗ", "the collector's disk is full"),
        "station_revoked": Text("trạm đã bị thu hồi", "station revoked"),
        "station_replaced": Text("đã có máy thay", "another PC took its place"),
        "unknown_station": Text("máy chủ không biết trạm này", "the collector does not know the station"),
        "chain_fork": Text("hai máy dùng chung một ghi danh", "two PCs with one enrolment"),
        "sequence_gap": Text("thiếu bản kê trước đó", "an earlier manifest is missing"),
        "clock_skew": Text("sai đồng hồ", "clock wrong"),
        "offline": Text("mất mạng", "no network"),
    ]
}
