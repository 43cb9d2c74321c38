import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("The page of an office", .timeLimit(.minutes(2)))
struct OfficeTests {
    @Test("Unknown ones are not there, and those beyond reach are not open")
    func reach() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("huyen", .siteManager, at: TestCollector.district)
            try await collector.browsing { browser in
                try await browser.enter("huyen")
                for (path, status) in [
                    ("st-940", 200), ("st-31498", 200), ("st-941", 403), ("st-31501", 403), ("st-tinh", 403),
                    ("st-999", 404), ("%3Cb%3E", 404), ("..", 404),
                ] {
                    #expect(try await browser.get("/offices/\(path)").status == status, "\(path)")
                }
                let page = try await browser.get("/offices/st-31498").text
                // What is above is named, and leads nowhere.
                #expect(try await browser.get("/offices/st-940").text.contains("<dd>Trung tâm tỉnh</dd>"))
                #expect(page.contains("<a href=\"/offices/st-940\">Huyện Một</a>"))
            }
        }
    }

    @Test("It has the office's figures with their lists, its weeks, what is below it and what it was")
    func figures() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(3)
            try await collector.account("lan", .viewer)
            let today = CalendarDay(collector.clock.now)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/offices/st-31498")
                #expect(page.heading == "Xã Một")
                let figures = try #require(page.section("figures"))
                let span = "from=\(today.year)-01-01&amp;to=\(today)"
                for part in [
                    "/lists?kind=digitised&amp;site=st-31498&amp;\(span)\">3</a> <span class=\"of\">/ 4",
                    "/lists?kind=results&amp;site=st-31498&amp;\(span)\">3</a> <span class=\"of\">/ –",
                    "/lists?kind=in-force&amp;authority=st-31498&amp;level=commune&amp;to=\(today)\">3</a>",
                    "Có thực hiện", "75,0%", "30,0%",
                ] { #expect(figures.contains(part), "\(part)") }
                #expect(page.text.contains("3 kết quả trong 26 tuần; tuần gần nhất 3"))
                let history = try #require(page.section("history"))
                let days = history.matches(of: #/class="when">([^<]*)</#).map { String($0.1) }
                #expect(days == ["01/02/2021", "01/01/2021"])
                #expect(history.contains("Xã Một · Cấp xã · thuộc Huyện Một · GSO 31498"))
                #expect(!page.text.contains("id=\"stations\""), "a viewer sees no stations")
                let district = try await browser.get("/offices/st-940?year=2022")
                #expect(district.section("children")?.contains("<a href=\"/offices/st-31498?year=2022\">Xã Một</a>") == true)
                #expect(district.text.contains("Năm 2022 · Số liệu đến hết ngày 31/12/2022"))
            }
        }
    }

    @Test("Stations, what waits and what was refused are for those who keep them running; codes for those who list them")
    func operations() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            var station = try await collector.delivers(1)
            let paper = Document.component(SampleContent.page(500))
            try collector.accept(station.seal("H51-260101-7777", documents: [paper]), isWaiting: true)
            try collector.accept(
                station.seal("H51-260101-8888", documents: [paper]), refusal: .init(code: .siteClosed, detail: "closed"))
            try await collector.account("quan.ly", .siteManager, at: TestCollector.commune)
            try await collector.account("it", .it)
            try await collector.browsing { browser in
                try await browser.enter("quan.ly")
                let page = try await browser.get("/offices/st-31498")
                #expect(page.section("stations")?.contains("PC 1") == true)
                #expect(page.section("stations")?.contains("Đang hoạt động") == true)
                #expect(page.section("waiting")?.contains("<a href=\"/dossiers/st-31498/H51-260101-7777\">H51-260101-7777</a>") == true)
                let refused = try #require(page.section("refused"))
                #expect(refused.contains("H51-260101-8888") && refused.contains("Đơn vị đã kết thúc hoạt động"))
            }
            try await collector.browsing { browser in
                try await browser.enter("it")
                let page = try await browser.get("/offices/st-31498")
                #expect(page.section("waiting")?.contains("Lần gửi thứ 2") == true)
                #expect(page.section("refused")?.contains("Lần gửi thứ 3") == true)
                #expect(!page.text.contains("H51-260101"))
            }
        }
    }
}
