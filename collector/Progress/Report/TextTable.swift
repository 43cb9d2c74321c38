/// A table for terminals, aligned by the width that people see.
struct TextTable {
    struct Column {
        var title: String
        var isRight = false
    }

    var columns: [Column]
    var rows: [[String]]

    /// The lines of the table, none wider than `width` unless the other columns leave the first less than 16.
    ///
    /// Columns in which no row has anything are left out; the first column is broken into lines where it must.
    func lines(width: Int) -> [String] {
        let kept = columns.indices.filter { index in
            index == 0 || rows.contains { !$0[index].isEmpty }
        }
        var widths = kept.map { index in
            ([columns[index].title] + rows.map { $0[index] }).map { displayWidth($0) }.max() ?? 0
        }
        let others = widths.dropFirst().reduce(0) { $0 + $1 + Self.gap }
        widths[0] = min(widths[0], max(width - others, 16))
        return ([columns.map(\.title)] + rows).flatMap { row in
            let labels = wrapped(row[0], to: widths[0])
            var first = Self.padded(labels.first ?? "", widths[0], isRight: false)
            for (place, index) in kept.enumerated().dropFirst() {
                first += String(repeating: " ", count: Self.gap)
                first += Self.padded(row[index], widths[place], isRight: columns[index].isRight)
            }
            return [Self.withoutTrailingSpaces(first)] + labels.dropFirst()
        }
    }

    private static let gap = 2

    private static func padded(_ text: String, _ width: Int, isRight: Bool) -> String {
        let space = String(repeating: " ", count: max(0, width - displayWidth(text)))
        return isRight ? space + text : text + space
    }

    private static func withoutTrailingSpaces(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
