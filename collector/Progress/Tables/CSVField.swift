/// A field of a CSV file on its way to a spreadsheet and back.
///
/// Spreadsheets take a text that begins with `=`, `+`, `-` or `@` for a formula. An apostrophe before it keeps it a
/// text; one more stands before a text that has apostrophes and such a character by itself, so that what is written is
/// read back as it was.
package enum CSVField {
    /// `text` as a field with semicolons between: guarded, and quoted where it must be.
    static func written(_ text: String) -> String {
        let text = isLikeFormula(text.unicodeScalars) ? "'" + text : text
        let mustBeQuoted = text.unicodeScalars.contains { ";\"\r\n".unicodeScalars.contains($0) }
        guard mustBeQuoted else { return text }
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return "\"" + String(quoted) + "\""
    }

    /// The text of a field that may have been guarded.
    static func read(_ field: String) -> String {
        let scalars = field.unicodeScalars
        guard scalars.first == "'", isLikeFormula(scalars.dropFirst()) else { return field }
        return String(scalars.dropFirst())
    }

    /// Whether `text`, perhaps behind apostrophes, begins as a formula.
    private static func isLikeFormula(_ text: some Collection<Unicode.Scalar>) -> Bool {
        text.first { $0 != "'" }.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    }

    /// A file for spreadsheets in Việt Nam: UTF-8 with byte order mark, semicolons, CR LF.
    package static func file(_ rows: [[String]]) -> String {
        "\u{FEFF}" + rows.map { $0.map(written).joined(separator: ";") + "\r\n" }.joined()
    }
}
