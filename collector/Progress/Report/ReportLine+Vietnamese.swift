package import Dossiers

extension ReportLine.Scope {
    /// The name on screen, with the office above where it is needed to tell it from others of its name.
    package func vietnamese(parent: Site?) -> String {
        switch self {
        case .province: return "Toàn tỉnh"
        case .level(let level): return level.vietnamese
        case .authority(let code, _): return "cơ quan \(printable(code))"
        case .site(let site):
            guard let parent, parent.level > .province else { return site.shortName }
            return "\(site.shortName) (\(parent.shortName))"
        }
    }
}

extension ReportLine {
    /// The name on screen.
    package var label: String {
        // A result may name an office at a level that is not the office's own.
        if case .site(let site) = scope, let level, level != site.level {
            return scope.vietnamese(parent: parent) + ", thẩm quyền \(level.vietnamese)"
        }
        return scope.vietnamese(parent: parent)
    }

    /// The percentage, or why there is none.
    package func rateText(decimals: Int) -> String {
        let isUnlike = notes.contains { if case .unlike = $0 { true } else { false } }
        return isUnlike ? "không cộng" : rate.vietnamese(decimals: decimals)
    }

    /// The status against the target, in words.
    package var verdictText: String {
        switch verdict {
        case nil: ""
        case .met: "Đạt"
        case .notYet: "Chưa đạt"
        case .notMet: "Không đạt"
        case .noDenominator: "Chưa có mẫu số"
        }
    }

    /// The pace, in words.
    package var paceText: String {
        guard let pace else { return "" }
        return pace.isOnPace ? "đúng tiến độ" : "chậm tiến độ"
    }

    /// The day on which the target will be met, in words; nothing where it is met.
    package var forecastText: String {
        switch pace?.forecast {
        case nil, .met, .unknown: ""
        case .on(let day): day.vietnamese
        case .standstill: "chưa tăng"
        case .beyond: "sau 50 năm"
        }
    }
}

extension Indicator {
    /// The title of the column of counts.
    var countTitle: String {
        switch self {
        case .received, .results, .inForce, .offices: "Số hóa/mẫu số"
        case .signed: "Ký số, lưu trữ/mẫu số"
        case .reuse: "Tái sử dụng/giấy tờ cần"
        }
    }
}

extension ReportLine.Note {
    /// The note in words.
    package var vietnamese: String {
        switch self {
        case .reported(counted: 0): "số báo cáo, không do hệ thống đếm"
        case .reported(let counted): "số báo cáo (hệ thống đếm được \(counted.vietnamese))"
        case .mixed: "gồm số báo cáo và số hệ thống đếm"
        case .aboveDenominator: "số đã số hóa lớn hơn mẫu số, cần kiểm tra mẫu số"
        case .exempt: "miễn trừ"
        case .levelDenominator: "mẫu số nhập chung cho cả cấp"
        case .summedDenominator(let parts): "mẫu số cộng từ \(parts) kỳ"
        case .incomplete(let levels):
            "không cộng toàn tỉnh vì chưa đủ số liệu: \(levels.map(\.vietnamese).joined(separator: ", "))"
        case .unlike(let levels):
            "không cộng toàn tỉnh vì chỉ \(levels.map(\.vietnamese).joined(separator: ", ")) là số hệ thống đếm"
        case .nothingReceived: "hệ thống chưa nhận hồ sơ nào đến ngày này"
        case .rolledUp(let sites): "gồm số liệu của \(Self.names(sites)) chuyển sang"
        case .rollUpWithoutDenominator(let sites): "chưa có mẫu số của \(Self.names(sites))"
        case .predecessorsDenominator: "mẫu số cộng từ các đơn vị trước khi sắp xếp, chưa có mẫu số riêng"
        case .partsOf(let sites): "không gồm số liệu của \(Self.names(sites)), đơn vị đã chia, tách một phần sang"
        case .succeeded(let site, let day): "từ \(day.vietnamese) chuyển sang \(site.shortName)"
        case .lived(let period):
            "mẫu số tính cho thời gian hoạt động \(period.first.vietnamese)–\(period.last.vietnamese)"
        case .levelEnded(let day): "không còn từ \(day.vietnamese), chỉ là số liệu lịch sử"
        case .withoutEnded(let levels): "không gồm \(levels.map(\.vietnamese).joined(separator: ", ")) đã kết thúc"
        case .otherReading(let reading, let isMet):
            "theo cách hiểu khác, chỉ tiêu là "
                + Rate(reading.permille, of: 1000).vietnamese(decimals: reading.permille % 10 == 0 ? 0 : 1)
                + (isMet.map { $0 ? " (đạt)" : " (chưa đạt)" } ?? "") + ": \(reading.basis)"
        }
    }

    /// Offices in words: at most twelve by name.
    private static func names(_ sites: [Site]) -> String {
        let names = sites.prefix(12).map(\.shortName).joined(separator: ", ")
        return sites.count > 12 ? "\(names) và \((sites.count - 12).vietnamese) đơn vị khác" : names
    }
}

extension Site {
    /// The name without the words that all offices have in common.
    package var shortName: String {
        let common = "Bộ phận Một cửa "
        return name.hasPrefix(common) && name.count > common.count ? String(name.dropFirst(common.count)) : name
    }
}
