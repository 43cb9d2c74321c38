import Dossiers
import Testing

@Suite("Reporting periods")
struct PeriodTests {
    @Test(
        "A period runs from its first to its last day",
        arguments: [
            ("2021", "2021-01-01", "2021-12-31"), ("2021-H1", "2021-01-01", "2021-06-30"),
            ("2021-H2", "2021-07-01", "2021-12-31"), ("2021-Q1", "2021-01-01", "2021-03-31"),
            ("2021-Q4", "2021-10-01", "2021-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
            ("2021-12", "2021-12-01", "2021-12-31"), ("2021@15", "2020-12-15", "2021-12-14"),
            ("2021-Q1@15", "2020-12-15", "2021-03-14"), ("2021-Q3@15", "2021-06-15", "2021-09-14"),
            ("2021-H2@15", "2021-06-15", "2021-12-14"), ("2021-01@15", "2020-12-15", "2021-01-14"),
            ("2021-02-10/2021-03-05", "2021-02-10", "2021-03-05"),
            ("2021-02-10/2021-02-10", "2021-02-10", "2021-02-10"),
        ])
    func spans(_ text: String, _ first: String, _ last: String) throws {
        let period = try #require(Period(text))
        #expect(period.first.description == first)
        #expect(period.last.description == last)
        #expect(period.description == text)
    }

    @Test(
        "Other texts are no period",
        arguments: [
            "", "21", "2021-", "2021-Q5", "2021-Q0", "2021-q1", "2021-13", "2021-00", "2021-1", "2021@14", "2021-Q1@",
            "2021-H3", "0000", "2021-03-05/2021-02-10", "2021-02-10/", "2021-02-10/2021-03-05@15",
            "2021-02-30/2021-03-05",
            "1900-01-01/2021-01-01", "2021-01-01/2021-01-02/2021-01-03", "２０２１",
        ])
    func noPeriods(_ text: String) {
        #expect(Period(text) == nil)
    }

    @Test("Quarters, halves and months make up the year, in the calendar and in windows", arguments: ["", "@15"])
    func partsMakeUpTheYear(_ window: String) throws {
        for year in 1999...2031 {
            let whole = try #require(Period("\(year)\(window)"))
            let months = (1...12).map { "\(year)-\($0 < 10 ? "0" : "")\($0)\(window)" }
            for names in [(1...4).map { "\(year)-Q\($0)\(window)" }, (1...2).map { "\(year)-H\($0)\(window)" }, months]
            {
                var next = whole.first
                for name in names {
                    let part = try #require(Period(name))
                    #expect(part.first == next, "\(name)")
                    next = part.last.advanced(by: 1)
                }
                #expect(next == whole.last.advanced(by: 1))
            }
        }
    }

    @Test("A window belongs to the year of its last day")
    func targetYear() throws {
        #expect(try #require(Period("2021-Q1@15")).targetYear == 2021)
        #expect(try #require(Period("2020-12-01/2021-01-15")).targetYear == 2021)
        #expect(Period(year: 2021).targetYear == 2021)
        #expect(Period(year: 2021) == Period("2021"))
    }

    @Test("A period holds its first and last days, and none beside them")
    func contains() throws {
        let period = try #require(Period("2021-Q1@15"))
        #expect(period.contains(period.first))
        #expect(period.contains(period.last))
        #expect(!period.contains(period.first.advanced(by: -1)))
        #expect(!period.contains(period.last.advanced(by: 1)))
    }

    @Test(
        "Periods have their names in reports",
        arguments: [
            ("2021", "Năm 2021"), ("2021-Q1", "Quý I/2021"), ("2021-Q2", "Quý II/2021"), ("2021-Q3", "Quý III/2021"),
            ("2021-Q4", "Quý IV/2021"), ("2021-H1", "6 tháng đầu năm 2021"), ("2021-H2", "6 tháng cuối năm 2021"),
            ("2021-06", "Tháng 06/2021"), ("2021-Q3@15", "Quý III/2021 (15/06/2021–14/09/2021)"),
            ("2021-02-10/2021-03-05", "từ 10/02/2021 đến 05/03/2021"),
        ])
    func names(_ text: String, _ name: String) throws {
        #expect(try #require(Period(text)).vietnamese == name)
    }
}
