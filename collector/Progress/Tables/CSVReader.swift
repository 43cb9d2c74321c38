/// A record of a CSV file.
struct CSVRecord: Hashable, Sendable {
    /// The line of the file on which it begins, from 1.
    var line: Int
    var fields: [String]

    /// The record with the fields from the last of `count` on joined into one, as they stand in the file.
    func joiningBeyond(_ count: Int, with separator: UInt8) -> CSVRecord {
        guard count > 0, fields.count > count else { return self }
        let last = fields[(count - 1)...].joined(separator: String(UnicodeScalar(separator)))
        return CSVRecord(line: line, fields: fields.prefix(count - 1) + [last])
    }
}

/// Reads CSV as RFC 4180 has it, with a comma, a semicolon or a tab between fields, and knows on which line it is.
///
/// It works on bytes: a reader of characters takes a comma followed by a combining mark for one character and joins two
/// fields, takes the Greek question mark for a semicolon, and ends lines at separators that no editor counts. What
/// stands between the separators is kept byte by byte, so names stay as they were received, composed or decomposed.
struct CSVReader {
    /// Why the text cannot be taken apart, and the line where it shows.
    struct Malformed: Error, Hashable {
        var line: Int
        var reason: Wording
    }

    private let bytes: [UInt8]
    private let separator: UInt8
    private var place = 0
    private var line = 1

    /// - Parameter bytes: UTF-8 without a byte order mark.
    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        (separator, place) = Self.form(of: bytes)
        if place > 0 { line = 2 }
    }

    /// The records of `bytes` in order; lines with nothing on them are left out.
    ///
    /// - Parameter limit: the most records accepted beside the first, which names the columns.
    static func records(of bytes: [UInt8], limit: Int) throws(Malformed) -> [CSVRecord] {
        var reader = CSVReader(bytes)
        var records: [CSVRecord] = []
        while let record = try reader.next() {
            // Spreadsheets write rows that were emptied as separators only.
            if record.fields.allSatisfy(\.isEmpty) { continue }
            if records.count > limit {
                throw Malformed(
                    line: record.line,
                    reason: Wording(
                        "the file has more than \(limit) rows; split it",
                        "tệp có hơn \(limit) dòng; hãy chia thành nhiều tệp"))
            }
            records.append(record)
        }
        return records
    }

    private mutating func next() throws(Malformed) -> CSVRecord? {
        guard place < bytes.count else { return nil }
        var record = CSVRecord(line: line, fields: [])
        while true {
            record.fields.append(try field())
            guard place < bytes.count else { return record }
            if bytes[place] == separator {
                place += 1
            } else {
                endLine()
                return record
            }
        }
    }

    /// The field at the place, which is left at a separator, a line end, or the end of the text.
    private mutating func field() throws(Malformed) -> String {
        if place < bytes.count, bytes[place] == quote { return try quotedField() }
        let start = place
        while place < bytes.count, bytes[place] != separator, !isLineEnd(bytes[place]) {
            if bytes[place] == quote {
                throw Malformed(
                    line: line,
                    reason: Wording(
                        "a quotation mark in the middle of a field; put the field in quotes and double it",
                        "có dấu ngoặc kép ở giữa ô; hãy đặt cả ô trong ngoặc kép và viết dấu đó hai lần"))
            }
            place += 1
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func quotedField() throws(Malformed) -> String {
        let start = line
        var content: [UInt8] = []
        place += 1
        while place < bytes.count {
            if bytes[place] == quote {
                place += 1
                guard place < bytes.count, bytes[place] == quote else {
                    if place < bytes.count, bytes[place] != separator, !isLineEnd(bytes[place]) {
                        throw Malformed(
                            line: line,
                            reason: Wording(
                                "text after the closing quotation mark of a field",
                                "còn chữ sau dấu ngoặc kép đóng của một ô"))
                    }
                    return String(decoding: content, as: UTF8.self)
                }
                content.append(quote)
                place += 1
            } else if isLineEnd(bytes[place]) {
                let before = place
                endLine()
                content.append(contentsOf: bytes[before..<place])
            } else {
                content.append(bytes[place])
                place += 1
            }
        }
        throw Malformed(
            line: start,
            reason: Wording(
                "a quotation mark opens a field that is never closed",
                "dấu ngoặc kép mở một ô mà không có dấu đóng"))
    }

    /// Steps over one line end: LF, CR LF, or CR.
    private mutating func endLine() {
        let isCarriageReturn = bytes[place] == UInt8(ascii: "\r")
        place += 1
        if isCarriageReturn, place < bytes.count, bytes[place] == UInt8(ascii: "\n") { place += 1 }
        line += 1
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    private var quote: UInt8 { UInt8(ascii: "\"") }

    /// What stands between the fields, and where the names of the columns begin.
    ///
    /// Excel writes, and obeys, a first line `sep=;`. Without one it is what stands between the names of the columns: a
    /// tab where there is one (“Unicode text”), else a semicolon, else a comma.
    static func form(of bytes: [UInt8]) -> (separator: UInt8, start: Int) {
        let head = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let candidates = "\t;,".utf8
        if head.count == 5, head.starts(with: "sep=".utf8), let last = head.last, candidates.contains(last) {
            let rest = bytes.dropFirst(5)
            return (last, 5 + (rest.starts(with: "\r\n".utf8) ? 2 : min(rest.count, 1)))
        }
        return (candidates.first { head.contains($0) } ?? UInt8(ascii: ","), 0)
    }
}
