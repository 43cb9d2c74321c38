import Dossiers
import Progress
import Registry
import Testing

@Suite("Levels and offices at a glance")
struct GlanceTests {
    @Test("They are the lines of the two reports, and levels are the sums of their offices")
    func same() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                """
                indicator,scope,period,denominator,source,numerator
                R1,a1,2021,100,x,
                R1,a2,2021,50,x,
                R3,t1,2021,80,x,
                R3,commune:000.00.03.H51,2021,70,x,
                R6,level:district,2021,2,x,1
                """)
            try registry.count(30, .digitisedDossiers, "a1", on: "2021-03-04")
            try registry.count(20, .digitisedDossiers, "b1", on: "2021-05-04")
            try registry.count(8, .resultsInForce, "t1", .district, on: "2021-05-04")
            try registry.count(3, .resultsInForce, "000.00.03.H51", .commune, on: "2020-05-04")
            let request = try ReportRequest(period: period("2021"), asOf: day("2021-06-30"))
            let glance = try registry.readFigures { reader throws(RegistryError) in
                try ProgressReport.glance(request, from: reader)
            }
            #expect(glance.levels == (try registry.report("2021", asOf: "2021-06-30")))
            let offices = try registry.report("2021", asOf: "2021-06-30", levels: Level.allCases)
            #expect(glance.offices == offices.lines.filter { if case .level = $0.scope { false } else { true } })
            #expect(glance.offices.contains { $0.scope == .authority("000.00.03.H51", .commune) })
            #expect(glance.records.facts.count == 7)
        }
    }
}
