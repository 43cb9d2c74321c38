import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// The state of stations and server.
extension Texts {
    static let operations: [String: Text] = [
        "operationsTitle": Text("Vận hành", "Operations"),
        "storage": Text("Lưu trữ", "Storage"),
        "storedContents": Text("Trang đã lưu (mỗi ảnh một lần)", "Pages stored, each once"),
        "storedBytes": Text("Dung lượng đã dùng", "Bytes used"),
        "freeSpace": Text("Ổ đĩa còn trống", "Free disk"),
        "waitingLong": Text("Chờ trang quá một ngày", "Waiting for pages for more than a day"),
        "waitingLongNone": Text(
            "Không có hồ sơ nào chờ quá một ngày.", "Nothing has waited for more than a day."),
        "silentFor": Text("Số ngày không liên lạc", "Days without a word"),
        "silentNone": Text(
            "Mọi trạm quét đang hoạt động đều đã liên lạc trong thời gian này.",
            "Every active station was heard from in this time."),
        "silence": Text("Im lặng", "Silent for"),
        "outdatedNone": Text(
            "Mọi trạm quét đang hoạt động đều dùng cùng phiên bản.", "All active stations run the same version."),
        "silentTitle": Text("Trạm quét không liên lạc", "Stations not heard from"),
        "outdatedTitle": Text("Phiên bản cũ", "Old versions"),
        "webhooksTitle": Text("Hệ thống khác chưa nhận được thông báo", "Systems that were not told"),
        "webhookName": Text("Nơi nhận", "Receiver"),
        "webhookState": Text("Tình trạng", "State"),
        "webhookSince": Text("Lỗi từ", "Failing since"),
        "webhookWaiting": Text("Thông báo chờ", "Messages waiting"),
        "webhookProblem": Text("Lỗi gần nhất", "Last problem"),
        "webhooksAdvice": Text(
            "Không thông báo nào bị mất. Khi nơi nhận hoạt động lại, gửi tiếp ngay bằng lệnh “sohoa-collector webhook retry”.",
            "No message is lost. Once the receiver works again, “sohoa-collector webhook retry” sends them at once."),
    ]

    static func operationsAbout(stations: Int, scope: String, at now: Date) -> Text {
        let time = VietnamTime.text(now)
        return Text(
            "\(scope) · \(stations.vietnamese) trạm quét đang hoạt động · lúc \(time)",
            "\(scope) · \(count(stations, .english)) active \(stations == 1 ? "station" : "stations") · at \(time)")
    }

    static func badDays(_ most: Int) -> Text {
        Text(
            "Số ngày là số nguyên từ 1 đến \(most.vietnamese). Đang dùng 7 ngày.",
            "Days are a whole number from 1 to \(most). 7 days are used.")
    }

    static func silentStations(_ count: Int, of all: Int) -> Text {
        Text("\(count.vietnamese) trong \(all.vietnamese)", "\(count) of \(all)")
    }

    static func outdatedStations(_ count: Int, _ newest: String?) -> Text {
        guard let newest else { return Text("", "") }
        return Text("\(count.vietnamese) trạm; mới nhất \(newest)", "\(count); the newest is \(newest)")
    }

    static func daysLong(_ days: Int) -> Text {
        Text("\(days.vietnamese) ngày", "\(count(days, .english)) \(days == 1 ? "day" : "days")")
    }

    static func refusedIn(_ days: Int, _ count: Int) -> Text {
        Text("\(count.vietnamese) trong \(days) ngày qua", "\(count) in the last \(days) days")
    }

    static let submissionsByDay = Text("Hồ sơ gửi, theo ngày hoàn tất", "Submissions, by day sealed")
    static let pagesByDay = Text("Trang, theo ngày hoàn tất", "Pages, by day sealed")
    static let bytesByDay = Text("Dung lượng lưu thêm, theo ngày nhận", "Bytes stored, by day of arrival")
    static let day = Text("Ngày", "Day")

