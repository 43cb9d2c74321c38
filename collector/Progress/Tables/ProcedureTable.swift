import Dossiers
package import Registry

/// A file of procedures and their papers: `procedure,name,paper,paperName,role,compulsory`, a row for each paper.
package struct ProcedureTable: Sendable {
    /// In the order of the file.
    package let entries: [CatalogueEntry]

    /// Reads `bytes`.
    ///
    /// - Parameter file: its name, for messages.
    package init(_ bytes: [UInt8], file: String) throws(ImportFailure) {
        let table = try CSVTable(bytes, file: file)
        try table.require(["procedure", "name", "paper", "papername", "role", "compulsory"])
        var reader = RowReader(table)
        var entries: [CatalogueEntry] = []
        var names: [[UInt8]: (name: String, line: Int)] = [:]
        var lines: [Place: Int] = [:]
        for row in table.rows {
            guard let entry = Self.entry(row, &reader) else { continue }
            let first = names[Array(entry.procedure.utf8), default: (entry.procedureName, row.line)]
            names[Array(entry.procedure.utf8)] = first
            if !first.name.utf8.elementsEqual(entry.procedureName.utf8) {
                reader.refuse(
                    row, "name",
                    Wording(
                        "\(printable(entry.procedure)) is “\(printable(entry.procedureName))” here and "
                            + "“\(printable(first.name))” on line \(first.line); give it one name",
                        "\(printable(entry.procedure)) ở đây là “\(printable(entry.procedureName))”, ở dòng "
                            + "\(first.line) là “\(printable(first.name))”; hãy dùng một tên"))
            }
            if let line = lines.updateValue(row.line, forKey: Place(entry)) {
                reader.refuse(
                    row, "paper",
                    Wording(
                        "\(printable(entry.type)) as \(entry.role.rawValue) of \(printable(entry.procedure)) is on line "
                            + "\(line) already",
                        "\(printable(entry.type)) với vai trò \(entry.role.rawValue) của "
                            + "\(printable(entry.procedure)) đã có ở dòng \(line)"))
            }
            entries.append(entry)
        }
        try reader.finish()
        self.entries = entries
    }

    /// What a procedure can have only once. Codes are opaque: compared byte by byte.
    private struct Place: Hashable {
        var procedure: [UInt8]
        var role: DocumentRole
        var type: [UInt8]

        init(_ entry: CatalogueEntry) {
            (procedure, role, type) = (Array(entry.procedure.utf8), entry.role, Array(entry.type.utf8))
        }
    }

    private static func entry(_ row: CSVRecord, _ reader: inout RowReader) -> CatalogueEntry? {
        let procedure = code(row, "procedure", &reader)
        let procedureName = reader.text(row, "name")
        let type = code(row, "paper", &reader)
        let name = reader.text(row, "papername")
        let role = reader.value(
            row, "role",
            expected: Wording(
                "a role: component, arising or result",
                "vai trò: component (thành phần), arising (phát sinh) hoặc result (kết quả)"),
            DocumentRole.init(rawValue:))
        let isCompulsory = reader.value(row, "compulsory", expected: .oneOrZero) { ["0": false, "1": true][$0] }
        guard let procedure, let procedureName, let type, let name, let role, let isCompulsory else { return nil }
        return CatalogueEntry(
            procedure: procedure, procedureName: procedureName, type: type, name: name, role: role,
            isCompulsory: isCompulsory)
    }

    /// A code without the spaces that spreadsheets leave round it.
    private static func code(_ row: CSVRecord, _ column: String, _ reader: inout RowReader) -> String? {
        reader.text(row, column, limit: TextLimit.code).map(trimmed)
    }
}
