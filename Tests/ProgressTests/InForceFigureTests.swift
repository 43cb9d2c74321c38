import Dossiers
import Progress
import Registry
import Testing

@Suite("R3: results in force digitised so far")
struct InForceFigureTests {
    private let header = "indicator,scope,period,denominator,numerator,source\n"

    @Test("The numerator is all that was digitised up to the day, the denominator the baseline in force on it")
    func cumulative() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                header + "R3,a1,2021,40,,x\nR3,a1,2021-Q3,44,,x\nR3,a1,2021-07-01/2022-12-31,50,,x\n")
            try registry.count(10, .resultsInForce, "a1", .commune, on: "2019-05-05")
            try registry.count(5, .resultsInForce, "a1", .commune, on: "2021-05-05")
            try registry.count(3, .resultsInForce, "a1", .commune, on: "2021-09-30")
            try registry.count(100, .resultsInForce, "a1", .commune, on: "2023-01-01")
            func rate(_ text: String, asOf: String = "2030-01-01") throws -> Rate? {
                try registry.report(text, asOf: asOf, [.inForce], sites: [siteID("a1")]).lines.first?.rate
            }
            #expect(try rate("2021-Q2") == Rate(15, of: 40))
            // Of several in force the one that begins last, then the shortest.
            #expect(try rate("2021-Q3") == Rate(18, of: 44))
            #expect(try rate("2021") == Rate(18, of: 50))
            #expect(try rate("2021", asOf: "2021-06-30") == Rate(15, of: 40))
            #expect(try rate("2022") == Rate(18, of: 50))
            // None is in force any more: a former one is not carried on.
            #expect(try rate("2023") == Rate(118, of: nil))
        }
    }

    @Test(
        "A result counts at the level of the authority competent for it; authorities that are no offices count and are named"
    )
    func competentLevel() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                header + """
                    R3,t1,2021,100,,x
                    R3,t2,2021,50,,x
                    R3,tinh,2021,200,,x
                    R3,province:000.00.03.H51,2021,300,,x
                    R3,province:000.00.04.H51,2021,500,,x
                    """)
            // Scanned anywhere, for the town.
            try registry.count(30, .resultsInForce, "t1", .district, on: "2021-03-03")
            try registry.count(60, .resultsInForce, "tinh", .province, on: "2021-03-03")
            try registry.count(20, .resultsInForce, "000.00.03.H51", .province, on: "2021-03-03")
            // Two authorities without a denominator at the level that the results state.
            try registry.count(7, .resultsInForce, "000.19.30.H51", .district, on: "2021-03-03")
            try registry.count(2, .resultsInForce, "a1", .district, on: "2021-03-03")

            let report = try registry.report("2021", [.inForce])
            // One department has digitised nothing: its denominator counts all the same.
            #expect(report.line(.province)?.rate == Rate(80, of: 1000))
            let district = try #require(report.line(.district))
            #expect(district.rate == Rate(30, of: 150))
            #expect(Set(district.withoutDenominator.map(\.numerator)) == [2, 7])
            #expect(district.withoutDenominator.contains { $0.scope == .authority("000.19.30.H51", .district) })
            #expect(district.withoutDenominator.contains { $0.scope.siteID == siteID("a1") })
            // What a ward did for a town is none of the wards' own results.
            #expect(report.line(.commune)?.rate == Rate(0, of: nil))
            #expect(report.line(nil)?.rate == Rate(119, of: nil))
            #expect(report.line(nil)?.notes == [.incomplete([.district, .commune])])

            let offices = try registry.report("2021", [.inForce], levels: [.province])
            #expect(
                offices.lines.map(\.rate) == [
                    Rate(80, of: 1000), Rate(60, of: 200), Rate(20, of: 300), Rate(0, of: 500),
                ])
        }
    }

    @Test("A level's own denominator stands in where no authority of that level has one")
    func levelStandsIn() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                header + "R3,level:commune,2021,1000,,x\nR3,level:district,2021,1000,,x\nR3,t1,2021,10,,x\n")
            try registry.count(150, .resultsInForce, "a1", .commune, on: "2021-03-03")
            try registry.count(5, .resultsInForce, "t1", .district, on: "2021-03-03")
            try registry.importTargets("indicator,level,year,permille,basis\nR3,commune,2021,150,x\n")
            let report = try registry.report("2021", [.inForce])
            #expect(report.line(.commune)?.rate == Rate(150, of: 1000))
            #expect(report.line(.commune)?.verdict == .met)
            #expect(report.line(.commune)?.notes == [.levelDenominator])
            #expect(report.line(.district)?.rate == Rate(5, of: 10))
        }
    }
}

@Suite("R6: offices that run the process")
struct OfficeFigureTests {
    @Test("An office runs the process when it sealed a submission in the period; exempt ones count nowhere")
    func liveOffices() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.count(1, .submissions, "a1", on: "2021-12-31")
            try registry.count(40, .submissions, "a1", on: "2021-02-01")
            try registry.count(9, .submissions, "a2", on: "2020-12-31")
            try registry.count(9, .submissions, "b2", on: "2021-05-05")
            try registry.count(9, .submissions, "t1", on: "2022-01-01")
            let report = try registry.report("2021", [.offices])
            #expect(report.line(.commune)?.rate == Rate(1, of: 3))
            #expect(report.line(.district)?.rate == Rate(0, of: 2))
            #expect(report.line(.province)?.rate == Rate(0, of: 1))
            #expect(report.line(nil)?.rate == Rate(1, of: 6))
            let offices = try registry.report("2021", [.offices], levels: [.commune])
            #expect(offices.line("a1")?.rate == Rate(1, of: 1))
            #expect(offices.line("a2")?.rate == Rate(0, of: 1))
            #expect(offices.line("b2")?.rate.vietnamese() == "—")
            #expect(offices.line("b2")?.notes == [.exempt])
        }
    }

    @Test("Offices are those there are on the day, with the level they have then")
    func officesOfTheDay() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importSites(
                "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n"
                    + "b1,Bộ phận Một cửa Phường 1,commune,t2,31003,2019-01-01,2021-07-01\n")
            #expect(try registry.report("2021-H1", [.offices]).line(.commune)?.rate.denominator == 3)
            #expect(try registry.report("2021", [.offices]).line(.commune)?.rate.denominator == 2)
        }
    }

    @Test(
        "Reported figures of just the period are taken and marked; a provincial sum of reported and counted is not made"
    )
    func reported() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                "indicator,scope,period,denominator,numerator,source\nR6,level:commune,2020,109,22,kế hoạch\n")
            let report = try registry.report("2020", [.offices])
            let commune = try #require(report.line(.commune))
            #expect((commune.rate, commune.source) == (Rate(22, of: 109), .reported))
            #expect(commune.notes == [.reported(counted: 0)])
            #expect(report.line(.district)?.notes == [.nothingReceived])
            #expect(report.line(nil)?.rate.denominator == nil)
            #expect(report.line(nil)?.notes == [.unlike([.province, .district])])
            #expect(report.text().contains("không cộng"))
            #expect(try registry.report("2020-H1", [.offices]).line(.commune)?.rate == Rate(0, of: 3))
        }
    }
}
