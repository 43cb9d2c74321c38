import Dossiers
import Registry
import TestSupport
import Testing

@testable import Progress

@Suite("Targets and pace")
struct PaceTests {
    private let targets = [(2021, 150), (2022, 350), (2025, 950)].map { year, permille in
        Target(indicator: .inForce, level: .commune, year: year, permille: permille, basis: "x")
    }

    private func pace(
        _ rate: Rate, _ year: Int, on text: String, gain: Int? = nil, over days: Int = 28
    ) -> Pace? {
        let target = targets.first { $0.year == year }!
        return PaceLine(to: target, among: targets).pace(of: rate, on: day(text), gain: gain, over: days)
    }

    @Test(
        "What is expected grows day by day from the last year's target, or from 0, to this year's",
        arguments: [
            (2021, "2020-12-31", 0), (2021, "2021-01-01", 0), (2021, "2021-07-02", 75), (2021, "2021-12-31", 150),
            (2021, "2020-12-15", 0), (2022, "2021-12-31", 150), (2022, "2022-03-15", 191), (2022, "2022-12-31", 350),
            // No targets for 2023 and 2024: the line goes straight from the last one.
            (2025, "2025-01-01", 751), (2025, "2025-12-31", 950),
        ])
    func expected(_ year: Int, _ on: String, _ permille: Int) {
        #expect(pace(Rate(0, of: 100), year, on: on)?.expectedPermille == permille)
    }

    @Test("On pace is exactly at what is expected, and behind one less")
    func boundary() {
        // On day 73 of 365: 150 ‰ × 73/365 = 30 ‰.
        #expect(pace(Rate(30, of: 1000), 2021, on: "2021-03-14")?.isOnPace == true)
        #expect(pace(Rate(29, of: 1000), 2021, on: "2021-03-14")?.isOnPace == false)
        #expect(pace(Rate(150, of: 1000), 2021, on: "2021-12-31")?.isOnPace == true)
        #expect(pace(Rate(149, of: 1000), 2021, on: "2021-12-31")?.isOnPace == false)
        // Counts near the limit do not overflow.
        #expect(pace(Rate(1 << 60, of: 1 << 60), 2025, on: "2025-12-31")?.isOnPace == true)
    }

    @Test("Without a denominator, and over zero, there is no pace")
    func noPace() {
        #expect(pace(Rate(5, of: nil), 2021, on: "2021-06-01") == nil)
        #expect(pace(Rate(5, of: 0), 2021, on: "2021-06-01") == nil)
    }

