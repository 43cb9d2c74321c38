import Dossiers
import Progress

/// What a cell holds.
enum CellValue: Sendable {
    case text(String)
    /// A short text, centred.
    case word(String)
    case count(Int)
    /// A share as a number, and how many digits after the comma are shown of it.
    case share(Int, of: Int, decimals: Int)
    case day(CalendarDay)
}

extension CellValue {
    /// How many lines the value takes in a column of so many characters, roughly; programs that open the file do not all
    /// see to it.
    func lines(width: Double) -> Int {
        switch self {
        case .text(let text), .word(let text): max(1, Int((Double(text.count) * 1.15 / width).rounded(.up)))
        case .count, .share, .day: 1
        }
    }
}

/// A column of a table of lines.
struct Column: Sendable {
    let title: String
    /// In characters.
    let width: Double
    /// Of a line, its place from 1, and the digits of percentages.
    let value: @Sendable (_ line: ReportLine, _ place: Int, _ decimals: Int) -> CellValue

    /// Columns of the sheet of levels.
    static let summary: [Column] =
        [
            Column(title: "TT", width: 5) { _, place, _ in .count(place) },
            Column(title: "Chỉ số", width: 7) { line, _, _ in .word(line.indicator.rawValue) },
            Column(title: "Tên chỉ số", width: 30) { line, _, _ in .text(line.indicator.vietnamese) },
            Column(title: "Cấp", width: 13) { line, _, _ in .text(line.label) },
        ] + figures

    /// Columns of the sheets of offices.
    static let offices: [Column] =
        [
            Column(title: "TT", width: 6) { _, place, _ in .count(place) },
            Column(title: "Mã đơn vị", width: 13) { line, _, _ in .text(line.scope.code) },
            Column(title: "Đơn vị", width: 36) { line, _, _ in .text(line.scope.fullName) },
            Column(title: "Đơn vị cấp trên", width: 28) { line, _, _ in .text(line.parent?.name ?? "") },
            Column(title: "Cấp", width: 11) { line, _, _ in .word(line.level?.vietnamese ?? "") },
        ] + figures

    private static let figures: [Column] = [
        Column(title: "Tử số (đã số hóa)", width: 12) { line, _, _ in .count(line.rate.numerator) },
        Column(title: "Mẫu số", width: 12) { line, _, _ in line.rate.denominator.map { .count($0) } ?? .word("") },
        Column(title: "Tỷ lệ", width: 16) { line, _, decimals in
            guard let denominator = line.rate.denominator, denominator > 0 else {
                return .word(line.rateText(decimals: decimals))
            }
            return .share(line.rate.numerator, of: denominator, decimals: decimals)
        },
        Column(title: "Chỉ tiêu", width: 9) { line, _, _ in share(permille: line.target?.permille) },
        Column(title: "Kết quả", width: 16) { line, _, _ in .word(line.verdictText) },
        Column(title: "Mức cần đạt", width: 9) { line, _, _ in share(permille: line.pace?.expectedPermille) },
        Column(title: "Tiến độ", width: 13) { line, _, _ in .word(line.paceText) },
        Column(title: "Dự kiến đạt", width: 12) { line, _, _ in
            if case .on(let day) = line.pace?.forecast { .day(day) } else { .word(line.forecastText) }
        },
        Column(title: "Nguồn tử số", width: 15) { line, _, _ in .word(line.source.vietnamese) },
        Column(title: "Ghi chú", width: 34) { line, _, _ in
            .text(line.notes.map(\.vietnamese).joined(separator: "; "))
        },
    ]

    private static func share(permille: Int?) -> CellValue {
        permille.map { .share($0, of: 1000, decimals: 1) } ?? .word("")
    }
}
