import Dossiers
import Progress

/// Figures on any page: the period, the columns, what is said of a number.
extension Texts {
    static let figures: [String: Text] = [
        "periodYear": Text("Năm", "Year"),
        "periodPart": Text("Kỳ", "Period"),
        "periodWindow": Text("Kỳ từ ngày 15 đến ngày 14", "Window, 15th to 14th"),
        "periodDay": Text("Số liệu đến hết ngày", "Figures to the end of"),
        "showPeriod": Text("Xem", "Show"),
        "figuresEmpty": Text(
            "Chưa có đơn vị nào trong hệ thống, nên chưa có số liệu.",
            "There are no offices yet, and so no figures."),
        "figuresNone": Text(
            "Tài khoản này không xem số liệu tiến độ.", "This account does not see progress figures."),
        "unit": Text("Cấp, đơn vị", "Level, office"),
        "level": Text("Cấp", "Level"),
        "indicator": Text("Chỉ số", "Indicator"),
        "counted": Text("Đã số hóa / mẫu số", "Digitised / denominator"),
        "rate": Text("Tỷ lệ", "Rate"),
        "target": Text("Chỉ tiêu", "Target"),
        "gap": Text("So với chỉ tiêu", "Against target"),
        "outcome": Text("Kết quả", "Outcome"),
        "forecast": Text("Dự kiến đạt", "Forecast"),
        "lastActivity": Text("Lần gửi gần nhất", "Last submission"),
        "legendGoal": Text("chỉ tiêu", "target"),
        "legendPace": Text("mức cần đạt đến ngày này", "due by this day"),
        "amount": Text("Số lượng", "Count"),
    ]

    static let noSuchPeriod = Text(
        "Kỳ không đúng: năm gồm 4 chữ số, kỳ chọn trong danh sách. Đang hiện số liệu năm nay.",
        "There is no such period: the year has 4 digits, the part is one of the list. This year is shown.")

    static func dayAhead(_ today: CalendarDay) -> Text {
        Text(
            "Chưa có số liệu sau hôm nay (\(today.vietnamese)). Đang hiện số liệu năm nay.",
            "There are no figures after today (\(today.vietnamese)). This year is shown.")
    }

    static func periodBegins(_ first: CalendarDay) -> Text {
        Text(
            "Kỳ này bắt đầu từ ngày \(first.vietnamese), sau ngày số liệu. Đang hiện số liệu năm nay.",
            "This period begins on \(first.vietnamese), after the day of the figures. This year is shown.")
    }

    static func partOfYear(_ part: String) -> Text {
        switch part {
        case "": Text("Cả năm", "Whole year")
        case "H1": Text("6 tháng đầu năm", "First half")
        case "H2": Text("6 tháng cuối năm", "Second half")
        case "Q1": Text("Quý I", "Q1")
        case "Q2": Text("Quý II", "Q2")
        case "Q3": Text("Quý III", "Q3")
        case "Q4": Text("Quý IV", "Q4")
        default: Text("Tháng \(part)", englishMonths[(Int(part) ?? 1) - 1])
        }
    }

    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The period's name in a heading or beside a number.
    static func periodName(_ period: Period) -> Text {
        let name = period.description
        let isWindow = name.hasSuffix("@15")
        let calendar = (isWindow ? name.dropLast(3) : name[...]).split(separator: "-")
        let part = calendar.count > 1 ? partOfYear(String(calendar[1])).english + " " : ""
        let window = isWindow ? " (\(period.first.vietnamese)–\(period.last.vietnamese))" : ""
        return Text(period.vietnamese, "\(part)\(calendar[0])\(window)")
    }

    static func figuresUntil(_ day: CalendarDay) -> Text {
        Text("Số liệu đến hết ngày \(day.vietnamese)", "Figures to the end of \(day.vietnamese)")
    }

    static func withoutDenominator(_ count: Int) -> Text {
        Text(
            "\(count.vietnamese) đơn vị chưa có mẫu số, không tính vào tỷ lệ",
            "\(count) \(count == 1 ? "office" : "offices") without a denominator, not in the rate")
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

    static func authority(_ code: String) -> Text { Text("Cơ quan \(code)", "Authority \(code)") }

    static let noDenominator = Text("Chưa có mẫu số", "No denominator")
    static let notSummed = Text("không cộng", "not summed")
    static let onPace = Text("Đúng tiến độ", "On pace")
    static let behind = Text("Chậm tiến độ", "Behind")
    static let standstill = Text("Chưa tăng", "Not rising")
    static let beyondFiftyYears = Text("Sau 50 năm", "After 50 years")
    static let exempt = Text("Miễn trừ", "Exempt")
    static let runsProcess = Text("Có thực hiện", "Running")
    static let runsNoProcess = Text("Chưa thực hiện", "Not running")

    static func verdict(_ verdict: ReportLine.Verdict) -> Text {
        switch verdict {
        case .met: Text("Đạt", "Met")
        case .notYet: Text("Chưa đạt", "Not yet")
        case .notMet: Text("Không đạt", "Not met")
        case .noDenominator: noDenominator
        }
    }

    /// - Parameter number: in points of percentage.
    static func points(_ number: String, isBehind: Bool) -> Text {
        isBehind
            ? Text("−\(number) điểm", "−\(number) points") : Text("+\(number) điểm", "+\(number) points")
    }

    /// What a bar shows.
    static func barTitle(rate: String, target: String, expected: String?, _ language: Language) -> String {
        var parts = [rate]
        if !target.isEmpty { parts.append("\(Text("chỉ tiêu", "target")(language)) \(target)") }
        if let expected { parts.append("\(Text("cần đạt đến ngày này", "due by this day")(language)) \(expected)") }
        return parts.joined(separator: "; ")
    }

    // Charts of weeks.

    static let week = Text("Tuần", "Week")

    static func span(_ first: CalendarDay, _ last: CalendarDay) -> String {
        "\(first.shortVietnamese)–\(last.vietnamese)"
    }

    static func trendAbout(sum: Int, last: Int, weeks: Int, _ unit: Text, _ language: Language) -> String {
        Text(
            "\(sum.vietnamese) \(unit.vietnamese) trong \(weeks) tuần; tuần gần nhất \(last.vietnamese)",
            "\(count(sum, .english)) \(unit.english) in \(weeks) weeks; \(count(last, .english)) in the last"
        )(language)
    }

    static func trendDescription(sum: Int, last: Int, weeks: Int, unit: Text, _ language: Language) -> String {
        let about = trendAbout(sum: sum, last: last, weeks: weeks, unit, language)
        return Text("\(about). Bảng số liệu ở ngay sau biểu đồ.", "\(about). A table of the numbers follows.")(language)
    }
}

extension CalendarDay {
    /// `dd/MM`, where the year is known.
    var shortVietnamese: String { String(vietnamese.prefix(5)) }
}
