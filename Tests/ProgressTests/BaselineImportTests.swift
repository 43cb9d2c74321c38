import Dossiers
import Progress
import Registry
import Testing

@Suite("Importing baselines")
struct BaselineImportTests {
    private let header = "indicator,scope,period,denominator,numerator,source\n"

    @Test("The plan's figures give R1 for each level, and R6 where both counts are stated")
    func plan() async throws {
        try await withRegistry { registry in
            let text = String(decoding: try shippedData("plan-2020-soc-trang.csv"), as: UTF8.self)
            let changes = try registry.importBaselines(text, period: period("2020"), source: "Kế hoạch")
            #expect(changes.added.count == 5)
            let baselines = try registry.baselines()
            let figures = baselines.map {
                "\($0.indicator.rawValue) \($0.scope) \($0.reportedNumerator ?? -1)/\($0.denominator)"
            }
            #expect(
                Set(figures) == [
                    "R1 level:province 38340/114771", "R1 level:district 23870/81822", "R1 level:commune 148807/541244",
                    "R6 level:district 7/11", "R6 level:commune 22/109",
                ])
            #expect(baselines.allSatisfy { $0.period == period("2020") && $0.source == "Kế hoạch" })
            #expect(try registry.importBaselines(text, period: period("2020"), source: "Kế hoạch").unchanged == 5)
        }
    }

    @Test("A plan's figures need a period, and a file of baselines takes none")
    func periodOfAPlan() async throws {
        try await withRegistry { registry in
            let plan = "level,received,digitised,offices,offices_digitising\nprovince,10,5,1,\n"
            let failure = try #require(throws: ImportFailure.self) { try registry.importBaselines(plan) }
            #expect(failure.description.contains("--period"))
            #expect(throws: ImportFailure.self) {
                try registry.importBaselines(header + "R1,level:commune,2021,5,,x\n", period: period("2021"))
            }
            #expect(throws: ImportFailure.self) {
                try registry.importBaselines(plan.replacing("10", with: "-10"), period: period("2020"))
            }
            #expect(try registry.baselines().isEmpty)
        }
    }

    @Test(
        "Each mistake is told with its line and column, and nothing is imported",
        arguments: [
            ("R1,a1,2021,-3,,x", "denominator", "“-3” is not a whole number from 0 to 1000000000"),
            ("R1,a1,2021,3.5,,x", "denominator", "“3.5” is not"),
            ("R1,a1,2021,\"3,5\",,x", "denominator", "“3,5” is not"),
            ("R1,a1,2021,1.234,,x", "denominator", "“1.234” may be 1234 or a fraction"),
            ("R1,a1,2021,+3,,x", "denominator", "“+3” is not"),
            ("R1,a1,2021,1e3,,x", "denominator", "“1e3” is not"), ("R1,a1,2021,٣,,x", "denominator", "is not"),
            ("R1,a1,2021,,,x", "denominator", "it is empty"), ("R1,a1,2021,1000000001,,x", "denominator", "is not"),
            ("R1,a1,2021,99999999999999999999,,x", "denominator", "is not"),
            ("R1,a1,2021,5,-1,x", "numerator", "“-1” is not"),
            ("R1,a9,2021,5,,x", "scope", "the office a9 is unknown"),
            ("R1,level:xa,2021,5,,x", "scope", "is not an office"),
            ("R1,commune:H51,2021,5,,x", "scope", "only R3 has other authorities"),
            ("R3,commune:a1,2021,5,,x", "scope", "a1 is an office"), ("R6,a1,2021,5,1,x", "scope", "R6 is of a level"),
            ("R6,level:commune,2021,5,,x", "numerator", "R6 needs the offices reported"),
            ("R4,a1,2021,5,,x", "numerator", "R4 needs the results reported to be signed"),
            ("R4,province:H51,2021,5,1,x", "scope", "only R3 has other authorities"),
            ("R5,a1,2021,5,1,x", "indicator", "“R5” is not an indicator with baselines"),
            ("R7,a1,2021,5,,x", "indicator", "“R7” is not"),
            ("R1,a1,2021-Q5,5,,x", "period", "“2021-Q5” is not a period"),
            ("R1,a1,2021,5,,", "source", "it is empty"),
        ])
    func mistakes(_ row: String, _ column: String, _ message: String) async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importBaselines(header + "R1,a1,2020,10,,đúng\n" + row + "\n")
            }
            let problem = try #require(failure.problems.first)
            #expect((problem.line, problem.column) == (3, column))
            #expect(problem.message.contains(message), "\(problem.message)")
            #expect(try registry.baselines().isEmpty)
        }
    }

    @Test("The same days of the same scope twice are refused, however the period is written")
    func duplicates() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importBaselines(
                    header + "R1,a1,2021-Q1,5,,x\nR1,a1,2021-Q2,5,,x\nR1,a1,2021-01-01/2021-03-31,5,,x\n")
            }
            #expect(failure.description.contains("line 4: R1 of a1 for the same days is on line 2 already"))

            try registry.importBaselines(header + "R1,a1,2021-Q1,5,,x\n")
            let known = try #require(throws: ImportFailure.self) {
                try registry.importBaselines(header + "R1,a1,2021-01-01/2021-03-31,6,,x\n")
            }
            #expect(known.description.contains("line 2: R1 of a1 for 2021-Q1 is known as 5 (x) and becomes 6 (x)"))
            // A finer period within, and a reporting window across, are other figures.
            #expect(
                try registry.importBaselines(header + "R1,a1,2021-01,2,,x\nR1,a1,2021-Q1@15,4,,x\n").added.count == 2)
        }
    }

    @Test("Other figures replace known ones only when asked, and the audit trail keeps the former")
    func replacing() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(header + "R1,a1,2021,100,,công văn 1\nR1,a2,2021,50,,công văn 1\n")
            let text = header + "R1,a1,2021,120,,công văn 2\nR1,a2,2021,50,,công văn 1\nR1,b1,2021,70,,công văn 2\n"
            #expect(throws: ImportFailure.self) { try registry.importBaselines(text) }
            #expect(try registry.baselines().map(\.denominator) == [100, 50])

            let changes = try registry.importBaselines(text, replacing: true)
            #expect((changes.added.count, changes.replaced.count, changes.unchanged) == (1, 1, 1))
            #expect(try registry.baselines().map(\.denominator) == [120, 50, 70])
            let history = try registry.baselineHistory(of: .site(siteID("a1")), in: .received)
            #expect(history.map(\.baseline.denominator) == [100, 120])
            #expect(history.map(\.baseline.source) == ["công văn 1", "công văn 2"])
            #expect(history.map(\.stands) == [false, true])
            #expect(history.allSatisfy { $0.importedBy == "an" && $0.decision?.by == "bình" })
        }
    }

    @Test("An authority that is no office has one level")
    func authorities() async throws {
        try await withRegistry { registry in
            try registry.importBaselines(header + "R3,province:000.00.03.H51,2021,10,,x\n")
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importBaselines(header + "R3,district:000.00.03.H51,2022,10,,x\n")
            }
            #expect(failure.description.contains("stands at level province elsewhere"))
            let scopes = try registry.baselines().map(\.scope)
            #expect(scopes == [.authority("000.00.03.H51", .province)])
        }
    }
}

