import Dossiers
import Testing

@testable import Console

@Suite("The period of a page")
struct PeriodChoiceTests {
    private static let today = CalendarDay("2026-11-28")!

    private func choice(_ query: String) -> PeriodChoice {
        PeriodChoice(FormFields(query.utf8)!, today: Self.today)
    }

    @Test(
        "An address says which period and day are meant, and leads back to them",
        arguments: [
            ("", "2026", "2026-11-28", "/"), ("year=2026&part=&day=2026-11-28", "2026", "2026-11-28", "/"),
            ("year=2021&part=Q3&window=15", "2021-Q3@15", "2026-11-28", "/?year=2021&part=Q3&window=15"),
            ("part=06&day=2026-06-10", "2026-06", "2026-06-10", "/?part=06&day=2026-06-10"),
            ("year=2025&part=H2", "2025-H2", "2026-11-28", "/?year=2025&part=H2"),
        ])
    func good(_ query: String, _ period: String, _ asOf: String, _ path: String) {
        let choice = choice(query)
        #expect(choice.problem == nil)
        #expect(choice.period.description == period && choice.asOf.description == asOf)
        #expect(choice.path("/") == path)
    }

    @Test(
        "What is no period is told, and the year that runs is shown",
        arguments: [
            ("year=21", "Kỳ không đúng"), ("year=2026&part=Q5", "Kỳ không đúng"),
            ("part=01/2026-02-01/x", "Kỳ không đúng"), ("day=2026-02-30", "Ngày không đúng"),
            ("day=2026-11-29", "sau hôm nay (28/11/2026)"), ("part=12", "bắt đầu từ ngày 01/12/2026"),
            ("year=2026&part=Q1&day=2025-12-31", "bắt đầu từ ngày 01/01/2026"),
        ])
    func bad(_ query: String, _ text: String) throws {
        let choice = choice(query)
        let problem = try #require(choice.problem)
        #expect(problem.vietnamese.contains(text), "\(problem.vietnamese)")
        #expect(choice.period.description == "2026" && choice.asOf == Self.today)
        #expect(choice.path("/") == "/", "a wrong period is not led to again")
    }

    @Test("Periods have names in both languages")
    func names() {
        let names = ["2021", "2021-H1", "2021-Q3", "2021-06", "2021-Q3@15"].map { Texts.periodName(Period($0)!).english }
        #expect(names == ["2021", "First half 2021", "Q3 2021", "June 2021", "Q3 2021 (15/06/2021–14/09/2021)"])
        #expect(Texts.progressIn(Period("2021-Q3")!).vietnamese == "Tiến độ quý III/2021")
    }
}
