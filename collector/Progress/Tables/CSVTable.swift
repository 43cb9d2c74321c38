import Dossiers

/// A CSV file with named columns, every field of it fit to be kept.
struct CSVTable {
    /// The name of the file, for messages.
    let file: String
    /// The names of the columns, in lower case.
    let columns: [String]
    let rows: [CSVRecord]

    /// Takes `bytes` apart, in any encoding and with any separator that spreadsheets use.
    ///
    /// - Parameter endsInProse: whether the last column is prose, in which people write commas and forget the quotation
    ///   marks: fields beyond it are then part of it.
    init(_ bytes: [UInt8], file: String, endsInProse: Bool = false) throws(ImportFailure) {
        self.file = file
        func refuse(_ line: Int? = nil, _ wording: Wording) -> ImportFailure {
            ImportFailure(file: file, problems: [ImportProblem(line: line, wording)])
        }
        guard bytes.count <= ImportLimit.bytes else {
            throw refuse(
                nil,
                Wording(
                    "the file is over \(ImportLimit.bytes >> 20) MB (\(bytes.count) bytes); split it into files of at "
                        + "most \(ImportLimit.rows) rows",
                    "tệp lớn hơn \(ImportLimit.bytes >> 20) MB (\(bytes.count) byte); hãy chia thành các tệp nhiều nhất "
                        + "\(ImportLimit.rows) dòng"))
        }
        let content: [UInt8]
        do { content = try TextEncoding.utf8(of: bytes) } catch { throw refuse(error.line, error.reason) }
        var records: [CSVRecord]
        do { records = try CSVReader.records(of: content, limit: ImportLimit.rows) } catch {
            throw refuse(error.line, error.reason)
        }
        guard !records.isEmpty else {
            throw refuse(
                nil,
                Wording(
                    "the file is empty; its first line must name the columns",
                    "tệp trống; dòng đầu tiên phải là tên các cột"))
        }
        let header = records.removeFirst()
        columns = header.fields.map { trimmed($0).lowercased() }
        guard columns.count <= ImportLimit.columns else {
            throw refuse(
                header.line,
                Wording("over \(ImportLimit.columns) columns", "có hơn \(ImportLimit.columns) cột"))
        }
        for (index, column) in columns.enumerated() where columns[..<index].contains(column) {
            throw refuse(
                header.line,
                Wording(
                    "the column “\(printable(column))” is there twice", "cột “\(printable(column))” có hai lần"))
        }
        let (count, separator) = (columns.count, CSVReader.form(of: content).separator)
        rows = endsInProse ? records.map { $0.joiningBeyond(count, with: separator) } : records
        let problems = rows.flatMap(findUnfitFields)
        if !problems.isEmpty { throw ImportFailure(file: file, problems: problems) }
    }

    /// Checks that the columns are those that are needed, and none that is unknown.
    func require(_ required: [String], optional: [String] = []) throws(ImportFailure) {
        var problems: [ImportProblem] = []
        let known = required + optional
        for column in required where !columns.contains(column) {
            problems.append(
                ImportProblem(
                    line: 1, Wording("the column “\(column)” is missing", "thiếu cột “\(column)”")))
        }
        for column in columns where !known.contains(column) {
            problems.append(
                ImportProblem(
                    line: 1,
                    Wording(
                        "the column “\(printable(column))” is unknown; the columns are "
                            + known.joined(separator: ", "),
                        "không có cột nào tên “\(printable(column))”; các cột là \(known.joined(separator: ", "))")))
        }
        if rows.isEmpty {
            problems.append(ImportProblem(Wording("the file has no rows", "tệp không có dòng số liệu nào")))
        }
        if !problems.isEmpty { throw ImportFailure(file: file, problems: problems) }
    }

    /// The field of `row` in `column`, as it was received but without the apostrophe that keeps spreadsheets from taking
    /// it for a formula; nil where it is empty or there is no such column.
    func field(_ row: CSVRecord, _ column: String) -> String? {
        guard let index = columns.firstIndex(of: column), !trimmed(row.fields[index]).isEmpty else { return nil }
        return CSVField.read(row.fields[index])
    }

    private func findUnfitFields(_ row: CSVRecord) -> [ImportProblem] {
        guard row.fields.count == columns.count else {
            return [
                ImportProblem(
                    line: row.line,
                    Wording(
                        "\(row.fields.count) fields where there are \(columns.count) columns",
                        "dòng có \(row.fields.count) ô trong khi bảng có \(columns.count) cột"))
            ]
        }
        return zip(columns, row.fields).compactMap { column, field in
            if field.isEmpty || isField(field, limit: TextLimit.name) { return nil }
            return ImportProblem(
                line: row.line, column: printable(column),
                Wording(
                    "the text is over \(TextLimit.name) characters, or holds a tab, a line end or another control "
                        + "character",
                    "nội dung dài hơn \(TextLimit.name) ký tự, hoặc có dấu tab, xuống dòng hay ký tự điều khiển"))
        }
    }
}

/// `text` without spaces at its ends.
func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
}

/// `text` fit for a message on a terminal: at most 40 characters, without control characters.
package func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(40).map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: "�" as Unicode.Scalar
        default: scalar
        }
    }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars)
    return String(shown) + (text.unicodeScalars.count > 40 ? "…" : "")
}
