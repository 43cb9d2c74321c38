import Dossiers
import Foundation
import Registry
import Testing

@testable import Console

@Suite("The overview", .timeLimit(.minutes(2)))
struct OverviewTests {
    @Test("The year's figures are those of the report, in the language that was chosen")
    func figures() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .viewer)
            let year = CalendarDay(collector.clock.now).year
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/")
                #expect(page.heading == "Tiến độ năm \(year)")
                #expect(page.text.contains("Chưa có mẫu số") && page.text.contains("Cấp xã"))
                #expect(try await browser.post("/language", ["language": "en", "back": "/"]).location == "/")
                let english = try await browser.get("/")
                #expect(english.heading == "Progress in \(year)")
                #expect(english.text.contains("<html lang=\"en\">") && english.text.contains("No denominator"))
                #expect(!english.text.contains("Chưa có"))
            }
        }
    }

    @Test("Whoever is limited to an office sees that office's figures, and no other's")
    func scoped() async throws {
        try await withCollector { collector in
            try await collector.account("lan", .officer, at: TestCollector.commune)
            try await collector.browsing { browser in
                try await browser.enter("lan")
                let page = try await browser.get("/").text
                #expect(page.contains("Xã \(TestCollector.commune)"))
                #expect(!page.contains("Xã \(TestCollector.otherCommune)") && !page.contains("Toàn tỉnh"))
            }
        }
    }
}
