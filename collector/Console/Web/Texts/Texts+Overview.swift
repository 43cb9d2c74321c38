import Dossiers
import Progress

/// The overview.
extension Texts {
    static let overview: [String: Text] = [
        "signedInAs": Text("Đang đăng nhập", "Signed in as"),
        "mayDo": Text("Bạn được", "You may"),
        "figuresEmpty": Text(
            "Chưa có đơn vị nào trong hệ thống, nên chưa có số liệu.",
            "There are no offices yet, and so no figures."),
        "figuresNone": Text(
            "Tài khoản này không xem số liệu tiến độ.", "This account does not see progress figures."),
        "unit": Text("Cấp, đơn vị", "Level, office"),
        "denominator": Text("Mẫu số", "Denominator"),
        "rate": Text("Tỷ lệ", "Rate"),
        "target": Text("Chỉ tiêu", "Target"),
        "outcome": Text("Kết quả", "Outcome"),
        "pace": Text("Tiến độ", "Pace"),
        "forecast": Text("Dự kiến đạt", "Forecast"),
    ]

    static func yearProgress(_ year: Int) -> Text { Text("Tiến độ năm \(year)", "Progress in \(year)") }

    static func figuresUntil(_ day: CalendarDay) -> Text {
        Text("Số liệu đến hết ngày \(day.vietnamese)", "Figures to the end of \(day.vietnamese)")
    }

    static func withoutDenominator(_ count: Int) -> Text {
        Text("\(count.vietnamese) đơn vị chưa có mẫu số", "\(count) offices without a denominator")
    }

    static func indicatorName(_ indicator: Indicator) -> Text {
        let english =
            switch indicator {
            case .received: "Received dossiers digitised"
            case .results: "Results digitised"
            case .inForce: "Results in force digitised"
            case .signed: "Digitised results signed and archived"
            case .reuse: "Papers reused"
            case .offices: "Offices running the process"
            }
        return Text(indicator.vietnamese, english)
    }

    static func levelName(_ level: Level) -> Text {
        let english =
            switch level {
            case .province: "Province level"
            case .district: "District level"
            case .commune: "Commune level"
            }
        return Text("Cấp" + level.vietnamese.dropFirst(3), english)
    }

    static let digitised = Text("Đã số hóa", "Digitised")
    static let officesRunning = Text("Đang thực hiện", "Running")
    static let noDenominator = Text("Chưa có mẫu số", "No denominator")
    static let notSummed = Text("không cộng", "not summed")
    static let onPace = Text("Đúng tiến độ", "On pace")
    static let behind = Text("Chậm tiến độ", "Behind")
    static let standstill = Text("Chưa tăng", "Not rising")
    static let beyondFiftyYears = Text("Sau 50 năm", "After 50 years")

    static func verdict(_ verdict: ReportLine.Verdict) -> Text {
        switch verdict {
        case .met: Text("Đạt", "Met")
        case .notYet: Text("Chưa đạt", "Not yet")
        case .notMet: Text("Không đạt", "Not met")
        case .noDenominator: noDenominator
        }
    }
}
