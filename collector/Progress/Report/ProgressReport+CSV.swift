import Dossiers

extension ProgressReport {
    /// The report as CSV for spreadsheets in Việt Nam: UTF-8 with byte order mark, semicolons, CR LF, integers beside
    /// percentages.
    ///
    /// - Parameter decimals: digits of percentages after the comma, 0 to 3.
    package func csv(decimals: Int = 2) -> String {
        let header = [
            "Kỳ báo cáo", "Số liệu đến ngày", "Chỉ số", "Tên chỉ số", "Cấp", "Mã đơn vị", "Đơn vị", "Đơn vị cấp trên",
            "Tử số", "Mẫu số", "Tỷ lệ", "Nguồn tử số", "Chỉ tiêu", "Kết quả", "Mức cần đạt", "Tiến độ", "Dự kiến đạt",
            "Số đơn vị chưa có mẫu số", "Ghi chú",
        ]
        let rows = [header] + lines.map { row($0, decimals) }
        return "\u{FEFF}" + rows.map { $0.map(Self.cell).joined(separator: ";") + "\r\n" }.joined()
    }

    private func row(_ line: ReportLine, _ decimals: Int) -> [String] {
        func percent(_ permille: Int) -> String { Rate(permille, of: 1000).vietnamese(decimals: 1) }
        return [
            request.period.description, request.day.vietnamese, line.indicator.rawValue, line.indicator.vietnamese,
            line.level?.vietnamese ?? "", line.scope.code, line.scope.fullName, line.parent?.name ?? "",
            String(line.rate.numerator), line.rate.denominator.map { String($0) } ?? "",
            line.rateText(decimals: decimals), line.source.vietnamese,
            line.target.map { percent($0.permille) } ?? "", line.verdictText,
            line.pace.map { percent($0.expectedPermille) } ?? "", line.paceText, line.forecastText,
            String(line.withoutDenominator.count), line.notes.map(\.vietnamese).joined(separator: ", "),
        ]
    }

    /// `text` as a field: quoted where it must be, and never taken for a formula by a spreadsheet.
    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        let mustBeQuoted = text.unicodeScalars.contains { ";\"\r\n".unicodeScalars.contains($0) }
        guard mustBeQuoted else { return text }
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return "\"" + String(quoted) + "\""
    }
}

extension ReportLine.Scope {
    /// The office's identity or the authority's code; empty for a level.
    package var code: String {
        switch self {
        case .province, .level: ""
        case .site(let site): site.id.rawValue
        case .authority(let code, _): code
        }
    }

    /// The whole name.
    package var fullName: String {
        switch self {
        case .province: "Toàn tỉnh"
        case .level(let level): level.vietnamese
        case .site(let site): site.name
        case .authority(let code, _): code
        }
    }
}

extension NumeratorSource {
    /// In words.
    package var vietnamese: String {
        switch self {
        case .counted: "hệ thống đếm"
        case .reported: "số báo cáo"
        case .mixed: "số báo cáo và hệ thống đếm"
        }
    }
}
