import Dossiers
import Foundation
import TestSupport
import Testing

@Suite("Days of the calendar")
struct CalendarDayTests {
    private let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        return calendar
    }()

    @Test("Every day from 1900 to 2100 is the one that Foundation's calendar counts")
    func agreesWithFoundationDayByDay() throws {
        let first = try #require(CalendarDay(year: 1900, month: 1, day: 1)).number
        let last = try #require(CalendarDay(year: 2100, month: 12, day: 31)).number
        for number in first...last {
            let moment = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: moment)
            let ours = CalendarDay(number: number).components
            guard ours == (parts.year!, parts.month!, parts.day!) else {
                Issue.record("day \(number) is \(parts), not \(ours)")
                return
            }
        }
    }

    @Test("Days of the whole Gregorian calendar survive the way to year, month and day and back")
    func roundTrips() throws {
        var random = Seeded(20_210_615)
        for _ in 0..<50_000 {
            let day = CalendarDay(number: Int.random(in: -719_162...2_932_896, using: &random))
            let (year, month, date) = day.components
            #expect(CalendarDay(year: year, month: month, day: date) == day)
            #expect(CalendarDay("\(day)") == day)
        }
    }

    @Test("The first and last days of the calendar are read and written")
    func extremes() throws {
        #expect(CalendarDay("0001-01-01")?.description == "0001-01-01")
        #expect(CalendarDay("9999-12-31")?.description == "9999-12-31")
        #expect(CalendarDay("1970-01-01")?.number == 0)
    }

    @Test(
        "Texts that name no day are refused",
        arguments: [
            "", "2021-02-29", "2021-13-01", "2021-00-10", "2021-04-31", "2021-1-01", "21-01-01", "2021/01/01",
            "2021-01-01 ",
            "01/02/2021", "2021-01-0١", "-021-01-01", "0000-01-01", "2021-01-01-01", "+021-01-01",
        ])
    func noDays(_ text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test("The day changes at midnight in Việt Nam, which is 17:00 UTC")
    func dayOfAMoment() throws {
        // 2021-06-14T17:00:00Z
        let midnight = 1_623_690_000.0
        #expect(CalendarDay(Date(timeIntervalSince1970: midnight)).description == "2021-06-15")
        #expect(CalendarDay(Date(timeIntervalSince1970: midnight - 0.001)).description == "2021-06-14")
        #expect(CalendarDay(Date(timeIntervalSince1970: -7 * 3600)).description == "1970-01-01")
        #expect(CalendarDay(Date(timeIntervalSince1970: -7 * 3600 - 1)).description == "1969-12-31")
    }

    @Test("Days are ordered, stepped, and written as people in Việt Nam do")
    func orderAndWords() throws {
        let day = try #require(CalendarDay("2024-02-28"))
        #expect(day.advanced(by: 1).vietnamese == "29/02/2024")
        #expect(day.advanced(by: 2).description == "2024-03-01")
        #expect(day < day.advanced(by: 1))
        #expect(day.year == 2024)
    }

    @Test("On the wire a day is a text, and anything else is refused")
    func wire() throws {
        let day = try #require(CalendarDay("2021-06-15"))
        #expect(String(decoding: try JSONEncoder().encode([day]), as: UTF8.self) == #"["2021-06-15"]"#)
        #expect(try JSONDecoder().decode([CalendarDay].self, from: Data(#"["2021-06-15"]"#.utf8)) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDay].self, from: Data(#"["2021-02-30"]"#.utf8))
        }
    }
}
