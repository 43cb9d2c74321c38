/// The encodings in which spreadsheets save CSV files in Việt Nam.
///
/// A byte order mark says which. Without one, what is UTF-8 is UTF-8; what is not, and has no trace of it, is
/// Windows-1258, as Excel's “CSV” is on a Vietnamese Windows.
enum TextEncoding {
    /// Why bytes are no text, and the line where it shows.
    struct Malformed: Error, Hashable {
        var line: Int
        var reason: Wording
    }

    /// `bytes` as UTF-8 without a byte order mark.
    static func utf8(of bytes: [UInt8]) throws(Malformed) -> [UInt8] {
        guard !workbooks.contains(where: { bytes.starts(with: $0) }) else {
            throw Malformed(
                line: 1,
                reason: Wording(
                    "this is a workbook (.xlsx, .xls, .ods) and no CSV file; in Excel choose Save as… “CSV UTF-8”",
                    "đây là tệp bảng tính (.xlsx, .xls, .ods), không phải tệp CSV; trong Excel hãy chọn Lưu thành… “CSV "
                        + "UTF-8”"))
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return try fromUTF16(bytes, low: 0) }
        if bytes.starts(with: [0xFE, 0xFF]) { return try fromUTF16(bytes, low: 1) }
        let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let content = isMarked ? Array(bytes.dropFirst(3)) : bytes
        guard let line = lineOfInvalidUTF8(content) else { return content }
        guard !isMarked, !isDamagedUTF8(content) else {
            throw Malformed(
                line: line,
                reason: Wording(
                    "the text is not UTF-8; save the file as UTF-8 (in Excel: “CSV UTF-8”)",
                    "nội dung không phải UTF-8; hãy lưu tệp dạng UTF-8 (trong Excel: “CSV UTF-8”)"))
        }
        return try Windows1258.utf8(of: content)
    }

    /// How workbooks begin: archives (.xlsx, .ods), and compound documents (.xls).
    private static let workbooks: [[UInt8]] = [
        [0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
    ]

    private static func fromUTF16(_ bytes: [UInt8], low: Int) throws(Malformed) -> [UInt8] {
        var line = 1
        func refuse() -> Malformed {
            Malformed(
                line: line,
                reason: Wording(
                    "the text is damaged UTF-16; save the file as UTF-8 (in Excel: “CSV UTF-8”)",
                    "nội dung UTF-16 bị hỏng; hãy lưu tệp dạng UTF-8 (trong Excel: “CSV UTF-8”)"))
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var high: UInt16?
        for place in stride(from: 2, to: bytes.count - 1, by: 2) {
            let unit = UInt16(bytes[place + 1 - low]) << 8 | UInt16(bytes[place + low])
            let isLow = UTF16.isTrailSurrogate(unit)
            guard isLow == (high != nil) else { throw refuse() }
            if UTF16.isLeadSurrogate(unit) {
                high = unit
                continue
            }
            let value = high.map { 0x10000 + UInt32($0 - 0xD800) << 10 + UInt32(unit - 0xDC00) } ?? UInt32(unit)
            high = nil
            guard let scalar = Unicode.Scalar(value) else { throw refuse() }
            result += UTF8.encode(scalar)!
            if unit == 0x0A { line += 1 }
        }
        guard high == nil, bytes.count.isMultiple(of: 2) else { throw refuse() }
        return result
    }

    /// The line on which `bytes` first are not UTF-8, or nil where they are.
    private static func lineOfInvalidUTF8(_ bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        // A line feed is never part of a longer sequence, so each line can be looked at by itself.
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }

    /// Whether the bytes are UTF-8 that was damaged, and must not be read as something else: at least as many letters are
    /// right as are wrong. In Windows-1258 such pairs are a letter and a sign (`Ô”`), and rare beside other letters.
    private static func isDamagedUTF8(_ bytes: [UInt8]) -> Bool {
        var (right, wrong) = (0, 0)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars where !scalar.isASCII {
            if scalar == "\u{FFFD}" { wrong += 1 } else { right += 1 }
        }
        return right > 0 && right >= wrong
    }
}
