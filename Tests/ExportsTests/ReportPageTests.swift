import Dossiers
import Foundation
import Progress
import SystemPackage
import TestSupport
import Testing

@testable import Exports
@testable import Registry

@Suite("Reports as pages to print", .timeLimit(.minutes(5)))
struct ReportPageTests {
    @Test("Chromium prints it on A4 in official form: motto, number, place and date, title, signature, page numbers")
    func printed() async throws {
        try await withCabinet { cabinet, folder in
            try cabinet.addFigures()
            let page = folder.appending("bao-cao.html")
            let html = ReportPage(try cabinet.published("2021-Q2"), heading: heading).html()
            try Data(html.utf8).write(to: URL(filePath: page.string))
            let pdf = folder.appending("bao-cao.pdf").string
            try await output(
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.string)/profile",
                "--no-pdf-header-footer", "--print-to-pdf=\(pdf)", "file://\(page.string)")
            let info = try await output("pdfinfo", pdf)
            #expect(info.contains("(A4)"))
            let pages = try await output("pdftotext", "-layout", pdf, "-").split(separator: "\u{0C}")
            #expect(pages.count > 8)
            let first = try #require(pages.first)
            for text in [
                "ỦY BAN NHÂN DÂN TỈNH", "VĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc", "Số: 15/BC-VP", "Sóc Trăng, ngày 05 tháng 7 năm 2021", "BÁO CÁO",
                "I. KẾT QUẢ THỰC HIỆN",
            ] { #expect(first.contains(text), "\(text)") }
            #expect(pages.contains { $0.contains("Nơi nhận:") && $0.contains("CHÁNH VĂN PHÒNG") })
            // The number of the page is the first thing on each, and the first page has none.
            func top(_ page: Substring) -> String? {
                page.split(separator: "\n").first.map { $0.split(separator: " ").joined() }
            }
            #expect(top(first) != "1")
            for (index, page) in pages.enumerated().dropFirst() where !page.allSatisfy(\.isWhitespace) {
                #expect(top(page) == "\(index + 1)")
            }
            // The head of a table is on each page that it goes on to.
            #expect(pages.count { $0.contains("Đơn vị") && $0.contains("Ghi chú") } > 8)
            let all = pages.joined()
            #expect(all.components(separatedBy: "II. SO VỚI CHỈ TIÊU").count == 2)
        }
    }

    @Test("The sentences say what the figures say")
    func sentences() async throws {
        try await withCabinet { cabinet, _ in
            let plan = ReportPage(try cabinet.published("2020"), heading: heading).html()
            #expect(
                plan.contains(
                    "Toàn tỉnh: 211.017/737.837, 28,60%. Trong đó: cấp tỉnh 38.340/114.771, 33,41%; cấp huyện "
                        + "23.870/81.822, 29,17%; cấp xã 148.807/541.244, 27,49%."))
            #expect(plan.contains("Nguồn mẫu số R1: plan-2020-soc-trang"))
            try cabinet.addFigures()
            let year = ReportPage(try cabinet.published("2021"), heading: heading).html()
            #expect(
                year.contains(
                    "- R3, cấp xã: 12,34%, chỉ tiêu năm 2021 là 15,0%: chưa đạt, đúng tiến độ, dự kiến đạt ngày 07/07/2021."
                ))
            #expect(year.contains("- R3, cấp huyện: 25,00%, chỉ tiêu năm 2021 là 20,0%: đạt."))
            #expect(year.contains("10 đơn vị chưa có mẫu số, không tính vào tỷ lệ (đã số hóa 0)"))
            #expect(year.contains("Dự thảo"))
        }
    }

    @Test("Nothing comes from outside, and no text becomes markup")
    func selfContained() async throws {
        try await withCabinet { cabinet, _ in
            var hostile = heading
            hostile.organisation = "<script>alert(1)</script>"
            hostile.recipients = ["\"><img src=x onerror=alert(1)>"]
            let html = ReportPage(try cabinet.published("2020"), heading: hostile).html()
            for text in ["<script", "<img", "src=\"", "href=", "url(", "@import", "http:", "https:", "{{"] {
                #expect(!html.contains(text), "\(text)")
            }
            #expect(html.contains("&lt;script&gt;"))
        }
    }

    @Test("What is not known of the heading is left open")
    func draft() async throws {
        try await withCabinet { cabinet, _ in
            let open = ReportHeading(organisation: "VĂN PHÒNG", symbol: "VP", place: "Sóc Trăng")
            let html = ReportPage(try cabinet.published("2020", asOf: "2021-02-01"), heading: open).html()
            #expect(html.contains("Số: ……/BC-VP"))
            #expect(html.contains("Sóc Trăng, ngày …… tháng …… năm 2020"))
            #expect(!html.contains("Nơi nhận"))
            #expect(heading.dateText(defaultYear: 1) == "Sóc Trăng, ngày 05 tháng 7 năm 2021")
            var other = heading
            other.date = day("2021-02-15")
            #expect(other.dateText(defaultYear: 1) == "Sóc Trăng, ngày 15 tháng 02 năm 2021")
        }
    }
}
