import TestSupport
import Testing

@testable import Progress

@Suite("Reading CSV files")
struct CSVTests {
    private func table(_ text: String) throws -> CSVTable { try CSVTable(Array(text.utf8), file: "f.csv") }

    @Test(
        "Commas or semicolons, any line end, with or without a byte order mark: the table is the same",
        arguments: [
            "a,b\n1,2\n3,4\n", "a;b\n1;2\n3;4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
            "\u{FEFF}a;b\r\n1;2\r\n3;4\r\n",
            "\u{FEFF}A , b\n1,2\n\n3,4\n\n\n", "a\tb\r\n1\t2\r\n3\t4\r\n", "sep=;\r\na;b\r\n1;2\r\n3;4\r\n",
            "sep=,\na,b\n1,2\n3,4", "a,b\n\"1\",\"2\"\n\"3\",4\n,\n", "a;b\n1;2\n;\n3;4\n",
        ])
    func forms(_ text: String) throws {
        let table = try table(text)
        #expect(table.columns == ["a", "b"])
        #expect(table.rows.map(\.fields) == [["1", "2"], ["3", "4"]])
    }

    @Test(
        "A quoted field may hold separators, doubled quotation marks and line ends, and later lines keep their numbers")
    func quotedFields() throws {
        let records = try CSVReader.records(
            of: Array("a,b\r\n\"x, \"\"y\"\"\r\nz\",1\r\n\"\r\r\n\n\",2\r\n3,4".utf8), limit: 10)
        #expect(records.map(\.line) == [1, 2, 4, 8])
        #expect(records[1].fields == ["x, \"y\"\r\nz", "1"])
        #expect(records[3].fields == ["3", "4"])
    }

    @Test("An empty last field counts, with and without a line end behind it", arguments: ["a,b\n1,", "a,b\n1,\n"])
    func emptyLastField(_ text: String) throws {
        #expect(try table(text).rows.map(\.fields) == [["1", ""]])
    }

    @Test(
        "A combining mark at the beginning of a field does not swallow the comma, and the Greek question mark is none")
    func separatorsAreBytes() throws {
        let fields = try table("a,b\nx,\u{301}y\n").rows[0].fields
        #expect(fields.map { Array($0.unicodeScalars) } == [["x"], ["\u{301}", "y"]])
        #expect(try table("a;b\nx\u{37E}y;z\n").rows[0].fields.count == 2)
    }

    @Test("Names stay as they are received, composed or decomposed, byte by byte")
    func normalisationIsKept() throws {
        for name in ["hồ sơ", "h\u{6F}\u{302}\u{300} s\u{6F}\u{31B}"] {
            #expect(Array(try table("a,b\n\(name),1\n").rows[0].fields[0].utf8) == Array(name.utf8))
        }
    }

    @Test(
        "What cannot be taken apart is refused with the line where it shows",
        arguments: [
            ("a,b\n1,\"x\n2,y\n", 2, "never closed"), ("a,b\n1,2\n3,x\"y\n", 3, "quotation mark in the middle"),
            ("a,b\n\"1\"x,2\n", 2, "after the closing"), ("a,b\n\"1\n2\"x,3\n", 3, "after the closing"),
            ("a,a\n1,2\n", 1, "there twice"),
        ])
    func malformed(_ text: String, _ line: Int, _ reason: String) throws {
        let failure = try #require(throws: ImportFailure.self) { try table(text) }
        #expect(failure.problems.first?.line == line)
        #expect(failure.description.hasPrefix("f.csv, line \(line): "))
        #expect(failure.description.contains(reason))
    }

