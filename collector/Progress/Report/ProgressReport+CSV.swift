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
        return CSVField.file(rows)
    }

    private func row(_ line: ReportLine, _ decimals: Int) -> [String] {
        func percent(_ permille: Int) -> String { Rate(permille, of: 1000).vietnamese(decimals: 1) }
        return [
            request.period.description, request.day.vietnamese, line.indicator.rawValue, line.indicator.vietnamese,
            line.level?.vietnamese ?? "", line.scope.code, line.scope.fullName, line.parent?.name ?? "",
            line.knownNumerator.map { String($0) } ?? "", line.rate.denominator.map { String($0) } ?? "",
            line.rateText(decimals: decimals), line.knownNumerator == nil ? "" : line.source.vietnamese,
            line.target.map { percent($0.permille) } ?? "", line.verdictText,
            line.pace.map { percent($0.expectedPermille) } ?? "", line.paceText, line.forecastText,
            String(line.withoutDenominator.count), line.notes.map(\.vietnamese).joined(separator: ", "),
        ]
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
