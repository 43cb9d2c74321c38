import Dossiers
import Foundation
import Registry
import TestSupport
import Testing

@testable import Progress

@Suite("Files as spreadsheets save them")
struct SpreadsheetFileTests {
    private func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: Bundle.module.url(forResource: "Files/\(name)", withExtension: "csv")!))
    }

    /// What every file holds, composed.
    private let names = [
        "Bộ phận Một cửa Phường Mỹ Xuyên", "Xã Nguyễn Huệ; ấp Đường Đức", "ĐẶNG THỊ HƯỜNG, Ấp Ỷ Tịnh “Ô Rô”",
    ]

    @Test(
        "UTF-8, UTF-16 and Windows-1258, with commas, semicolons and tabs: the same offices, letter by letter",
        arguments: [
            "utf8-comma", "windows1258-semicolon", "windows1258-comma", "utf16le-tab", "excel-utf8",
            "excel-unicode-text", "utf16be", "excel-windows1258",
        ])
    func encodings(_ file: String) async throws {
        let table = try SiteTable(try bytes(file), file: file)
        #expect(table.entries.map { Array($0.site.name.utf8) } == names.map { Array($0.utf8) })
        #expect(table.entries.map(\.site.statisticalCode) == ["31501", "31502", "31503"])
        #expect(table.entries.map(\.line) == [2, 3, 4])
    }

    @Test("Every letter with a tone that Windows-1258 can write is composed")
    func tones() throws {
        // Vowels of the code page, and the bytes of the tones.
        let vowels: [(UInt8, String)] = [
            (0x61, "a"), (0xE3, "ă"), (0xE2, "â"), (0x65, "e"), (0xEA, "ê"), (0x69, "i"), (0x6F, "o"), (0xF4, "ô"),
            (0xF5, "ơ"), (0x75, "u"), (0xFD, "ư"), (0x79, "y"), (0xC3, "Ă"), (0xD5, "Ơ"), (0xDD, "Ư"), (0xCA, "Ê"),
        ]
        let tones: [(UInt8, String)] = [
            (0xCC, "\u{300}"), (0xD2, "\u{309}"), (0xDE, "\u{303}"), (0xEC, "\u{301}"), (0xF2, "\u{323}"),
        ]
        for (vowel, base) in vowels {
            for (tone, mark) in tones {
                let read = try Windows1258.utf8(of: [vowel, tone])
                #expect(read == Array((base + mark).precomposedStringWithCanonicalMapping.utf8), "\(base)\(mark)")
                #expect(String(decoding: read, as: UTF8.self).unicodeScalars.count == 1)
            }
        }
    }

    @Test("A tone makes one letter with the one before it, or the text is refused, whatever byte that is")
    func strayTones() {
        for byte in UInt8.min...UInt8.max {
            for tone in [0xCC, 0xD2, 0xDE, 0xEC, 0xF2] as [UInt8] {
                guard let read = try? Windows1258.utf8(of: [byte, tone]) else { continue }
                #expect(byte >= UInt8(ascii: "A"), "a line end, a digit or a sign with a tone: \(byte)")
                #expect(String(decoding: read, as: UTF8.self).unicodeScalars.count == 1, "\(byte) \(tone)")
            }
        }
    }

    @Test("A file that is no table, such as a picture or a workbook, is refused and ends nothing", arguments: 1...100)
    func noTable(seed: Int) {
        var random = Seeded(UInt64(seed))
        // Bytes of any kind, and those of few kinds, in which each pair occurs.
        let few: [UInt8] = [0x0A, 0x0D, 0x00, 0x2C, 0x22, 0xCC, 0xF2, 0xE1, 0x61]
        let kinds = seed.isMultiple(of: 2) ? Array(UInt8.min...UInt8.max) : few
        let bytes = (0..<3000).map { _ in kinds.randomElement(using: &random)! }
        #expect(throws: ImportFailure.self) { try SiteTable(bytes, file: "f.csv") }
        #expect(throws: ImportFailure.self) { try BaselineTable(bytes, file: "f.csv") }
        #expect(throws: ImportFailure.self) { try TargetTable(bytes, file: "f.csv") }
    }

    @Test(
        "Thousands are told from fractions by the file, and where it does not tell the number is refused",
        arguments: [
            (["814602"], [814_602]), (["1.234.567", "814.602", "12"], [1_234_567, 814_602, 12]),
            (["1,234,567", "814,602"], [1_234_567, 814_602]), (["814.602"], nil), (["814,602", "12345"], nil),
            (["1.234.567", "814,602"], nil), (["1.234.567", "1,234,567"], nil), (["1.234.567", "12.5"], nil),
            (["1.234.567", "0.123"], nil), (["1.234.567", "1.23.456"], nil), (["1.2345"], nil), (["1 234 567"], nil),
            (["1.234.567,00"], nil), (["1.234.567.890"], nil),
        ] as [([String], [Int]?)])
    func numbers(_ words: [String], _ counts: [Int]?) throws {
        let rows = words.enumerated().map { "R1;level:commune;20\(21 + $0.offset);\($0.element);x" }
        let text = (["indicator;scope;period;denominator;source"] + rows).joined(separator: "\n")
        do {
            let table = try BaselineTable(Array(text.utf8), file: "f.csv")
            #expect(table.entries.map(\.baseline.denominator) == counts)
        } catch {
            #expect(counts == nil, "\(error)")
            #expect(error.problems.allSatisfy { $0.column == "denominator" })
        }
    }

    @Test("What cannot be decided says so, and the numerators tell for the denominators")
    func ambiguousNumber() throws {
        let header = "indicator;scope;period;denominator;numerator;source\n"
        let failure = try #require(throws: ImportFailure.self) {
            try BaselineTable(Array((header + "R1;level:commune;2021;814.602;5;x").utf8), file: "f.csv")
        }
        #expect(failure.description.contains("line 2, column denominator: “814.602” may be 814602 or a fraction"))
        let table = try BaselineTable(
            Array((header + "R1;level:commune;2021;814.602;5;x\nR1;level:district;2021;9;1.000.000;x").utf8),
            file: "f.csv")
        #expect(table.entries.map(\.baseline.denominator) == [814_602, 9])
    }

    @Test(
        "Days with the day first, as in Việt Nam, or ISO",
        arguments: [
            ("2025-07-01", "2025-07-01"), ("01/07/2025", "2025-07-01"), ("1/7/2025", "2025-07-01"),
            ("31/1/2025", "2025-01-31"), ("7/31/2025", nil), ("31/02/2025", nil), ("1/7/25", nil), ("1-7-2025", nil),
            ("/7/2025", nil), ("٣/7/2025", nil), ("2025-7-1", nil),
        ] as [(String, String?)])
    func days(_ word: String, _ day: String?) {
        #expect(RowReader.day(word)?.description == day)
    }

    @Test("A text that looks like a formula goes out as a text and comes back as it was")
    func formulas() throws {
        var random = Seeded(7)
        let pieces = ["'", "=", "+", "-", "@", "a", "ồ", ";", "\"", " ", "1"]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 1...6, using: &random)).map { _ in pieces.randomElement(using: &random)! }
                .joined()
            let written = CSVField.written(text)
            let field = try CSVReader.records(of: Array("a;b\n\(written);x\n".utf8), limit: 9)[1].fields[0]
            #expect(field.unicodeScalars.first.map { !"=+-@".unicodeScalars.contains($0) } ?? true, "\(written)")
            #expect(CSVField.read(field) == text)
        }
    }

    @Test("A million rows are refused at once, with the number that is accepted")
    func million() throws {
        for (row, reason) in [("1,2\n", "more than 50000 rows"), ("R1,st-31498,2021,814602,x\n", "over 8 MB")] {
            var bytes = Array("a,b\n".utf8)
            for _ in 0..<1_000_000 { bytes += row.utf8 }
            let failure = try #require(throws: ImportFailure.self) { try CSVTable(bytes, file: "f.csv") }
            #expect(failure.description.contains(reason))
            #expect(failure.description.contains("50000 rows"))
        }
    }
}