    @Test("Rows of another width and control characters are told with line and column, all at once")
    func unfitRows() throws {
        let failure = try #require(throws: ImportFailure.self) {
            try table("a,b\n1\n1,2,3\nx\ty,2\n1,\"a\nb\"\n1,\u{85}\n1,\(String(repeating: "x", count: 201))\n")
        }
        #expect(failure.problems.map(\.line) == [2, 3, 4, 5, 7, 8])
        #expect(failure.problems.map(\.column) == [nil, nil, "a", "b", "b", "b"])
        #expect(failure.description.hasSuffix("Nothing was imported. Mend the file and import it again."))
    }

    @Test("At most 20 problems are told, and how many more there are")
    func manyProblems() throws {
        let failure = try #require(throws: ImportFailure.self) {
            try table("a,b\n" + String(repeating: "1\n", count: 25))
        }
        #expect(failure.problems.count == 25)
        #expect(failure.description.split(separator: "\n").count == 22)
        #expect(failure.description.contains("… and 5 more"))
    }

    @Test("A file in another encoding is refused with what to do")
    func encodings() throws {
        // UTF-16 with half a character, half a pair, a pair the wrong way round; of UTF-8 with a letter cut in two; tone
        // marks without a vowel, as other code pages of Việt Nam look; a byte that the code page has nothing for.
        let damaged: [([UInt8], Int, String)] = [
            ([0xFF, 0xFE, 0x61, 0, 0x62], 1, "UTF-16"), ([0xFE, 0xFF, 0, 0x61, 0, 0x0A, 0xD8, 0x3D], 2, "UTF-16"),
            ([0xFF, 0xFE, 0x61, 0, 0x0A, 0, 0x00, 0xDC, 0x3D, 0xD8], 2, "UTF-16"),
            (Array("a,b\nHồ,2\n".utf8) + [0xE1, 0xBB, 0x2C, 0x31, 0x0A], 3, "is not UTF-8"),
            ([0xEF, 0xBB, 0xBF, 0x61, 0x0A, 0xE9, 0x0A], 2, "is not UTF-8"),
            (Array("a,b\n1,2\n".utf8) + [0x71, 0xF2, 0x2C, 0x31, 0x0A], 3, "Windows-1258"),
            (Array("a,b\n1,".utf8) + [0x8A, 0x0A], 2, "Windows-1258"),
            (Array("PK".utf8) + [0x03, 0x04, 0x0A, 0xF2], 1, "workbook"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0x00], 1, "workbook"),
        ]
        for (bytes, line, reason) in damaged {
            let failure = try #require(throws: ImportFailure.self) { try CSVTable(bytes, file: "f.csv") }
            #expect(failure.problems.map(\.line) == [line], "\(bytes)")
            #expect(failure.description.contains(reason))
        }
    }

    @Test(
        "An empty file, and one of a byte order mark alone, are refused", arguments: ["", "\u{FEFF}", "\n\n", ",,\n"])
    func empty(_ text: String) throws {
        let failure = try #require(throws: ImportFailure.self) { try table(text) }
        #expect(failure.description.contains("is empty"))
    }

    @Test("Columns that are missing or unknown are named")
    func columns() throws {
        let table = try table("a,x\n1,2\n")
        let failure = try #require(throws: ImportFailure.self) { try table.require(["a", "b"], optional: ["c"]) }
        #expect(failure.description.contains("line 1: the column “b” is missing"))
        #expect(failure.description.contains("line 1: the column “x” is unknown; the columns are a, b, c"))
        #expect(throws: ImportFailure.self) { try self.table("a,b\n").require(["a", "b"]) }
    }

    @Test("Files up to the limits are read, and over them refused")
    func limits() throws {
        let rows = String(repeating: "1,2\n", count: ImportLimit.rows)
        #expect(try table("a,b\n" + rows).rows.count == 50_000)
        let tooMany = try #require(throws: ImportFailure.self) { try table("a,b\n" + rows + "1,2\n") }
        #expect(tooMany.problems.map(\.line) == [50_002])
        #expect(tooMany.description.contains("more than 50000 rows"))

        let wide = (1...64).map { "c\($0)" }.joined(separator: ",")
        #expect(try table(wide + "\n").columns.count == 64)
        #expect(throws: ImportFailure.self) { try table(wide + ",c65\n") }

        let full = Array("a\n1\n".utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: ImportLimit.bytes - 4)
        #expect(try CSVTable(full, file: "f.csv").rows.count == 1)
        let tooLong = try #require(throws: ImportFailure.self) { try CSVTable(full + [10], file: "f.csv") }
        #expect(tooLong.description.contains("over 8 MB"))
    }

    @Test("Any table that is written is read back, with the lines on which its rows begin")
    func roundTrip() throws {
        var random = Seeded(4180)
        let pieces = ["x", "ồ", "o\u{302}\u{300}", "\"", ",", ";", " ", "\n", "\r\n", "\r", "\u{301}", "\u{2028}", "1"]
        for _ in 0..<300 {
            let separator = Bool.random(using: &random) ? "," : ";"
            let end = ["\n", "\r\n"].randomElement(using: &random)!
            var text = "a\(separator)b\(separator)c" + end
            var rows: [[String]] = []
            var lines: [Int] = []
            var line = 2
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let row = (0..<3).map { _ in
                    "."
                        + (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                        .joined()
                }
                lines.append(line)
                rows.append(row)
                let written = row.map { field in
                    "\""
                        + String(
                            String.UnicodeScalarView(field.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }))
                        + "\""
                }
                text += written.joined(separator: separator) + end
                line += 1 + row.reduce(0) { $0 + lineEnds($1) }
            }
            let records = try CSVReader.records(of: Array(text.utf8), limit: 100).dropFirst()
            #expect(records.map { $0.fields.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
            #expect(records.map(\.line) == lines)
        }
    }

    /// LF, CR LF and CR in `text`.
    private func lineEnds(_ text: String) -> Int {
        let bytes = Array(text.utf8)
        return bytes.indices.count { index in
            bytes[index] == 13 || (bytes[index] == 10 && (index == 0 || bytes[index - 1] != 13))
        }
    }
}
