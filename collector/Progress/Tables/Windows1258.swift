/// Windows-1258, the code page of Vietnamese Windows.
///
/// It has the vowels and, apart from them, five tone marks behind the vowel that they stand on. What is read is composed
/// (NFC), as everything that is typed in Việt Nam today.
enum Windows1258 {
    /// `bytes` as UTF-8.
    static func utf8(of bytes: [UInt8]) throws(TextEncoding.Malformed) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        var line = 1
        // The last letter is held back: a tone mark may follow it.
        var held: Unicode.Scalar?
        for byte in bytes {
            guard let scalar = scalars[Int(byte)] else { throw refusal(line) }
            if marks.contains(scalar) {
                // A mark without its vowel: the bytes are of another code page (TCVN3, VNI, VISCII).
                guard let base = held, let letter = composed["\(base)\(scalar)"] else {
                    throw refusal(line)
                }
                result.append(contentsOf: UTF8.encode(letter)!)
                held = nil
                continue
            }
            if let letter = held { result.append(contentsOf: UTF8.encode(letter)!) }
            held = scalar
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
        if let letter = held { result.append(contentsOf: UTF8.encode(letter)!) }
        return result
    }

    private static func refusal(_ line: Int) -> TextEncoding.Malformed {
        TextEncoding.Malformed(
            line: line,
            reason: Wording(
                "the text is neither UTF-8 nor Windows-1258; save the file as UTF-8 (in Excel: “CSV UTF-8”)",
                "nội dung không phải UTF-8 cũng không phải Windows-1258; hãy lưu tệp dạng UTF-8 (trong Excel: “CSV "
                    + "UTF-8”)"))
    }

    /// Grave, hook above, tilde, acute, dot below.
    private static let marks: Set<Unicode.Scalar> = ["\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]

    /// The letters with tones; a key is equal to each of its decompositions. It is no `Character`, for a mark behind a line
    /// end is none.
    private static let composed: [String: Unicode.Scalar] = {
        let letters = [UInt32](0xC0...0x233) + [UInt32](0x1EA0...0x1EF9)
        return Dictionary(uniqueKeysWithValues: letters.compactMap(Unicode.Scalar.init).map { (String($0), $0) })
    }()

    /// What each byte is; nil where the code page has nothing.
    private static let scalars: [Unicode.Scalar?] = {
        var table = (UInt8.min...UInt8.max).map { Optional(Unicode.Scalar($0)) }
        let upper: [UInt16] = [
            0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0, 0x2039, 0x0152, 0, 0, 0,
            0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0, 0x203A, 0x0153, 0, 0, 0x0178,
        ]
        for (offset, value) in upper.enumerated() { table[0x80 + offset] = value == 0 ? nil : Unicode.Scalar(value) }
        let others: [Int: Unicode.Scalar] = [
            0xC3: "Ă", 0xCC: "\u{300}", 0xD0: "Đ", 0xD2: "\u{309}", 0xD5: "Ơ", 0xDD: "Ư", 0xDE: "\u{303}", 0xE3: "ă",
            0xEC: "\u{301}", 0xF0: "đ", 0xF2: "\u{323}", 0xF5: "ơ", 0xFD: "ư", 0xFE: "₫",
        ]
        for (byte, scalar) in others { table[byte] = scalar }
        return table
    }()
}
