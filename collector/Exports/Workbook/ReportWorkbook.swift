import ContentStore
import Dossiers
import Foundation
import Progress
import Registry
package import SystemPackage

/// A report as an Excel file: a sheet of the levels in official form, one of the offices for each indicator, and one of
/// notes and sources.
package struct ReportWorkbook {
    private let published: PublishedReport
    private let heading: ReportHeading

    package init(_ published: PublishedReport, heading: ReportHeading) {
        self.published = published
        self.heading = heading
    }

    /// Writes the file, whole or not at all.
    package func write(to path: FilePath) throws {
        try DurableFile.put(at: path) { temporary in
            var book = try Workbook(at: temporary)
            book.describe(
                title: "Báo cáo số hóa, \(published.report.request.period.vietnamese)", author: heading.organisation,
                at: Int(published.moment.timeIntervalSince1970))
            try addSummary(to: &book)
            for indicator in published.report.request.indicators { try addOffices(of: indicator, to: &book) }
            try addSources(to: &book)
            try book.close()
        }
    }

    // MARK: Levels

    private func addSummary(to book: inout Workbook) throws {
        let columns = Column.summary
        let sheet = try book.addSheet("Tổng hợp", widths: columns.map(\.width))
        let right = 6...columns.count - 1
        book.write(heading.superior ?? "", 0, 0...5, .superior, in: sheet)
        book.write(ReportHeading.nationalName, 0, right, .nationalName, in: sheet)
        book.write(heading.organisation, 1, 0...5, .organisation, in: sheet)
        book.write(ReportHeading.motto, 1, right, .motto, in: sheet)
        book.write(heading.numberText, 2, 0...5, .number, in: sheet)
        book.write(heading.dateText(defaultYear: published.year), 2, right, .placeAndDate, in: sheet)
        for row in 0...1 { setHeight(of: heading.superior ?? "", heading.organisation, row: row, in: sheet, &book) }
        let all = 0...columns.count - 1
        book.write(
            "TIẾN ĐỘ SỐ HÓA HỒ SƠ, GIẤY TỜ, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", 3, all, .title, in: sheet)
        book.setHeight(26, row: 3, of: sheet)
        book.write(published.subtitle, 4, all, .subtitle, in: sheet)
        let lines = published.report.request.indicators.flatMap(published.summary)
        let next = table(of: lines, columns, from: 5, in: sheet, &book)
        addSignature(from: next + 1, in: sheet, right, &book)
    }

    /// A long name of a body takes two lines.
    private func setHeight(
        of superior: String, _ organisation: String, row: Int, in sheet: Workbook.Sheet, _ book: inout Workbook
    ) {
        let length = (row == 0 ? superior : organisation).count
        if length > 45 { book.setHeight(18 * Double((length + 44) / 45), row: row, of: sheet) }
    }

    private func addSignature(
        from row: Int, in sheet: Workbook.Sheet, _ columns: ClosedRange<Int>, _ book: inout Workbook
    ) {
        if !heading.recipients.isEmpty {
            book.write("Nơi nhận:", row, 0...5, .recipientsTitle, in: sheet)
            for (index, recipient) in heading.recipients.enumerated() {
                let end = index == heading.recipients.count - 1 ? "." : ";"
                book.write("- \(recipient)\(end)", row + 1 + index, 0...5, .recipients, in: sheet)
            }
        }
        for (index, title) in heading.signerTitles.enumerated() {
            book.write(title, row + index, columns, .signature, in: sheet)
        }
        // Room for the signature and the seal.
        let name = row + max(heading.signerTitles.count, 1) + 4
        if let signer = heading.signer { book.write(signer, name, columns, .signature, in: sheet) }
    }

    // MARK: Offices

    private func addOffices(of indicator: Indicator, to book: inout Workbook) throws {
        let columns = Column.offices
        let sheet = try book.addSheet("\(indicator.rawValue) theo đơn vị", widths: columns.map(\.width))
        let all = 0...columns.count - 1
        book.write("\(indicator.rawValue). \(indicator.vietnamese)".uppercased(), 0, all, .title, in: sheet)
        book.write(published.subtitle, 1, all, .subtitle, in: sheet)
        _ = table(of: published.lines(of: indicator), columns, from: 2, in: sheet, &book)
    }

    /// - Returns: the row after the last.
    private func table(
        of lines: [ReportLine], _ columns: [Column], from top: Int, in sheet: Workbook.Sheet, _ book: inout Workbook
    ) -> Int {
        addHeader(columns.map { ($0.title, $0.width) }, at: top, in: sheet, &book)
        for (index, line) in lines.enumerated() {
            let cells = columns.map { ($0.value(line, index + 1, published.decimals), $0.width) }
            addRow(cells, at: top + 1 + index, isBold: !line.isOfOffice, in: sheet, &book)
        }
        return top + 1 + lines.count
    }

    private func addHeader(
        _ titles: [(text: String, width: Double)], at row: Int, in sheet: Workbook.Sheet, _ book: inout Workbook
    ) {
        for (column, title) in titles.enumerated() { book.write(title.text, row, column, .header, in: sheet) }
        setHeight(titles.map { (.word($0.text), $0.width) }, row: row, in: sheet, &book)
        book.setHeader(row, of: sheet)
    }

    private func addRow(
        _ cells: [(value: CellValue, width: Double)], at row: Int, isBold: Bool, in sheet: Workbook.Sheet,
        _ book: inout Workbook
    ) {
        for (column, cell) in cells.enumerated() {
            write(cell.value, at: (row, column), isBold: isBold, sheet, &book)
        }
        setHeight(cells, row: row, in: sheet, &book)
    }

    /// A row as high as its longest text needs.
    private func setHeight(
        _ cells: [(value: CellValue, width: Double)], row: Int, in sheet: Workbook.Sheet, _ book: inout Workbook
    ) {
        let lines = cells.map { $0.value.lines(width: $0.width) }.max() ?? 1
        // 409 points are the most there are.
        book.setHeight(min(15 * Double(lines) + 1, 409), row: row, of: sheet)
    }

    private func write(
        _ value: CellValue, at place: (row: Int, column: Int), isBold: Bool, _ sheet: Workbook.Sheet,
        _ book: inout Workbook
    ) {
        let (row, column) = place
        func style(_ style: CellStyle) -> CellStyle { isBold ? style.bold : style }
        switch value {
        case .text(let text): book.write(text, row, column, style(.text), in: sheet)
        case .word(let text): book.write(text, row, column, style(.centred), in: sheet)
        case .count(let count): book.write(Double(count), row, column, style(.count), in: sheet)
        case .share(let numerator, let denominator, let decimals):
            book.write(
                Double(numerator) / Double(denominator), row, column, style(.percent(decimals: decimals)), in: sheet)
        case .day(let day): book.write(day, row, column, in: sheet)
        }
    }

    // MARK: Sources

    private func addSources(to book: inout Workbook) throws {
        let titles: [(String, Double)] = [
            ("Loại", 16), ("Chỉ số", 9), ("Phạm vi", 40), ("Kỳ, năm", 26), ("Mẫu số, chỉ tiêu", 15),
            ("Tử số báo cáo", 15), ("Nguồn, nội dung", 60),
        ]
        let sheet = try book.addSheet("Ghi chú, nguồn số liệu", widths: titles.map(\.1))
        book.write("GHI CHÚ VÀ NGUỒN SỐ LIỆU", 0, 0...6, .title, in: sheet)
        book.write(published.subtitle, 1, 0...6, .subtitle, in: sheet)
        addHeader(titles, at: 2, in: sheet, &book)
        for (index, source) in published.sources.enumerated() {
            let cells = zip(source.cells(published.decimals), titles).map { ($0, $1.1) }
            addRow(cells, at: 3 + index, isBold: false, in: sheet, &book)
        }
    }
}
