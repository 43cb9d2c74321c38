import Dossiers

/// The table of offices, and the page of one.
extension Texts {
    static let offices: [String: Text] = [
        "downloadTable": Text("Tải bảng CSV", "Download as CSV"),
        "officesForms": Text("Cách hiển thị", "How it is shown"),
        "officesEmpty": Text(
            "Không có đơn vị nào khớp điều kiện.", "There is no such office."),
        "parentOffice": Text("Trực thuộc", "Belongs to"),
        "validFrom": Text("Từ ngày", "Since"),
        "closedOn": Text("Kết thúc hoạt động", "Closed on"),
        "officeCode": Text("Mã đơn vị", "Identity"),
        "gsoCode": Text("Mã GSO", "GSO code"),
        "figuresOfOffice": Text("Số liệu trong kỳ", "Figures of the period"),
        "childrenOffices": Text("Đơn vị trực thuộc", "Offices below it"),
        "officeHistory": Text("Quá trình thay đổi", "History"),
        "officeName": Text("Tên", "Name"),
        "stations": Text("Trạm quét", "Stations"),
        "stationsNone": Text("Chưa có trạm quét nào ghi danh.", "No station is enrolled."),
        "stationLabel": Text("Tên máy", "Label"),
        "agentVersion": Text("Phiên bản", "Version"),
        "enrolledAt": Text("Ghi danh", "Enrolled"),
        "lastSeen": Text("Liên lạc gần nhất", "Last heard from"),
        "equipment": Text("Máy quét", "Scanners"),
        "stationState": Text("Trạng thái", "State"),
        "waiting": Text("Đang chờ trang", "Waiting for pages"),
        "waitingNone": Text("Không có hồ sơ nào đang chờ.", "Nothing is waiting."),
        "refused": Text("Bị từ chối", "Refused"),
        "refusedNone": Text("Không có hồ sơ nào bị từ chối.", "Nothing was refused."),
        "announcedAt": Text("Gửi lúc", "Sent"),
        "sentDossier": Text("Hồ sơ", "Dossier"),
        "whyRefused": Text("Lý do từ chối", "Why it was refused"),
    ]

    static let allIndicators = Text("Đơn vị theo các chỉ số", "Offices by indicators")
    static let everyLevel = Text("Tất cả các cấp", "Every level")

    static func officesForm(_ form: OfficesQuery.Form) -> Text {
        switch form {
        case .table: Text("Bảng", "Table")
        case .indicators: Text("Bản đồ nhiệt theo chỉ số", "Heat map by indicator")
        case .months: Text("Bản đồ nhiệt theo tháng", "Heat map by month")
        }
    }

    static let columnOffice = Text("Đơn vị", "Office")
    static let columnCount = Text("Đã số hóa / mẫu số", "Digitised / denominator")
    static let columnRate = Text("Tỷ lệ", "Rate")
    static let columnBar = Text("Biểu đồ", "Chart")
    static let columnTarget = Text("Chỉ tiêu", "Target")
    static let columnGap = Text("So với chỉ tiêu", "Against target")
    static let columnOutcome = Text("Kết quả", "Outcome")
    static let columnForecast = Text("Dự kiến đạt", "Forecast")
    static let columnActivity = Text("Lần gửi gần nhất", "Last submission")

    static func moreRows(_ shown: Int, of all: Int) -> Text {
        Text(
            "Đang hiện \(shown.vietnamese) trong \(all.vietnamese) dòng; tệp CSV có đủ.",
            "\(count(shown, .english)) of \(count(all, .english)) rows are shown; the CSV file has all.")
    }

    // Heat maps.

    static let heatOfRates = Text(
        "Màu theo tỷ lệ của từng chỉ số; “–” là chưa có mẫu số.",
        "Coloured by each indicator's rate; “–” has no denominator.")

    static func heatOfMonths(_ indicator: Indicator) -> Text {
        let name = indicatorName(indicator)
        return Text(
            "\(name.vietnamese): số lượng đếm được trong từng tháng; màu so với tháng cao nhất của chính dòng đó.",
            "\(name.english): what was counted in each month, coloured against the row's own best month.")
    }

    static func heatStep(_ step: Int, of steps: Int) -> Text {
        let (low, high) = (100 * step / steps, 100 * (step + 1) / steps)
        if step == 0 { return Text("dưới \(high)%", "below \(high)%") }
        return step == steps - 1 ? Text("từ \(low)%", "\(low)% and more") : Text("\(low)–\(high)%", "\(low)–\(high)%")
    }

    static func shortMonth(_ month: CalendarDay) -> String { "\(month.vietnamese.dropFirst(3).prefix(3))\(month.vietnamese.suffix(2))" }

    static func monthName(_ month: CalendarDay) -> String { String(month.vietnamese.dropFirst(3)) }
}
