import Dossiers
import Progress
import Registry
import TestSupport
import Testing

@Suite("R1 and R2: digitised of received and of resolved")
struct DossierFigureTests {
    private let header = "indicator,scope,period,denominator,numerator,source\n"

    @Test("The plan's figures for 2020 come out of the imported integers")
    func planOf2020() async throws {
        try await withRegistry { registry in
            try registry.importSites(String(decoding: try shippedData("sites-soc-trang-2021.csv"), as: UTF8.self))
            try registry.importBaselines(
                String(decoding: try shippedData("plan-2020-soc-trang.csv"), as: UTF8.self), period: period("2020"))
            let report = try registry.report("2020")
            #expect(report.line(.province, .received)?.rate == Rate(38_340, of: 114_771))
            #expect(report.line(.district, .received)?.rate == Rate(23_870, of: 81_822))
            #expect(report.line(.commune, .received)?.rate == Rate(148_807, of: 541_244))
            #expect(report.line(nil, .received)?.rate == Rate(211_017, of: 737_837))
            #expect(report.line(.province, .received)?.rate.vietnamese(decimals: 1) == "33,4%")
            #expect(report.line(.district, .received)?.rate.vietnamese(decimals: 2) == "29,17%")
            #expect(report.line(.commune, .received)?.rate.vietnamese(decimals: 2) == "27,49%")
            #expect(report.line(.district, .offices)?.rate.vietnamese(decimals: 2) == "63,64%")
            #expect(report.line(.commune, .offices)?.rate.vietnamese(decimals: 2) == "20,18%")
            for level in Level.allCases {
                let line = try #require(report.line(level, .received))
                #expect(line.source == .reported)
                #expect(line.notes == [.levelDenominator, .reported(counted: 0)])
                // That the offices have no denominators of their own is no lack where the level has one.
                #expect(line.withoutDenominator.isEmpty)
            }
            // Dossiers of that year that are digitised later do not overturn what was reported.
            try registry.count(3, .digitisedDossiers, "st-31498", on: "2020-06-01")
            let later = try #require(try registry.report("2020", [.received]).line(.commune))
            #expect(later.rate == Rate(148_807, of: 541_244))
            #expect(later.notes.contains(.reported(counted: 3)))
        }
    }

