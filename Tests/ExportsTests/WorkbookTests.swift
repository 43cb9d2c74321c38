import Dossiers
import Exchange
import Foundation
import Progress
import SystemPackage
import TestSupport
import Testing

@testable import Exports
@testable import Registry

@Suite("Reports in Excel", .timeLimit(.minutes(5)))
struct WorkbookTests {
    private struct Sheet: Decodable {
        let name: String
        let frozen: String?
        let repeated: String?
        let orientation: String
        let paper: String
        let footer: String
        let fitToWidth: Bool
        /// Type, value, number format, whether it wraps.
        let cells: [String: [String]]

        func value(_ cell: String) -> String? { cells[cell]?[1] }

        /// The row of the first cell of a column that has that text.
        func row(_ column: String, _ text: String) -> Int? {
            (1...200).first { value("\(column)\($0)") == text }
        }
    }

    private func read(_ file: FilePath) async throws -> [Sheet] {
        let result = try await Outsiders.run("read_workbook.py", file.string)
        try #require(result.exitCode == 0, "\(result.errors)")
        return try JSONDecoder().decode([Sheet].self, from: Data(result.output.utf8))
    }

    @Test(
        "The plan's table of 2020 comes out exactly, as numbers, under the official heading",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func tableOf2020() async throws {
        try await withCabinet { cabinet, folder in
            let file = folder.appending("bao-cao.xlsx")
            var published = try cabinet.published("2020")
            published.decimals = 1
            try ReportWorkbook(published, heading: heading).write(to: file)
            let sheets = try await read(file)
            #expect(
                sheets.map(\.name) == [
                    "Tổng hợp", "R1 theo đơn vị", "R2 theo đơn vị", "R3 theo đơn vị", "R4 theo đơn vị",
                    "R5 theo đơn vị", "R6 theo đơn vị", "Ghi chú, nguồn số liệu",
                ])
            for sheet in sheets {
                #expect(sheet.orientation == "landscape" && sheet.paper == "9" && sheet.fitToWidth)
                #expect(sheet.footer.contains("&P/&N"))
            }
            let summary = sheets[0]
            #expect((summary.frozen, summary.repeated) == ("A7", "$6:$6"))
            #expect(summary.value("G1") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
            #expect(summary.value("G2") == "Độc lập - Tự do - Hạnh phúc")
            #expect((summary.value("A1"), summary.value("A2")) == ("ỦY BAN NHÂN DÂN TỈNH SÓC TRĂNG", "VĂN PHÒNG"))
            #expect(summary.value("A3") == "Số: 15/BC-VP")
            #expect(summary.value("G3") == "Sóc Trăng, ngày 05 tháng 7 năm 2021")
            // Number and denominator as integers, the rate as the number that they make, shown with one decimal.
            let lines = [("cấp tỉnh", 38_340, 114_771), ("cấp huyện", 23_870, 81_822), ("cấp xã", 148_807, 541_244)]
            for (index, (level, numerator, denominator)) in lines.enumerated() {
                let row = 7 + index
                #expect(summary.value("B\(row)") == "R1")
                #expect(summary.value("D\(row)") == level)
                #expect(summary.cells["E\(row)"]?.prefix(3) == ["n", "\(numerator)", "#,##0"])
                #expect(summary.cells["F\(row)"]?.prefix(3) == ["n", "\(denominator)", "#,##0"])
                let rate = try #require(summary.cells["G\(row)"])
                #expect((rate[0], rate[2]) == ("n", "0.0%"))
                #expect(abs(Double(rate[1])! - Double(numerator) / Double(denominator)) < 1e-12)
            }
            let sources = sheets[7]
            let row = try #require((4...40).first { sources.value("E\($0)") == "114771" })
            #expect(sources.value("F\(row)") == "38340")
            #expect(sources.value("G\(row)")?.contains("plan-2020-soc-trang") == true)
        }
    }

