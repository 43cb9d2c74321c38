import Dossiers

/// Numbers and days as spreadsheets in Việt Nam and elsewhere write them.
extension RowReader {
    /// A count; nil and noted where it is none, or where nothing in the file tells what its separators mean.
    mutating func count(_ row: CSVRecord, _ column: String) -> Int? {
        let word = table.field(row, column).map(trimmed) ?? ""
        switch grouping.count(word) {
        case .count(let count): return count
        case .ambiguous(let count):
            refuse(
                row, column,
                Wording(
                    "“\(printable(word))” may be \(count) or a fraction: no other count in the file tells what its "
                        + "separator means; write \(count)",
                    "“\(printable(word))” có thể là \(count) hoặc là số lẻ: không có số nào khác trong tệp cho biết dấu "
                        + "ngăn cách nghĩa là gì; hãy ghi \(count)"))
        case .none: refuse(row, column, Self.unexpected(word, Self.countExpected))
        }
        return nil
    }

    /// A count, or nil where the field is empty or the column missing.
    mutating func optionalCount(_ row: CSVRecord, _ column: String) -> Int? {
        table.field(row, column) == nil ? nil : count(row, column)
    }

    /// A day; nil and noted where it is none.
    mutating func day(_ row: CSVRecord, _ column: String) -> CalendarDay? {
        value(row, column, expected: Self.dayExpected, Self.day)
    }

    /// A day, or nil where the field is empty or the column missing.
    mutating func optionalDay(_ row: CSVRecord, _ column: String) -> CalendarDay? {
        optionalValue(row, column, expected: Self.dayExpected, Self.day)
    }

    /// `2021-01-31`, or `31/01/2021` and `31/1/2021` as spreadsheets make of it: the day first, as in Việt Nam.
    static func day(_ word: String) -> CalendarDay? {
        if let day = CalendarDay(word) { return day }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, (1...2).contains(parts[0].utf8.count), (1...2).contains(parts[1].utf8.count),
            parts[2].utf8.count == 4, let day = count(String(parts[0])), let month = count(String(parts[1])),
            let year = count(String(parts[2]))
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    static let dayExpected = Wording(
        "a day of the form 2021-01-31 or 31/01/2021 (the day before the month)",
        "ngày dạng 2021-01-31 hoặc 31/01/2021 (ngày trước, tháng sau)")
}
