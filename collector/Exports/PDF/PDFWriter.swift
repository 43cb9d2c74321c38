/// The frame of a PDF file (ISO 32000-1): numbered objects one after another, and the table that finds them.
///
/// Bytes go out as they are made; only the objects' offsets are kept.
struct PDFWriter {
    private let sink: ([UInt8]) throws -> Void
    private var position = 0
    /// Where each object begins, by its number less 1; nil until it is written.
    private var offsets: [Int?]

    /// - Parameter objects: how many there will be; they have the numbers from 1.
    init(objects: Int, sink: @escaping ([UInt8]) throws -> Void) throws {
        self.sink = sink
        offsets = Array(repeating: nil, count: objects)
        // The second line tells programs that move files that this is no text (ISO 19005-2, 6.1.2).
        try write(Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A])
    }

    /// Writes the object `number`.
    mutating func object(_ number: Int, _ value: String) throws {
        offsets[number - 1] = position
        try write(Array("\(number) 0 obj\n\(value)\nendobj\n".utf8))
    }

    /// Writes a stream as the object `number`.
    ///
    /// - Parameters:
    ///   - entries: of its dictionary, beside the length.
    ///   - length: in bytes.
    ///   - content: gives the bytes to the function that it gets.
    mutating func stream(
        _ number: Int, _ entries: String, length: Int, _ content: (([UInt8]) throws -> Void) throws -> Void
    ) throws {
        offsets[number - 1] = position
        try write(Array("\(number) 0 obj\n<< \(entries) /Length \(length) >>\nstream\n".utf8))
        let start = position
        var written = 0
        let sink = sink
        try content { bytes in
            try sink(bytes)
            written += bytes.count
        }
        position = start + written
        precondition(written == length, "a stream of another length than announced")
        try write(Array("\nendstream\nendobj\n".utf8))
    }

    mutating func stream(_ number: Int, _ entries: String, _ bytes: [UInt8]) throws {
        try stream(number, entries, length: bytes.count) { try $0(bytes) }
    }

    /// Writes the table and the trailer.
    ///
    /// - Parameter identity: 32 hexadecimal digits.
    mutating func finish(root: Int, info: Int, identity: String) throws {
        let table = position
        var text = "xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            guard let offset else { preconditionFailure("an object was not written") }
            let digits = String(offset)
            text += String(repeating: "0", count: 10 - digits.utf8.count) + digits + " 00000 n \n"
        }
        text += """
            trailer
            << /Size \(offsets.count + 1) /Root \(root) 0 R /Info \(info) 0 R /ID [<\(identity)> <\(identity)>] >>
            startxref
            \(table)
            %%EOF

            """
        try write(Array(text.utf8))
    }

    private mutating func write(_ bytes: [UInt8]) throws {
        try sink(bytes)
        position += bytes.count
    }
}

/// Values in a PDF.
enum PDFText {
    /// A text string in UTF-16 (ISO 32000-1, 7.9.2.2).
    static func string(_ text: String) -> String {
        "<FEFF"
            + text.utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: true)
                return String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }.joined() + ">"
    }

    /// A number of points with two decimals at most.
    static func points(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return rest == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
