import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// The stations and what is the matter with them.
extension Texts {
    static let stationsTitle = Text("Trạm quét", "Stations")

    static let stations: [String: Text] = [
        "stationsTitle": stationsTitle,
        "fleetNone": Text("Không có trạm quét nào như vậy.", "There is no such station."),
        "stationsTabs": Text("Lọc theo vấn đề", "By what is the matter"),
        "fleetState": Text("Cần chú ý", "To be looked at"),
        "stationQueue": Text("Chờ gửi", "Waiting"),
        "stationDisk": Text("Đĩa trống", "Free disk"),
        "stationScanner": Text("Máy quét", "Scanner"),
        "stationFine": Text("Bình thường", "Fine"),
    ]

    static let notTold = Text("Chưa báo", "Not told")
    static let noScannerYet = Text("Chưa quét lần nào", "Never scanned")

    static func allStations(_ count: Int) -> Text {
        Text("Tất cả (\(count.vietnamese))", "All (\(Texts.count(count, .english)))")
    }

    static func stationsAbout(_ troubled: Int, of all: Int, scope: String, at now: Date) -> Text {
        let time = VietnamTime.text(now)
        return Text(
            "\(scope) · \(troubled.vietnamese) trong \(all.vietnamese) trạm cần chú ý · lúc \(time)",
            "\(scope) · \(troubled) of \(all) stations to be looked at · at \(time)")
    }

    static func stationQueue(_ count: Int, _ bytes: Int, _ language: Language) -> String {
        count == 0 ? "0" : "\(Texts.count(count, language)) · \(Texts.bytes(bytes, language))"
    }

    /// The concern by itself, for filters.
    static func concern(_ concern: StationConcern) -> Text {
        switch concern {
        case .silent: Text("Không liên lạc", "Silent")
        case .diskLow: Text("Sắp đầy đĩa", "Disk nearly full")
        case .stuck: Text("Không gửi được", "Delivery stuck")
        case .scanner: Text("Máy quét lỗi", "Scanner fails")
        case .refused: Text("Bị từ chối", "Refused")
        case .paused: Text("Tạm dừng gửi", "Paused")
        case .clock: Text("Sai đồng hồ", "Clock wrong")
        case .settings: Text("Chưa nhận cài đặt", "Settings refused")
        case .oldVersion: Text("Phiên bản cũ", "Old version")
        }
    }

    /// The concern of one station, with what makes it one.
    static func concern(_ concern: StationConcern, _ station: StationHealth, at now: Date) -> Text {
        let (name, beat) = (Texts.concern(concern), station.heard?.beat)
        func with(_ vietnamese: String, _ english: String) -> Text {
            Text("\(name.vietnamese): \(vietnamese)", "\(name.english): \(english)")
        }
        switch concern {
        case .silent:
            let days = Int(now.timeIntervalSince(station.sign.lastSeenAt) / 86_400)
            return with("\(days.vietnamese) ngày", "\(days) days")
        case .diskLow:
            let free = beat?.diskFree ?? 0
            return with("còn \(bytes(free, .vietnamese))", "\(bytes(free, .english)) left")
        case .stuck:
            if let cause = beat?.lastError.map(cause) { return with(cause.vietnamese, cause.english) }
            let hours = beat?.oldestWaiting.map { Int(now.timeIntervalSince($0) / 3600) } ?? 0
            return with("chờ \(hours.vietnamese) giờ", "\(hours) hours")
        case .scanner:
            let words = beat?.scanError.map(cause) ?? Text("không thấy", "not found")
            return with(words.vietnamese, words.english)
        case .refused:
            let count = beat?.refused ?? 0
            return with("\(count.vietnamese) hồ sơ", "\(count)")
        case .clock:
            let seconds = -(beat?.clockOffset ?? 0)
            return with("lệch \(seconds.vietnamese) giây", "\(seconds) s")
        case .settings: return beat?.settingsError.map { with($0, $0) } ?? name
        case .oldVersion: return with(station.sign.agentVersion, station.sign.agentVersion)
        case .paused: return name
        }
    }
}
