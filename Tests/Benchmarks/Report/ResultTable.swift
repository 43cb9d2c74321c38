/// The figures as a table, and below it what each of them includes.
struct ResultTable {
    private static let head = ["", "what", "ours", "peer", "ratio", "(range)", "goal", "met"]

    private let figures: [Figure]

    init(_ figures: [Figure]) { self.figures = figures }

    var text: String {
        let rows = [Self.head] + figures.enumerated().map { index, figure in row(figure, number: index + 1) }
        let widths = Self.head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                .joined(separator: "  ").trimmedAtEnd
        }
        lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
        let notes = figures.enumerated().map { index, figure in
            wrapped(figure.note, indent: 4).replacingPrefix(with: "\(index + 1)")
        }
        return (lines + [""] + notes).joined(separator: "\n")
    }

    private func row(_ figure: Figure, number: Int) -> [String] {
        [
            "\(number)", figure.what, "\(figure.ours)", figure.peer.map { "\($0)" } ?? "—",
            figure.ratio.map { fixed($0, 3) } ?? "—",
            figure.spread.map { "(\(fixed($0.lowerBound, 3))–\(fixed($0.upperBound, 3)))" } ?? "",
            figure.goal.map { "\($0)" } ?? "—", figure.isMet.map { $0 ? "met" : "NOT MET" } ?? "",
        ]
    }
}

/// `text` in lines of at most 100 characters, each indented.
private func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines = [margin]
    for word in text.split(separator: " ") {
        let line = lines[lines.count - 1]
        if line.count + 1 + word.count > 100 {
            lines.append(margin + word)
        } else {
            lines[lines.count - 1] = line == margin ? margin + word : "\(line) \(word)"
        }
    }
    return lines.joined(separator: "\n")
}

extension String {
    /// The text with its first characters replaced.
    fileprivate func replacingPrefix(with text: String) -> String { text + dropFirst(text.count) }

    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