    @Test("The day the target is met at the rate of the last four weeks is rounded up to whole days")
    func forecast() throws {
        func forecast(_ numerator: Int, gain: Int?, over days: Int = 28) -> Pace.Forecast? {
            pace(Rate(numerator, of: 1000), 2021, on: "2021-06-01", gain: gain, over: days)?.forecast
        }
        // 50 are missing at 28 in four weeks: 50 days.
        #expect(forecast(100, gain: 28) == .on(day("2021-07-21")))
        // 50 × 28 / 3 = 466.7
        #expect(forecast(100, gain: 3) == .on(day("2021-06-01").advanced(by: 467)))
        #expect(forecast(100, gain: 7, over: 7) == .on(day("2021-07-21")))
        #expect(forecast(149, gain: 1000) == .on(day("2021-06-02")))
        #expect(forecast(150, gain: 5) == .met)
        #expect(forecast(100, gain: 0) == .standstill)
        #expect(forecast(100, gain: nil) == .unknown)
        #expect(
            pace(Rate(0, of: 1_000_000_000), 2021, on: "2021-06-01", gain: 1)?.forecast == .beyond)
    }

    @Test("At the day that is forecast the target is met, and the day before it is not, over random figures")
    func forecastIsTheFirstDay() throws {
        var random = Seeded(28)
        for _ in 0..<2000 {
            let denominator = Int.random(in: 1...100_000, using: &random)
            let numerator = Int.random(in: 0...denominator, using: &random)
            let gain = Int.random(in: 1...500, using: &random)
            let rate = Rate(numerator, of: denominator)
            guard case .on(let met)? = pace(rate, 2022, on: "2022-05-05", gain: gain)?.forecast else { continue }
            let days = met.number - day("2022-05-05").number
            /// Whether so many days of that gain reach 350 ‰, in exact integers (times 28).
            func reaches(after days: Int) -> Bool {
                // The least whole number that reaches it.
                let goal = (denominator * 350 + 999) / 1000
                return 28 * numerator + gain * days >= 28 * goal
            }
            #expect(reaches(after: days))
            #expect(!reaches(after: days - 1))
        }
    }

    @Test("A level is set against its target of the year; the year's end decides between not yet and not met")
    func verdicts() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importTargets(
                "indicator,level,year,permille,basis\nR3,commune,2021,150,x\nR3,commune,2022,350,x\nR6,commune,2022,300,x\n"
            )
            try registry.importBaselines(
                "indicator,scope,period,denominator,source\nR3,level:commune,2021-01-01/2022-12-31,1000,x\n")
            try registry.count(100, .resultsInForce, "a1", .commune, on: "2021-05-20")
            try registry.count(60, .resultsInForce, "a1", .commune, on: "2022-02-01")
            func line(_ text: String, asOf: String = "2030-01-01") throws -> ReportLine {
                try #require(try registry.report(text, asOf: asOf, [.inForce]).line(.commune))
            }
            let june = try line("2021", asOf: "2021-06-01")
            #expect((june.verdict, june.target?.permille) == (.notYet, 150))
            #expect(june.pace?.isOnPace == true)
            // 100 in the four weeks to 1 June; 50 are missing: 14 days.
            #expect(june.pace?.forecast == .on(day("2021-06-15")))
            // Four weeks are 28 days, the day itself being one of them.
            #expect(try line("2021", asOf: "2021-06-16").pace?.forecast == .on(day("2021-06-30")))
            #expect(try line("2021", asOf: "2021-06-17").pace?.forecast == .standstill)
            let end = try line("2021")
            #expect((end.verdict, end.pace?.isOnPace) == (.notMet, false))
            #expect(try line("2021@15").verdict == .notMet)
            #expect(try line("2021-Q3").verdict == .notYet)
            #expect(try line("2022-02").verdict == .notYet)
            #expect(try line("2022-02").target?.permille == 350)
            // The last year's target holds on after it.
            #expect(try line("2023").target?.permille == 350)
            // There is no target for R1, and none for one office in R6.
            let others = try registry.report("2022", sites: [siteID("a1")])
            #expect(others.lines.map(\.indicator) == Indicator.allCases)
            #expect(others.lines.allSatisfy { $0.indicator == .inForce || $0.target == nil })
            #expect(others.lines.first { $0.indicator == .inForce }?.verdict == .noDenominator)
            #expect(try registry.report("2022").line(.commune, .offices)?.target?.permille == 300)
            #expect(try registry.report("2022").line(.commune, .received)?.target == nil)
        }
    }

    @Test("Offices that came newly into the process in four weeks forecast the day of the offices' target")
    func officesForecast() async throws {
        try await withRegistry { registry in
            let header = "site_id,name,level,parent_id,gso_code,valid_from\n"
            try registry.importSites(header + (1...10).map { "s\($0),Xã \($0),commune,,\($0),2019-01-01\n" }.joined())
            try registry.importTargets("indicator,level,year,permille,basis\nR6,commune,2022,800,x\n")
            for (index, on) in ["2022-01-10", "2022-01-20", "2022-06-10", "2022-06-20"].enumerated() {
                try registry.count(1, .submissions, "s\(index + 1)", on: on)
            }
            // One that ran already and goes on is no gain.
            try registry.count(5, .submissions, "s1", on: "2022-06-25")
            let line = try #require(
                try registry.report("2022", asOf: "2022-06-30", [.offices]).line(.commune))
            #expect(line.rate == Rate(4, of: 10))
            // 4 more at 2 in four weeks: 56 days.
            #expect(line.pace?.forecast == .on(day("2022-06-30").advanced(by: 56)))
            // Early in the period the days so far are what there is to go by: 2 in 20 days.
            let early = try #require(try registry.report("2022", asOf: "2022-01-20", [.offices]).line(.commune))
            #expect(early.pace?.forecast == .on(day("2022-01-20").advanced(by: 60)))
        }
    }
}
