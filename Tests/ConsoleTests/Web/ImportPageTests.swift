import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Progress
import Registry
import TestSupport
import Testing

@Suite("Imports on the province's pages", .timeLimit(.minutes(2)))
struct ImportPageTests: ImportTrials {
    @Test("The overview names each table, its columns, its last import, and leads to both ways")
    func overview() async throws {
        try await importing("/imports") { collector, browser async throws in
            let page = try await browser.get("/imports")
            for part in [
                "<h1>Nhập số liệu</h1>", "href=\"/imports/sites\"", "href=\"/imports/successions/table.csv\"",
                "indicator, scope, period, denominator", "Chưa nhập lần nào", "href=\"/approvals\"",
                "href=\"/imports\" aria-current=\"page\"",
            ] { #expect(page.text.contains(part), "\(part)") }
            // Baselines by their batch, targets by the trail.
            #expect(page.text.contains("· an<br>") && page.text.contains("· test<br>"))
        }
    }

    @Test("A file is looked at before anything is written; what is imported is what was seen, with the same rules")
    func walk() async throws {
        try await importing { collector, browser async throws in
            let before = try collector.registry.targets()
            let (path, page) = try await preview(browser, "targets", Self.targets, [("document", "QĐ <12>")])
            #expect(page.heading == "Xem trước khi nhập")
            #expect(page.text.contains("QĐ &lt;12&gt;") && page.text.contains("40% · KH 12"))
            #expect(page.text.contains("<dt>Thêm</dt><dd>1</dd>") && !page.text.contains("id=\"agreed\""))
            #expect(try collector.registry.targets() == before)
            let done = try await confirm(browser, path, page)
            #expect(done.location == "/imports?said=targets")
            #expect(try await browser.get("/imports?said=targets").text.contains("Đã nhập: Chỉ tiêu."))
            #expect(try collector.registry.targets().count == before.count + 1)
            // A second click leads to the same place and does nothing more.
            #expect(try await browser.post(path, ["do": "import", "seen": "x"]).location == "/imports?said=targets")
            let trail = try collector.registry.auditTrail().filter {
                $0.action == "target.import" && $0.actor == "account:quan.tri"
            }
            #expect(trail.map(\.subject) == ["so-lieu.csv (QĐ <12>)"])
            #expect(try await browser.get("/imports").text.contains("so-lieu.csv (QĐ &lt;12&gt;)"))
            // The same file again changes nothing, and cannot be confirmed.
            try await browser.get("/imports/targets")
            let again = try await preview(browser, "targets", Self.targets)
            #expect(again.page.text.contains("id=\"nothing\"") && !again.page.text.contains("id=\"confirm\""))
        }
    }

    @Test("What is known is overwritten only where that was shown, old and new, and agreed to")
    func overwriting() async throws {
        try await importing { collector, browser async throws in
            let year = CalendarDay(collector.clock.now).year
            let file = "indicator,level,year,permille,basis\nR3,commune,\(year),600,Nghị quyết\n"
            let (path, page) = try await preview(browser, "targets", file)
            #expect(page.text.contains("<td data-label=\"Trước\">50% · test</td>"))
            #expect(page.text.contains("<td data-label=\"Sau\">60% · Nghị quyết</td>"))
            let refused = try await confirm(browser, path, page)
            #expect(refused.status == 422 && refused.text.contains("đánh dấu đồng ý"))
            #expect(try collector.registry.targets().contains { $0.level == .commune && $0.permille == 500 })
            #expect(try await confirm(browser, path, refused, agreed: true).status == 303)
            #expect(try collector.registry.targets().contains { $0.level == .commune && $0.permille == 600 })
        }
    }

    @Test("When what is known changes after the preview, nothing is imported until it is looked at again")
    func moved() async throws {
        try await importing { collector, browser async throws in
            let (path, page) = try await preview(browser, "targets", Self.targets)
            _ = try collector.registry.changeTargets(by: "khác", from: "khác", at: collector.clock.now) {
                (_) throws(Never) in
                TargetChanges(added: [
                    Target(indicator: .received, level: .commune, year: 2031, permille: 300, basis: "khác")
                ])
            }
            let stopped = try await confirm(browser, path, page, agreed: true)
            #expect(stopped.status == 422 && stopped.text.contains("đã thay đổi từ lúc xem trước"))
            #expect(stopped.text.contains("30% · khác"))
            #expect(try collector.registry.targets().contains { $0.year == 2031 && $0.permille == 300 })
            #expect(try await confirm(browser, path, stopped, agreed: true).status == 303)
            #expect(try collector.registry.targets().contains { $0.year == 2031 && $0.permille == 400 })
        }
    }

    @Test("Every mistake is told with its line and column, in the visitor's language, and nothing is kept")
    func mistakes() async throws {
        try await importing("/imports/baselines") { collector, browser async throws in
            let file = "indicator;scope;period;denominator\nR1;st-999;2021;5\nR5;st-940;2021;1,5\nR1;st-940;2021-Q9;\n"
            for (language, texts) in [
                (
                    "vi",
                    [
                        "Dòng 2", "chưa có đơn vị st-999", "<td class=\"code\" data-label=\"Cột\">scope</td>",
                    ]
                ),
                ("en", ["Line 2", "the office st-999 is unknown"]),
            ] {
                browser.set("sohoa-language", language)
                try await browser.get("/imports/baselines")
                let single = "indicator;scope;period;denominator\nR1;st-999;2021;5\n"
                let page = try await browser.upload("/imports/baselines", single, [("document", "CV 1")])
                #expect(page.status == 422)
                for text in texts { #expect(page.text.contains(text), "\(text)") }
            }
            browser.set("sohoa-language", "vi")
            let page = try await browser.upload("/imports/baselines", file, [("document", "CV 1")])
            #expect(page.status == 422)
            for text in [
                "Dòng 3", "“R5” không đúng; hãy ghi chỉ số có mẫu số", "Dòng 4", "ô trống; hãy ghi một số nguyên",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            // What was typed beside the file stays.
            #expect(page.text.contains("value=\"CV 1\""))
            let missing = try await browser.upload("/imports/baselines", file)
            #expect(missing.status == 422 && missing.text.contains("thiếu cột “source”"))
            #expect(try collector.registry.pendingBaselines().isEmpty)
        }
    }

    @Test("Baselines carry their document, wait for a second person, and warn of what is odd")
    func baselines() async throws {
        try await importing("/imports/baselines") { collector, browser async throws in
            let file = "indicator,scope,period,denominator,numerator\nR1,st-940,2021,10,12\nR1,st-941,2021,90,\n"
            let (path, page) = try await preview(browser, "baselines", file, [("document", "CV 15/VP")])
            for part in [
                "R1 · Huyện Một · Năm 2021", "12 / 10 · CV 15/VP", "R1 · Cấp huyện · Năm 2021", "100</td>",
                "tử số 12 của R1 của st-940, Năm 2021 lớn hơn mẫu số 10", "chờ người khác phê duyệt",
            ] { #expect(page.text.contains(part), "\(part)") }
            let done = try await confirm(browser, path, page)
            let batch = try #require(try collector.registry.pendingBaselines().first)
            #expect(done.location == "/approvals/\(batch.id)?said=imported")
            #expect(batch.importedBy == "account:quan.tri" && batch.file == "so-lieu.csv")
            #expect(batch.entries.allSatisfy { $0.source == "CV 15/VP" } && batch.entries.count == 2)

            try await browser.get("/imports/baselines")
            let plan = "level,received,digitised,offices,offices_digitising\ncommune,100,50,2,1\n"
            let missing = try await browser.upload("/imports/baselines", plan, [("document", "KH")])
            #expect(missing.status == 422 && missing.text.contains("hãy ghi kỳ của bảng"))
            let planned = try await preview(browser, "baselines", plan, [("document", "KH"), ("period", "2020")])
            #expect(planned.page.text.contains("50 / 100 · KH"))
        }
    }

    @Test("Offices and procedures: what is closed, renamed or taken away is shown before")
    func others() async throws {
        try await importing("/imports/sites") { collector, browser async throws in
            let sites = """
                site_id,name,level,parent_id,gso_code,valid_from,closed_on
                st-31498,Xã Một mới,commune,st-940,31498,2022-01-01,
                st-31501,Xã Hai,commune,st-941,31498,2021-02-01,2024-01-01

                """
            let (path, page) = try await preview(browser, "sites", sites)
            for part in [
                "kết thúc hoạt động từ 01/01/2024", "Xã Một mới · Cấp xã · thuộc st-940", "<dt>Kết thúc</dt><dd>1</dd>",
            ] { #expect(page.text.contains(part), "\(part)") }
            #expect(try await confirm(browser, path, page).status == 422)
            #expect(try await confirm(browser, path, page, agreed: true).status == 303)
            let records = try collector.registry.siteRecords()
            #expect(records.closings[TestCollector.otherCommune] == CalendarDay("2024-01-01"))

            func catalogue(_ rows: String) -> String { "procedure,name,paper,paperName,role,compulsory\n" + rows }
            try await browser.get("/imports/procedures")
            let first = try await preview(
                browser, "procedures", catalogue("1.1,Khai sinh,a,Tờ khai,component,1\n1.2,Kết hôn,b,Giấy,result,0\n"))
            #expect(try await confirm(browser, first.path, first.page).status == 303)
            try await browser.get("/imports/procedures")
            let second = try await preview(browser, "procedures", catalogue("1.1,Khai sinh,a,Tờ khai,component,0\n"))
            for part in [
                "a Tờ khai (Thành phần hồ sơ, bắt buộc)", "a Tờ khai (Thành phần hồ sơ)</td>", "<dt>Xóa</dt><dd>1</dd>",
            ] { #expect(second.page.text.contains(part), "\(part)") }
            #expect(try await confirm(browser, second.path, second.page).status == 422)
            #expect(try collector.registry.procedures().count == 2)
            #expect(try await confirm(browser, second.path, second.page, agreed: true).status == 303)
            #expect(try collector.registry.procedures().map(\.code) == ["1.1"])
        }
    }

    @Test(
        "What is exported can be imported again and changes nothing; a formula stays a text",
        arguments: [
            "sites", "successions", "baselines", "targets", "procedures",
        ])
    func roundTrip(_ kind: String) async throws {
        try await importing("/imports/\(kind)") { collector, browser async throws in
            try collector.fillTables()
            let file = try await browser.get("/imports/\(kind)/table.csv")
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(file.headers[.contentDisposition]?.contains("filename=\"\(kind)-2") == true)
            #expect(!file.text.contains(";=") && file.text.contains("\r\n"))
            try await browser.get("/imports/\(kind)")
            let again = try await preview(browser, kind, file.text)
            #expect(again.page.text.contains("id=\"nothing\""), "\(file.text)")
            let trail = try collector.registry.auditTrail(AuditQuery(action: "table.export")).map(\.entry.subject)
            #expect(trail == [kind])
        }
    }

    @Test("A long table shows its first changes and gives all of them as a file; long names do not break the page")
    func long() async throws {
        try await importing("/imports/procedures") { _, browser async throws in
            let name = String(repeating: "ế", count: 200)
            let rows = (1...600).map { "1.\($0),=\(name.dropFirst()),p,\(name),component,1\n" }.joined()
            let (path, page) = try await preview(
                browser, "procedures", "procedure,name,paper,paperName,role,compulsory\n" + rows)
            #expect(page.text.contains("Đang hiện 500 trong 600 dòng"))
            #expect(page.text.matches(of: #/<td data-label="Loại">/#).count == 500)
            let file = try await browser.get("\(path)/changes.csv")
            #expect(file.text.split(separator: "\r\n").count == 601)
            #expect(file.text.contains("Thêm;'=\(name.dropFirst());1.600;"))
        }
    }
}
