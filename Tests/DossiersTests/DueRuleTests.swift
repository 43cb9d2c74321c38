import Dossiers
import Testing

@Suite("Until when reports are due")
struct DueRuleTests {
    @Test(
        "The day is counted from the last month of the period; windows are due as the period of their name",
        arguments: [
            (Period.Form.quarter, 0, 5, "2021-Q3", "2021-09-05"), (.quarter, 0, 5, "2021-Q3@15", "2021-09-05"),
            (.year, -1, 30, "2021", "2021-11-30"), (.year, -1, 30, "2021@15", "2021-11-30"),
            (.half, 0, 5, "2021-H2", "2021-12-05"), (.month, 1, 3, "2021-12", "2022-01-03"),
            (.month, 0, 31, "2021-02", "2021-02-28"), (.year, 2, 30, "2023", "2024-02-29"),
            (.quarter, 0, 5, "2021", nil), (.year, -1, 30, "2021-Q4", nil),
            (.year, -1, 30, "2021-01-01/2021-12-31", nil),
        ] as [(Period.Form, Int, Int, String, String?)])
    func due(_ form: Period.Form, _ months: Int, _ day: Int, _ period: String, _ due: String?) throws {
        let rule = DueRule(form: form, months: months, day: day, basis: "x")
        #expect(rule.due(for: try #require(Period(period)))?.description == due)
    }

    @Test(
        "Every form of period has its days",
        arguments: [
            ("2021-06", "2021-06-01", "2021-06-30", Period.Form.month),
            ("2021-06@15", "2021-05-15", "2021-06-14", .month),
            ("2021-01@15", "2020-12-15", "2021-01-14", .month), ("2021-Q1", "2021-01-01", "2021-03-31", .quarter),
            ("2021-Q1@15", "2020-12-15", "2021-03-14", .quarter), ("2021-H1", "2021-01-01", "2021-06-30", .half),
            ("2021-H2@15", "2021-06-15", "2021-12-14", .half), ("2021", "2021-01-01", "2021-12-31", .year),
            ("2021@15", "2020-12-15", "2021-12-14", .year), ("2021-02-10/2021-03-05", "2021-02-10", "2021-03-05", nil),
        ] as [(String, String, String, Period.Form?)])
    func spans(_ text: String, _ first: String, _ last: String, _ form: Period.Form?) throws {
        let period = try #require(Period(text))
        #expect((period.first.description, period.last.description) == (first, last))
        #expect(period.form == form)
    }
}
