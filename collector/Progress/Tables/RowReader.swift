import Dossiers

/// Reads the fields of a table row by row, and gathers what is wrong instead of stopping at the first.
struct RowReader {
    let table: CSVTable
    /// How the file sets thousands apart.
    let grouping: NumberGrouping
    private(set) var problems: [ImportProblem] = []

    /// The largest count accepted, in dossiers or results: far above what a nation has in a year, and low enough that
    /// sums of tens of thousands of them and their products with thousandths stay exact.
    static let maximumCount = 1_000_000_000

    /// - Parameter counts: the columns of counts, which are all written in one way.
    init(_ table: CSVTable, counts: [String] = []) {
        self.table = table
        grouping = NumberGrouping(
            of: table.rows.flatMap { row in counts.compactMap { table.field(row, $0).map(trimmed) } })
    }

    /// Notes that `row` is wrong.
    mutating func refuse(_ row: CSVRecord, _ column: String?, _ wording: Wording) {
        problems.append(ImportProblem(line: row.line, column: column, wording))
    }

    /// Throws when anything was noted.
    func finish() throws(ImportFailure) {
        if !problems.isEmpty {
            throw ImportFailure(file: table.file, problems: problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
        }
    }

    /// A text as received; nil and noted where it is empty.
    mutating func text(_ row: CSVRecord, _ column: String, limit: Int = TextLimit.name) -> String? {
        guard let text = table.field(row, column) else {
            refuse(row, column, Wording("it is empty", "ô trống"))
            return nil
        }
        if !isField(text, limit: limit) {
            refuse(row, column, Self.tooLong(text, limit))
            return nil
        }
        return text
    }

    /// A code without the spaces that spreadsheets leave round it, or nil where the field is empty or the column missing;
    /// noted where it is too long.
    mutating func optionalCode(_ row: CSVRecord, _ column: String) -> String? {
        guard let code = table.field(row, column).map(trimmed) else { return nil }
        if isField(code, limit: TextLimit.code) { return code }
        refuse(row, column, Self.tooLong(code, TextLimit.code))
        return nil
    }

    private static func tooLong(_ text: String, _ limit: Int) -> Wording {
        Wording(
            "“\(printable(text))” is over \(limit) characters", "“\(printable(text))” dài hơn \(limit) ký tự")
    }

    /// A word that `read` understands, without spaces around; nil and noted where it does not.
    mutating func value<Value>(
        _ row: CSVRecord, _ column: String, expected: Wording, _ read: (String) -> Value?
    ) -> Value? {
        let word = table.field(row, column).map(trimmed) ?? ""
        if let value = read(word) { return value }
        refuse(row, column, Self.unexpected(word, expected))
        return nil
    }

    /// That `word` is not what is `expected`.
    static func unexpected(_ word: String, _ expected: Wording) -> Wording {
        word.isEmpty
            ? Wording("it is empty; write \(expected.english)", "ô trống; hãy ghi \(expected.vietnamese)")
            : Wording(
                "“\(printable(word))” is not \(expected.english)",
                "“\(printable(word))” không đúng; hãy ghi \(expected.vietnamese)")
    }

    /// A word that `read` understands, or nil where the field is empty or the column missing.
    mutating func optionalValue<Value>(
        _ row: CSVRecord, _ column: String, expected: Wording, _ read: (String) -> Value?
    ) -> Value? {
        table.field(row, column) == nil ? nil : value(row, column, expected: expected, read)
    }

    static let countExpected = Wording(
        "a whole number from 0 to \(maximumCount)", "một số nguyên từ 0 đến \(maximumCount)")

    /// A count: digits only.
    static func count(_ word: String) -> Int? {
        guard !word.isEmpty, word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int(word), count <= maximumCount
        else { return nil }
        return count
    }

    static let levelExpected = Wording(
        "a level: province, district or commune", "cấp: province (tỉnh), district (huyện) hoặc commune (xã)")
    static let siteExpected = Wording(
        "an office's identity: 1 to 32 of a–z, 0–9 and -", "mã đơn vị: 1 đến 32 ký tự trong a–z, 0–9 và -")
}