    @Test(
        "Dates are dates, missing denominators are said, and the signature stands below",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func figures() async throws {
        try await withCabinet { cabinet, folder in
            try cabinet.addFigures()
            let file = folder.appending("bao-cao.xlsx")
            try ReportWorkbook(try cabinet.published("2021"), heading: heading).write(to: file)
            let sheets = try await read(file)
            let inForce = try #require(sheets.first { $0.name.hasPrefix("R3") })
            let row = try #require(inForce.row("C", "cấp xã"))
            #expect((inForce.value("F\(row)"), inForce.value("G\(row)")) == ("1234", "10000"))
            #expect(inForce.cells["H\(row)"]?.prefix(3) == ["n", "0.1234", "0.00%"])
            #expect(inForce.cells["I\(row)"]?[1] == "0.15")
            #expect(inForce.cells["M\(row)"]?.prefix(3) == ["d", "2021-07-07 00:00:00", "dd/mm/yyyy"])
            let province = try #require(inForce.row("C", "cấp tỉnh"))
            #expect(inForce.cells["H\(province)"]?.prefix(2) == ["s", "Chưa có mẫu số"])
            #expect(inForce.cells["G\(province)"] == nil)
            // 121 offices, three levels and the province.
            #expect((1...200).count { inForce.cells["A\($0)"]?[0] == "n" } == 125)
            let summary = sheets[0]
            #expect(summary.cells.values.contains { $0[1] == "CHÁNH VĂN PHÒNG" })
            #expect(summary.cells.values.contains { $0[1] == "- Lưu: VT." })
        }
    }

    @Test(
        "No text becomes a formula, and very long names are broken into lines",
        .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"))
    func hostileNames() async throws {
        try await withCabinet { cabinet, folder in
            let long = "Bộ phận Một cửa " + String(repeating: "Huỳnh Hữu Nghĩa ", count: 11).dropLast()
            let names = [
                "=HYPERLINK(\"http://a\",\"b\")", "+1+1", "@SUM(A1)", "-1", "http://example.vn/x", "{=1}", long,
            ]
            var text = "site_id,name,level,parent_id,gso_code,valid_from\n"
            for (index, name) in names.enumerated() {
                text +=
                    "x\(index),\"\(name.split(separator: "\"").joined(separator: "\"\""))\",commune,st-942,\(index),2019-01-01\n"
            }
            let table = try SiteTable(Array(text.utf8), file: "sites.csv")
            _ = try cabinet.registry.changeSites(by: "an", from: "sites.csv", at: moment) {
                records throws(ImportFailure) in
                try table.plan(for: records, correcting: false)
            }.get()
            var hostile = heading
            hostile.organisation = "=cmd|' /C calc'!A0"
            let file = folder.appending("bao-cao.xlsx")
            try ReportWorkbook(try cabinet.published("2021", [.offices]), heading: hostile).write(to: file)
            let sheets = try await read(file)
            #expect(sheets.flatMap(\.cells.values).allSatisfy { ["n", "s", "d"].contains($0[0]) })
            #expect(sheets[0].cells["A2"]?.prefix(2) == ["s", "=cmd|' /C calc'!A0"])
            let offices = try #require(sheets.first { $0.name.hasPrefix("R6") })
            for name in names {
                let row = try #require(offices.row("C", name), "\(name)")
                #expect(offices.cells["C\(row)"]?[3] == "wraps")
            }
            let parts = try await output("unzip", "-p", file.string, "xl/worksheets/sheet2.xml")
            #expect(!parts.contains("<f>") && !parts.contains("<hyperlink"))
        }
    }

    @Test("LibreOffice opens it, and makes a CSV and a PDF of it")
    func libreOffice() async throws {
        try await withCabinet { cabinet, folder in
            try cabinet.addFigures()
            let file = folder.appending("bao-cao.xlsx")
            try ReportWorkbook(try cabinet.published("2020"), heading: heading).write(to: file)
            // A profile of its own: another instance would take the file over, and say nothing.
            let profile = "-env:UserInstallation=file://\(folder.string)/profile"
            for form in ["csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false", "pdf"] {
                try await output(
                    "soffice", profile, "--headless", "--convert-to", form, "--outdir", folder.string, file.string)
            }
            let csv = try String(contentsOf: URL(filePath: folder.appending("bao-cao.csv").string), encoding: .utf8)
            #expect(csv.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
            let line = try #require(csv.split(separator: "\n").first { $0.contains("114") && $0.contains("cấp tỉnh") })
            #expect(line.contains("38340;114771;33.40"), "\(line)")
            let info = try await output("pdfinfo", folder.appending("bao-cao.pdf").string)
            #expect(info.contains("A4"))
            let pages = try await output("pdftotext", "-layout", folder.appending("bao-cao.pdf").string, "-")
            #expect(pages.contains("Trang 1/"))
            #expect(pages.contains("33.41%") || pages.contains("33,41%"))
            // The head of the table is on every page of a long one.
            let heads = pages.split(separator: "\u{0C}").count { $0.contains("Mã đơn vị") }
            #expect(heads > 5)
        }
    }

    @Test("A file that cannot be written is an error, and leaves nothing behind")
    func unwritable() async throws {
        try await withCabinet { cabinet, folder in
            let published = try cabinet.published("2020")
            #expect(throws: WorkbookError.self) {
                try ReportWorkbook(published, heading: heading).write(to: folder.appending("none/bao-cao.xlsx"))
            }
            #expect(try names(folder) == ["data"])
        }
    }
}