    @Test("A level is the sum over its offices that have denominators; the others are named beside it")
    func levelSums() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                header + """
                    R1,a1,2021,100,,x
                    R1,a2,2021-Q1,10,,x
                    R1,a2,2021-Q2,20,,x
                    R1,a2,2021-Q3,30,,x
                    R1,a2,2021-Q4,40,,x
                    R1,b2,2021,80,,x
                    R1,tinh,2021,50,,x
                    R1,level:district,2021,500,,x
                    R1,level:commune,2021,9999,,x
                    """)
            try registry.count(33, .digitisedDossiers, "a1", on: "2021-05-10")
            try registry.count(5, .digitisedDossiers, "a1", on: "2020-12-31")
            try registry.count(6, .digitisedDossiers, "a1", on: "2022-01-01")
            try registry.count(20, .digitisedDossiers, "a2", on: "2021-01-01")
            try registry.count(30, .digitisedDossiers, "a2", on: "2021-12-31")
            try registry.count(7, .digitisedDossiers, "b1", on: "2021-05-10")
            try registry.count(90, .digitisedDossiers, "b2", on: "2021-05-10")
            try registry.count(50, .digitisedDossiers, "tinh", on: "2021-05-10")
            try registry.count(100, .digitisedDossiers, "t1", on: "2021-05-10")
            try registry.count(150, .digitisedDossiers, "t2", on: "2021-05-10")
            // Another measure on the same days must not show.
            try registry.count(1000, .digitisedResults, "a1", on: "2021-05-10")

            let report = try registry.report("2021", [.received])
            let commune = try #require(report.line(.commune))
            #expect(commune.rate == Rate(33 + 50 + 90, of: 100 + 100 + 80))
            #expect(commune.withoutDenominator.map { $0.scope.siteID } == [siteID("b1")])
            #expect(commune.withoutDenominator.map(\.numerator) == [7])
            #expect(commune.withoutDenominator.map { $0.parent?.id } == [siteID("t2")])
            // An office has its own denominator, so that the level's stands back.
            #expect(!commune.notes.contains(.levelDenominator))
            let district = try #require(report.line(.district))
            #expect(district.rate == Rate(250, of: 500))
            #expect(district.notes == [.levelDenominator])
            let total = try #require(report.line(nil))
            #expect(total.rate == Rate(480, of: nil))
            #expect(total.notes == [.incomplete([.commune])])

            let offices = try registry.report("2021", [.received], levels: [.commune])
            #expect(offices.lines.compactMap(\.scope.siteID?.rawValue) == ["a1", "a2", "b1", "b2"])
            #expect(offices.line("a1")?.rate == Rate(33, of: 100))
            #expect(offices.line("a2")?.rate == Rate(50, of: 100))
            #expect(offices.line("a2")?.notes == [.summedDenominator(4)])
            #expect(offices.line("b1")?.rate == Rate(7, of: nil))
            // More than there were: shown as it is, with a note.
            #expect(offices.line("b2")?.rate == Rate(90, of: 80))
            #expect(offices.line("b2")?.notes == [.aboveDenominator])

            try registry.importBaselines(header + "R1,b1,2021,20,,x\n")
            let complete = try #require(try registry.report("2021", [.received]).line(nil))
            #expect(complete.rate == Rate(480, of: 850))
            #expect(complete.notes.isEmpty)
        }
    }

    @Test("Without any denominator there is no rate, and over zero there is none either")
    func noDenominators() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.count(4, .digitisedResults, "a1", on: "2021-05-10")
            try registry.importBaselines(header + "R2,t1,2021,0,,x\nR2,t2,2021,0,,x\n")
            let report = try registry.report("2021", [.results])
            #expect(report.line(.commune)?.rate == Rate(4, of: nil))
            #expect(report.line(.commune)?.rate.vietnamese() == "Chưa có mẫu số")
            #expect(report.line(.commune)?.withoutDenominator.count == 4)
            #expect(report.line(.district)?.rate.vietnamese() == "—")
            #expect(report.line(nil)?.rate == Rate(4, of: nil))
        }
    }

    @Test("A reported part of a period and the counted rest make up the period")
    func reportedPart() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(
                header + "R1,a1,2021-Q1,25,10,báo cáo\nR1,a1,2021-Q2,25,,x\nR1,a1,2021-H2,50,,x\n")
            try registry.count(3, .digitisedDossiers, "a1", on: "2021-02-01")
            try registry.count(4, .digitisedDossiers, "a1", on: "2021-04-01")
            try registry.count(5, .digitisedDossiers, "a1", on: "2021-09-30")
            let line = try #require(try registry.report("2021", [.received], sites: [siteID("a1")]).lines.first)
            #expect(line.rate == Rate(10 + 4 + 5, of: 100))
            #expect(line.source == .mixed)
            #expect(line.notes == [.mixed, .summedDenominator(3)])
        }
    }

    @Test("A reporting window runs from the 15th to the 14th")
    func windows() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            for (amount, on) in [(1, "2020-12-14"), (2, "2020-12-15"), (4, "2021-03-14"), (8, "2021-03-15")] {
                try registry.count(amount, .digitisedDossiers, "a1", on: on)
            }
            try registry.importBaselines(header + "R1,a1,2021-Q1@15,10,,x\nR1,a1,2021-Q1,100,,x\n")
            func rate(_ text: String) throws -> Rate? {
                try registry.report(text, [.received], sites: [siteID("a1")]).lines.first?.rate
            }
            #expect(try rate("2021-Q1@15") == Rate(6, of: 10))
            #expect(try rate("2021-Q1") == Rate(12, of: 100))
            #expect(try rate("2020-12-15/2021-03-14") == Rate(6, of: 10))
            #expect(try rate("2021-Q2@15") == Rate(8, of: nil))
        }
    }

    @Test("Nothing dated after the day of the report is counted")
    func asOf() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importBaselines(header + "R1,a1,2021,100,,x\n")
            try registry.count(1, .digitisedDossiers, "a1", on: "2021-06-30")
            try registry.count(2, .digitisedDossiers, "a1", on: "2021-07-01")
            func rate(_ asOf: String) throws -> Rate? {
                try registry.report("2021", asOf: asOf, [.received], sites: [siteID("a1")]).lines.first?.rate
            }
            #expect(try rate("2021-06-30") == Rate(1, of: 100))
            #expect(try rate("2021-07-01") == Rate(3, of: 100))
            #expect(throws: ReportRefusal.self) { try registry.report("2021", asOf: "2020-12-31") }
        }
    }

    @Test("Figures of offices that are closed, or were counted before they are known, do not get lost")
    func historyStays() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importSites(
                "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n"
                    + "t2,Bộ phận Một cửa Thị xã Hai,district,tinh,942,2019-01-01,2021-07-01\n"
                    + "b1,Bộ phận Một cửa Phường 1,commune,t2,31003,2019-01-01,2021-07-01\n")
            try registry.importBaselines(
                header + "R1,b1,2021,10,,x\nR1,a1,2021,10,,x\nR1,a2,2021,10,,x\nR1,b2,2021,10,,x\n")
            try registry.count(5, .digitisedDossiers, "b1", on: "2021-06-30")
            #expect(try registry.report("2021", [.received]).line(.commune)?.rate == Rate(5, of: 40))
            // After its end it is no longer among those without a denominator.
            let next = try #require(try registry.report("2022", [.received]).line(.commune))
            #expect(next.withoutDenominator.count == 3)
            // A dossier received before the office's first fact.
            try registry.count(2, .digitisedDossiers, "a1", on: "2018-05-05")
            #expect(try registry.report("2018", [.received]).line(.commune)?.rate == Rate(2, of: nil))
        }
    }

    @Test("Over random figures, levels are sums of their offices, the province of its levels, and any split adds up")
    func sumRules() async throws {
        try await withRegistry { registry in
            var random = Seeded(814_602)
            try registry.importSites(smallProvince)
            var rows = ""
            let sites = ["tinh", "t1", "t2", "a1", "a2", "b1", "b2"]
            for site in sites {
                if Bool.random(using: &random) {
                    rows += "R1,\(site),2021,\(Int.random(in: 0...500, using: &random)),,x\n"
                }
                if Bool.random(using: &random) {
                    for quarter in 1...4 {
                        rows += "R1,\(site),2022-Q\(quarter),\(Int.random(in: 0...99, using: &random)),,x\n"
                    }
                }
                for _ in 0..<30 {
                    let on = day("2020-12-01").advanced(by: Int.random(in: 0..<800, using: &random))
                    try registry.count(Int.random(in: 1...9, using: &random), .digitisedDossiers, site, on: "\(on)")
                }
            }
            try registry.importBaselines(header + rows)
            func numerators(_ text: String) throws -> [String: Int] {
                let lines = try registry.report(text, [.received], sites: sites.map(siteID)).lines
                return Dictionary(uniqueKeysWithValues: lines.map { ($0.scope.siteID!.rawValue, $0.rate.numerator) })
            }
            for text in ["2021", "2022", "2021-Q3@15"] {
                let report = try registry.report(text, [.received])
                let all = try registry.report(text, [.received], levels: Level.allCases)
                for level in Level.allCases {
                    let offices = all.lines.filter { $0.level == level && $0.scope.siteID != nil }
                    let counted =
                        offices.contains { $0.rate.denominator != nil }
                        ? offices.filter { $0.rate.denominator != nil } : offices
                    let line = try #require(report.line(level))
                    #expect(line.rate.numerator == counted.reduce(0) { $0 + $1.rate.numerator })
                    #expect((line.rate.denominator ?? 0) == offices.reduce(0) { $0 + ($1.rate.denominator ?? 0) })
                    #expect(
                        Set(line.withoutDenominator.map(\.scope))
                            == Set(offices.filter { $0.rate.denominator == nil }.map(\.scope)))
                }
                let everything = all.lines.filter { $0.scope.siteID != nil }.reduce(0) { $0 + $1.rate.numerator }
                #expect(report.line(nil)?.rate.numerator == everything)
            }
            for _ in 0..<20 {
                let first = day("2021-01-01").advanced(by: Int.random(in: 0..<300, using: &random))
                let last = first.advanced(by: Int.random(in: 1..<300, using: &random))
                let cut = first.advanced(by: Int.random(in: 0..<(last.number - first.number), using: &random))
                let whole = try numerators("\(first)/\(last)")
                let parts = try numerators("\(first)/\(cut)").merging(
                    try numerators("\(cut.advanced(by: 1))/\(last)"), uniquingKeysWith: +)
                #expect(whole == parts)
            }
        }
    }
}
