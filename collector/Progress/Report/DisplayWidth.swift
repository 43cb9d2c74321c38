/// How many columns of a terminal `text` takes: none for combining marks (decomposed Vietnamese has many) and format
/// characters, two for wide East Asian ones.
func displayWidth(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: width
        default: width + (isWide(scalar) ? 2 : 1)
        }
    }
}

/// Ranges of UAX #11 whose characters are wide.
private func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        true
    default: false
    }
}

/// `text` in lines of at most `width` columns, broken at spaces; a longer word is broken within.
func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
        var rest = word[...]
        if !line.isEmpty, displayWidth(line) + 1 + displayWidth(rest) <= width {
            line += " " + rest
            continue
        }
        if !line.isEmpty { lines.append(line) }
        line = ""
        while displayWidth(rest) > width {
            var piece = rest.prefix(1)
            while displayWidth(rest.prefix(piece.count + 1)) <= width { piece = rest.prefix(piece.count + 1) }
            lines.append(String(piece))
            rest = rest.dropFirst(piece.count)
        }
        line = String(rest)
    }
    return line.isEmpty ? lines : lines + [line]
}
