import Dossiers
import Progress

/// What the template of the report is filled with. Names here are names in the template.
struct ReportView {
    let title: String
    let superior: String?
    let organisation: String
    let number: String
    let nation = ReportHeading.nationalName
    let motto = ReportHeading.motto
    let place: String
    let subject: String
    let lead: String
    let sections: [Section]
    let closing: String
    let hasRecipients: Bool
    let recipients: [String]
    let signerTitles: [String]
    let signer: String?
    let appendices: [Appendix]

    struct Section {
        let title: String
        var isNotes = false
        let parts: [Part]
    }

    struct Part {
        /// Not `title`: where it is nil the template would take the section's.
        var heading: String?
        var paragraphs: [String] = []
        var table: TableView?
    }

    struct Appendix {
        let title: String
        let subtitle: String
        let table: TableView
    }

    init(_ published: PublishedReport, _ heading: ReportHeading) {
        let request = published.report.request
        let text = ReportText(published)
        title = "Báo cáo số hóa, \(request.period.vietnamese)"
        superior = heading.superior
        organisation = heading.organisation
        number = heading.numberText
        place = heading.dateText(defaultYear: published.year)
        subject = "Tiến độ số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính \(text.period)"
        lead =
            "Kết quả số hóa hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính \(text.period) (từ ngày "
            + "\(request.period.first.vietnamese) đến ngày \(request.period.last.vietnamese)), theo số liệu đến hết ngày "
            + "\(request.day.vietnamese), như sau:"
        let results = request.indicators.enumerated().map { index, indicator in
            Part(
                heading: "\(index + 1). \(indicator.vietnamese) (\(indicator.rawValue))",
                paragraphs: text.results(of: indicator),
                table: TableView.summary(published.summary(of: indicator), decimals: published.decimals))
        }
        sections = [
            Section(title: "I. KẾT QUẢ THỰC HIỆN", parts: results),
            Section(title: "II. SO VỚI CHỈ TIÊU", parts: [Part(paragraphs: text.againstTargets)]),
            Section(
                title: "III. GHI CHÚ VÀ NGUỒN SỐ LIỆU", isNotes: true, parts: [Part(paragraphs: text.notes)]),
        ]
        closing = "Số liệu của từng đơn vị có trong các phụ lục kèm theo./."
        hasRecipients = !heading.recipients.isEmpty
        recipients = heading.recipients.enumerated().map { index, recipient in
            "- \(recipient)\(index == heading.recipients.count - 1 ? "." : ";")"
        }
        signerTitles = heading.signerTitles
        signer = heading.signer
        appendices = request.indicators.enumerated().compactMap { index, indicator in
            let lines = published.lines(of: indicator)
            guard lines.contains(where: \.isOfOffice) else { return nil }
            return Appendix(
                title: "Phụ lục \(index + 1). \(indicator.vietnamese) (\(indicator.rawValue)) theo đơn vị",
                subtitle: published.subtitle, table: TableView.offices(lines, decimals: published.decimals))
        }
    }
}

/// A table of lines in the page.
struct TableView {
    let headers: [String]
    let rows: [Row]

    struct Row {
        let isSum: Bool
        let cells: [Cell]
    }

    struct Cell {
        let text: String
        /// `level`, `name`, `figure` or empty: its class.
        var kind = ""
    }

    static func summary(_ lines: [ReportLine], decimals: Int) -> TableView {
        TableView(
            headers: ["Cấp", "Đã số hóa", "Mẫu số", "Tỷ lệ", "Chỉ tiêu", "Kết quả", "Tiến độ", "Dự kiến đạt"],
            rows: lines.map { line in
                Row(
                    isSum: line.scope == .province,
                    cells: [Cell(text: line.label, kind: "level")] + figures(of: line, decimals)
                        + [Cell(text: line.forecastText)])
            })
    }

    static func offices(_ lines: [ReportLine], decimals: Int) -> TableView {
        TableView(
            headers: ["TT", "Đơn vị", "Đã số hóa", "Mẫu số", "Tỷ lệ", "Chỉ tiêu", "Kết quả", "Tiến độ", "Ghi chú"],
            rows: lines.enumerated().map { index, line in
                let notes = line.isOfOffice ? line.notes.map(\.vietnamese).joined(separator: "; ") : ""
                return Row(
                    isSum: !line.isOfOffice,
                    cells: [Cell(text: String(index + 1)), Cell(text: line.label, kind: "name")]
                        + figures(of: line, decimals) + [Cell(text: notes, kind: "name")])
            })
    }

    private static func figures(of line: ReportLine, _ decimals: Int) -> [Cell] {
        let target = line.target.map { target in
            Rate(target.permille, of: 1000).vietnamese(decimals: target.permille.isMultiple(of: 10) ? 0 : 1)
        }
        return [
            Cell(text: line.rate.numerator.vietnamese, kind: "figure"),
            Cell(text: line.rate.denominator?.vietnamese ?? "", kind: "figure"),
            Cell(text: line.rateText(decimals: decimals), kind: line.rate.denominator == nil ? "" : "figure"),
            Cell(text: target ?? ""),
            // Without a denominator the rate says so already.
            Cell(text: line.verdict == .noDenominator ? "" : line.verdictText),
            Cell(text: line.verdict == .met ? "" : line.paceText),
        ]
    }
}
