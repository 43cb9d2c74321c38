import Dossiers

/// The overview.
extension Texts {
    static let overview: [String: Text] = [
        "behindTitle": Text("Mười đơn vị còn xa chỉ tiêu nhất", "The ten offices furthest from their target"),
        "allOffices": Text("Tất cả đơn vị", "All offices"),
        "unknownTitle": Text("Đơn vị chưa có mẫu số", "Offices without a denominator"),
    ]

    static func progressIn(_ period: Period) -> Text {
        let name = periodName(period)
        let vietnamese = name.vietnamese.prefix(1).lowercased() + name.vietnamese.dropFirst()
        return Text("Tiến độ \(vietnamese)", "Progress in \(name.english)")
    }

    static let behindNone = Text(
        "Không có đơn vị nào dưới chỉ tiêu trong kỳ này.", "No office is below its target in this period.")
    static let behindUnknown = Text(
        "Chưa so được: chưa đơn vị nào có cả mẫu số và chỉ tiêu.",
        "Nothing can be compared: no office has both a denominator and a target.")
    static let weeklyResults = Text("Kết quả còn hiệu lực được số hóa, theo tuần", "Results in force digitised, by week")
    static let weeklyDossiers = Text(
        "Hồ sơ số hóa đủ thành phần, theo tuần tiếp nhận", "Dossiers fully digitised, by week of reception")
    static let resultsUnit = Text("kết quả", "results")
    static let dossiersUnit = Text("hồ sơ", "dossiers")

    static func unknownOffices(_ count: Int, _ indicator: Indicator) -> Text {
        Text(
            "\(indicator.rawValue): \(count.vietnamese) đơn vị",
            "\(indicator.rawValue): \(count) \(count == 1 ? "office" : "offices")")
    }

    static func moreOffices(_ count: Int) -> Text {
        Text("và \(count.vietnamese) đơn vị khác", "and \(count) more")
    }
}