@Suite("Importing targets")
struct TargetImportTests {
    private let header = "indicator,level,year,permille,basis\n"

    @Test("The plan's targets come in, commas in the basis included, and again change nothing")
    func plan() async throws {
        try await withRegistry { registry in
            let text = String(decoding: try shippedData("targets.csv"), as: UTF8.self)
            #expect(try registry.importTargets(text).added.count == 25)
            // As people write it who forget the quotation marks.
            #expect(try registry.importTargets(text.replacing("\"", with: "")).unchanged == 25)
            let targets = try registry.targets()
            func permille(_ level: Level) -> [Int] {
                targets.filter { $0.indicator == .inForce && $0.level == level }.map(\.permille)
            }
            #expect(permille(.province) == [300, 500, 700, 900, 1000])
            #expect(permille(.district) == [200, 400, 600, 800, 1000])
            #expect(permille(.commune) == [150, 350, 550, 750, 950])
        }
    }

    @Test(
        "Each mistake is told with its line and column, and nothing is imported",
        arguments: [
            ("R3,commune,2021,1001,x", "permille", "no target is above 100 %"),
            ("R3,commune,2021,-1,x", "permille", "“-1”"),
            ("R3,commune,2021,15.5,x", "permille", "“15.5”"), ("R3,xa,2021,150,x", "level", "“xa”"),
            ("R9,commune,2021,150,x", "indicator", "“R9”"), ("R3,commune,1821,150,x", "year", "“1821”"),
            ("R3,commune,2021,150,", "basis", "it is empty"),
        ])
    func mistakes(_ row: String, _ column: String, _ message: String) async throws {
        try await withRegistry { registry in
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importTargets(header + "R3,commune,2020,100,đúng\n" + row + "\n")
            }
            let problem = try #require(failure.problems.first)
            #expect((problem.line, problem.column) == (3, column))
            #expect(problem.message.contains(message))
            #expect(try registry.targets().isEmpty)
        }
    }

    @Test("Where the plan can be read in two ways, both are kept; the report measures against one and tells the other")
    func twoReadings() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importTargets(String(decoding: try shippedData("targets.csv"), as: UTF8.self))
            let target = try #require(
                try registry.targets().first { $0.indicator == .inForce && $0.level == .commune && $0.year == 2025 })
            #expect((target.permille, target.other?.permille) == (950, 1000))
            try registry.importBaselines(
                "indicator,scope,period,denominator,source\nR3,level:commune,2025,1000,x\nR3,level:district,2025,1000,x\n"
            )
            try registry.count(960, .resultsInForce, "a1", .commune, on: "2025-03-03")
            let report = try registry.report("2025", [.inForce])
            let line = try #require(report.line(.commune))
            #expect((line.target?.permille, line.verdict) == (950, .met))
            let other = Target.Reading(permille: 1000, basis: "theo lời văn của kế hoạch")
            #expect(line.notes.contains(.otherReading(other, isMet: false)))
            #expect(
                report.text().contains("theo cách hiểu khác, chỉ tiêu là 100% (chưa đạt): theo lời văn của kế hoạch"))
            #expect(report.line(.district)?.notes == [.levelDenominator])
        }
    }

    @Test(
        "A second reading needs the first, and stands once",
        arguments: [
            ("R3,commune,2025,1000,other,x\n", "is missing beside it"),
            (
                "R3,commune,2025,950,,x\nR3,commune,2025,1000,other,x\nR3,commune,2025,900,other,x\n",
                "on line 3 already"
            ),
            ("R3,commune,2025,950,both,x\n", "“both” is not default or other"),
        ])
    func readingMistakes(_ rows: String, _ message: String) throws {
        let failure = try #require(throws: ImportFailure.self) {
            try TargetTable(Array(("indicator,level,year,permille,reading,basis\n" + rows).utf8), file: "t.csv")
        }
        #expect(failure.description.contains(message))
    }

    @Test("A target twice is refused, and another figure replaces a known one only when asked")
    func replacing() async throws {
        try await withRegistry { registry in
            #expect(throws: ImportFailure.self) {
                try registry.importTargets(header + "R3,commune,2021,150,x\nR3,commune,2021,150,x\n")
            }
            try registry.importTargets(header + "R3,commune,2021,150,x\n")
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importTargets(header + "R3,commune,2021,200,y\n")
            }
            #expect(failure.description.contains("line 2: R3 commune 2021 is known as 150 (x) and becomes 200 (y)"))
            #expect(try registry.importTargets(header + "R3,commune,2021,200,y\n", replacing: true).replaced.count == 1)
            #expect(try registry.targets().map(\.permille) == [200])
            #expect(
                try registry.auditTrail(subject: "R3 commune 2021").map(\.detail) == [
                    "150 ‰ (x) → 200 ‰ (y); targets.csv"
                ])
        }
    }
}
