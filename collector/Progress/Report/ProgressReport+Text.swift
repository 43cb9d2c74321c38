import Dossiers

extension ProgressReport {
    /// The report as a table for terminals, in Vietnamese.
    ///
    /// - Parameters:
    ///   - decimals: digits of percentages after the comma, 0 to 3.
    ///   - width: the columns of the terminal.
    package func text(decimals: Int = 2, width: Int = 100) -> String {
        var lines = [
            "TIẾN ĐỘ SỐ HÓA · \(request.period.vietnamese)", "Số liệu đến hết ngày \(request.day.vietnamese)",
        ]
        if let due { lines.append("Gửi báo cáo trước ngày \(due.vietnamese)") }
        if !hasOffices { lines += ["", "Chưa có đơn vị nào; nhập bằng 'sohoa-collector site import'."] }
        for indicator in request.indicators {
            let ours = self.lines.filter { $0.indicator == indicator }
            guard !ours.isEmpty else { continue }
            lines += ["", "\(indicator.rawValue) · \(indicator.vietnamese)"]
            lines += Self.table(of: ours, title: indicator.countTitle, decimals: decimals).lines(width: width)
            for note in Self.notes(of: ours) {
                lines += wrapped(note, to: width - 4).enumerated().map { ($0 == 0 ? "  · " : "    ") + $1 }
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func table(of lines: [ReportLine], title: String, decimals: Int) -> TextTable {
        TextTable(
            columns: [
                .init(title: "Cấp, đơn vị"), .init(title: title, isRight: true),
                .init(title: "Tỷ lệ", isRight: true), .init(title: "Chỉ tiêu", isRight: true),
                .init(title: "Kết quả"), .init(title: "Tiến độ"), .init(title: "Dự kiến đạt"),
            ],
            rows: lines.map { line in
                let count = line.knownNumerator?.vietnamese ?? ""
                return [
                    line.label, line.rate.denominator.map { "\(count)/\($0.vietnamese)" } ?? count,
                    line.rateText(decimals: decimals),
                    line.target.map { Rate($0.permille, of: 1000).vietnamese(decimals: $0.permille % 10 == 0 ? 0 : 1) }
                        ?? "",
                    // Without a denominator the rate says so already.
                    line.verdict == .noDenominator ? "" : line.verdictText,
                    // Once the target is met, pace is no question.
                    line.verdict == .met ? "" : line.paceText, line.forecastText,
                ]
            })
    }

    /// What is to be said beside the table: each note once, with those it is about.
    private static func notes(of lines: [ReportLine]) -> [String] {
        var order: [String] = []
        var labels: [String: [String]] = [:]
        for line in lines {
            let isWithoutAny = line.rate.denominator == nil && !line.withoutDenominator.isEmpty
            for note in line.notes.map(\.vietnamese) + (isWithoutAny ? ["mọi đơn vị chưa có mẫu số"] : []) {
                if labels[note] == nil { order.append(note) }
                labels[note, default: []].append(line.label)
            }
        }
        let notes = order.map { note in "\(listed(labels[note] ?? [])): \(note)" }
        return notes + lines.compactMap(missing)
    }

    /// Those who are left out of a level's rate, by name.
    private static func missing(_ line: ReportLine) -> String? {
        let outside = line.withoutDenominator
        guard !outside.isEmpty, line.rate.denominator != nil else { return nil }
        let names = listed(outside.map { $0.scope.vietnamese(parent: $0.parent) })
        // Of what is not counted nothing is known of them.
        let digitised =
            line.indicator == .signed
            ? "" : " (đã số hóa \(outside.reduce(0) { $0 + $1.numerator }.vietnamese))"
        return "\(line.label): \(outside.count.vietnamese) đơn vị chưa có mẫu số, không tính vào tỷ lệ\(digitised): "
            + names
    }

    /// The first of `names`, and how many more there are.
    private static func listed(_ names: [String]) -> String {
        let most = 12
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) và \((names.count - most).vietnamese) đơn vị khác" : shown
    }
}
