/// A form with a file (`multipart/form-data`, RFC 7578; RFC 2046, 5.1), read from a body that is wholly there.
///
/// The body's length is bounded by whoever collects it; what is in it is bounded here. Nothing is guessed: a body that
/// breaks off before its last delimiter is no form, so that half a file is never taken for a whole one.
struct MultipartForm: Sendable {
    /// The fields that are no files.
    let fields: FormFields
    /// The file, where one was chosen.
    let file: FormFile?

    /// The most parts, and the most bytes of a part's header and of a field that is no file.
    private static let (mostParts, longestHeader, longestField) = (50, 4096, 16_384)

    /// Nil when `body` is no form between delimiters of `boundary`, or has two files.
    init?(_ body: [UInt8], boundary: [UInt8]) {
        let delimiter = Array("\r\n--".utf8) + boundary
        var pairs: [(name: String, value: String)] = []
        var file: FormFile?
        var parts = 0
        // What is before the first delimiter means nothing; that one may stand at the very beginning.
        let opening = delimiter.dropFirst(2)
        guard
            var place = body.starts(with: opening)
                ? opening.count : Self.find(delimiter, in: body, from: 0).map({ $0 + delimiter.count })
        else { return nil }
        while true {
            if body[place...].starts(with: "--".utf8) { break }
            guard let start = Self.lineEnd(in: body, from: place), parts < Self.mostParts,
                let header = PartHeader(body, from: start, longest: Self.longestHeader),
                // A part that is empty has its delimiter right behind its header.
                let end = Self.find(delimiter, in: body, from: header.end - 2)
            else { return nil }
            parts += 1
            let content = end < header.end ? [] : body[header.end..<end]
            place = end + delimiter.count
            if let name = header.fileName {
                // Browsers send a part without name and content where no file was chosen.
                if name.isEmpty, content.isEmpty { continue }
                guard file == nil else { return nil }
                file = FormFile(field: header.name, name: FormFile.plainName(name), bytes: Array(content))
            } else {
                guard content.count <= Self.longestField, let value = String(validating: content, as: UTF8.self) else {
                    return nil
                }
                pairs.append((header.name, value))
            }
        }
        (fields, self.file) = (FormFields(pairs: pairs), file)
    }

    /// The boundary that a `Content-Type` names: 1 to 70 characters, quoted or not; nil for another type.
    static func boundary(of contentType: String) -> [UInt8]? {
        var parts = PartHeader.parameters(of: contentType)
        guard parts.value.lowercased() == "multipart/form-data", let text = parts.removeFirst("boundary") else {
            return nil
        }
        let bytes = Array(text.utf8)
        guard (1...70).contains(bytes.count), bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            return nil
        }
        return bytes
    }

    /// Where the line that a delimiter stands on ends; nil where there is more on it than spaces.
    private static func lineEnd(in body: [UInt8], from start: Int) -> Int? {
        var place = start
        while place < body.count, body[place] == 0x20 || body[place] == 0x09 { place += 1 }
        return body[place...].starts(with: "\r\n".utf8) ? place + 2 : nil
    }

    /// Where `pattern`, which begins with a carriage return and has no other one, is found first.
    private static func find(_ pattern: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        var place = start
        while let next = body[place...].firstIndex(of: pattern[0]) {
            if body[next...].starts(with: pattern) { return next }
            place = next + 1
        }
        return nil
    }
}

/// A file that came with a form.
struct FormFile: Sendable {
    /// The field's name.
    let field: String
    /// What the browser calls it: without folders and control characters, at most 100 characters.
    let name: String
    let bytes: [UInt8]

    static func plainName(_ text: String) -> String {
        let last = text.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? []
        let kept = last.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: true
            }
        }
        let name = String(String.UnicodeScalarView(kept.suffix(100)))
        return name.isEmpty ? "?" : name
    }
}

/// The header of a part: whose value it has, and from where on.
private struct PartHeader {
    let name: String
    /// Nil where the part is no file.
    let fileName: String?
    /// Where the content begins.
    let end: Int

    /// Nil when the header is too long, does not end, or names no field.
    init?(_ body: [UInt8], from start: Int, longest: Int) {
        var place = start
        var disposition: String?
        while true {
            let rest = body[place..<min(body.count, start + longest)]
            guard let end = rest.firstIndex(of: 0x0D), end + 1 < body.count, body[end + 1] == 0x0A else { return nil }
            let line = body[place..<end]
            place = end + 2
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                let text = String(validating: line[(colon + 1)...], as: UTF8.self)
            else { return nil }
            if String(decoding: line[..<colon], as: UTF8.self).lowercased() == "content-disposition" {
                guard disposition == nil else { return nil }
                disposition = text
            }
        }
        guard let disposition else { return nil }
        var parts = Self.parameters(of: disposition)
        guard parts.value.lowercased() == "form-data", let name = parts.removeFirst("name") else { return nil }
        (self.name, fileName, end) = (name, parts.removeFirst("filename"), place)
    }

    /// A field's value and its parameters, which may be quoted: `form-data; name="x"; filename="a;b.csv"`.
    static func parameters(of text: String) -> Parameters {
        var sections: [[UInt8]] = [[]]
        var (isQuoted, isEscaped) = (false, false)
        for byte in text.utf8 {
            if isEscaped {
                isEscaped = false
                // Only a quotation mark is escaped: old browsers send whole paths, whose backslashes stand for themselves.
                if byte != UInt8(ascii: "\"") { sections[sections.count - 1].append(UInt8(ascii: "\\")) }
                sections[sections.count - 1].append(byte)
            } else if byte == UInt8(ascii: "\\"), isQuoted {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: ";"), !isQuoted {
                sections.append([])
            } else {
                sections[sections.count - 1].append(byte)
            }
        }
        let texts = sections.map { trimmed($0) }
        let pairs = texts.dropFirst().compactMap { section -> (String, String)? in
            guard let equals = section.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(decoding: trimmed(section[..<equals]), as: UTF8.self).lowercased()
            return (name, unescaped(String(decoding: section[(equals + 1)...], as: UTF8.self)))
        }
        return Parameters(value: String(decoding: texts[0], as: UTF8.self), pairs: pairs)
    }

    struct Parameters {
        let value: String
        var pairs: [(name: String, value: String)]

        mutating func removeFirst(_ name: String) -> String? {
            pairs.firstIndex { $0.name == name }.map { pairs.remove(at: $0).value }
        }
    }

    /// Browsers and curl write these three, and only these, as percent signs (HTML Standard, 4.10.21.8).
    private static func unescaped(_ text: String) -> String {
        guard text.contains("%") else { return text }
        return [("%22", "\""), ("%0D", "\r"), ("%0A", "\n")].reduce(text) {
            $0.split(
                separator: $1.0, omittingEmptySubsequences: false
            ).joined(separator: $1.1)
        }
    }

    private static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let head = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        return head.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    }
}
