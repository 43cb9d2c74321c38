import Dossiers
import Progress
import Testing

@testable import Registry

@Suite("An office's own figures of the year")
struct OfficeYearTests {
    @Test("R1 to R3 of the office, with its level's targets; what is missing is missing")
    func figures() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                """
                indicator,scope,period,denominator,source
                R1,a1,2021,100,x
                R3,a1,2021,40,x
                R1,a2,2021,999,x
                """)
            try registry.importTargets(
                "indicator,level,year,permille,basis\nR3,commune,2021,150,x\nR3,district,2021,200,x\n")
            try registry.count(7, .digitisedDossiers, "a1", on: "2021-02-01")
            try registry.count(5, .digitisedDossiers, "a1", on: "2020-12-31")
            try registry.count(9, .digitisedDossiers, "a2", on: "2021-02-01")
            try registry.count(3, .digitisedResults, "a1", on: "2021-03-01")
            try registry.count(2, .resultsInForce, "a1", .commune, on: "2020-06-01")
            try registry.count(4, .resultsInForce, "a1", .commune, on: "2021-06-01")
            // After the day.
            try registry.count(1000, .digitisedDossiers, "a1", on: "2021-06-16")

            let lines = try ProgressReport.ofOffice(siteID("a1"), on: day("2021-06-15"), from: registry)
            #expect(lines.map(\.indicator) == [.received, .results, .inForce])
            #expect(lines.map(\.rate) == [Rate(7, of: 100), Rate(3, of: nil), Rate(6, of: 40)])
            #expect(lines.map { $0.target?.permille } == [nil, nil, 150])
            #expect(lines.allSatisfy { $0.level == .commune })
            #expect(
                try ProgressReport.ofOffice(siteID("a1"), on: day("2022-01-01"), from: registry).first?.rate
                    == Rate(0, of: nil))
        }
    }

    @Test("An office that is not known has no figures")
    func unknown() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            #expect(try ProgressReport.ofOffice(siteID("zz"), on: day("2021-06-15"), from: registry).isEmpty)
        }
    }
}