    static func daysAbout(sum: String, today: String, days: Int) -> Text {
        Text("\(sum) trong \(days) ngày; hôm nay \(today)", "\(sum) in \(days) days; \(today) today")
    }

    static func webhookState(_ state: WebhookRecord.State) -> Text {
        switch state {
        case .working: Text("Có thông báo bị từ chối", "Some were refused")
        case .failing: Text("Đang thử lại", "Trying again")
        case .parked: Text("Đã ngừng gửi", "Given up")
        }
    }

    /// What stands in the way to a receiver; what has no name here is told whole by `webhook list`.
    static func webhookProblem(_ problem: String) -> Text {
        if let status = WebhookProblem.status(in: problem) {
            return Text("Nơi nhận trả lời mã HTTP \(status)", "It answers with HTTP status \(status)")
        }
        return switch WebhookProblem(rawValue: problem) {
        case .noConnection, nil: Text("Không kết nối được", "It cannot be reached")
        case .noAnswer: Text("Không trả lời kịp thời hạn", "It does not answer in time")
        case .hungUp: Text("Ngắt kết nối mà không trả lời", "It ends the connection without an answer")
        }
    }

    static let unknownSpace = Text("Không rõ", "Unknown")
    static let spaceEnough = Text("Đủ chỗ", "Enough")
    static let spaceUnknown = Text(
        "Không hỏi được ổ đĩa; xem nhật ký máy chủ", "The disk cannot be asked; see the server's log")

    static func spaceLow(_ minimum: Int) -> Text {
        Text(
            "Sắp đầy: dưới \(bytes(minimum, .vietnamese)) máy chủ ngừng nhận hồ sơ",
            "Nearly full: below \(bytes(minimum, .english)) nothing more is taken in")
    }

    static func freeOf(_ free: Int, _ total: Int, _ language: Language) -> String {
        "\(bytes(free, language)) / \(bytes(total, language))"
    }

    /// Bytes as people read them: `1,5 GB`, in powers of 1000, as disks are sold.
    static func bytes(_ number: Int, _ language: Language) -> String {
        var (value, unit) = (number, 0)
        var tenths = number * 10
        while value >= 1000, unit < 5 {
            value /= 1000
            tenths /= 1000
            unit += 1
        }
        let name = ["byte", "KB", "MB", "GB", "TB", "PB"][unit]
        guard unit > 0, value < 100 else { return "\(count(value, language)) \(name)" }
        return "\(value)\(language == .vietnamese ? "," : ".")\(tenths % 10) \(name)"
    }

    static func standing(_ standing: StationRecord.Standing) -> Text {
        switch standing {
        case .active: Text("Đang hoạt động", "Active")
        case .revoked: Text("Đã thu hồi", "Revoked")
        case .replaced: Text("Đã thay thế", "Replaced")
        }
    }

    static func place(_ sequence: Int) -> Text { Text("Lần gửi thứ \(sequence)", "Submission \(sequence)") }

    static func belongs(to parent: String) -> Text { Text("thuộc \(parent)", "under \(parent)") }

    static let officeClosed = Text("Kết thúc hoạt động", "Closed")

    /// Why a submission was refused; a code of a later collector as it stands.
    static func refusal(_ code: String) -> Text {
        switch ErrorCode(rawValue: code) {
        case .siteClosed: Text("Đơn vị đã kết thúc hoạt động", "The office is closed")
        case .ruleBroken: Text("Bản kê không đúng quy tắc", "A rule of manifests is broken")
        case .unknownSuperseded:
            Text("Thay cho bản chưa được tiếp nhận", "It supersedes what was not accepted")
        case .wrongSite: Text("Bản kê của đơn vị khác", "It names another office")
        case .malformedManifest: Text("Không đọc được bản kê", "The manifest cannot be read")
        default: Text("Mã \(code)", "Code \(code)")
        }
    }
}
