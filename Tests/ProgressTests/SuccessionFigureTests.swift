import Dossiers
import Exchange
import Foundation
import Progress
import Registry
import TestSupport
import Testing

/// Sóc Trăng on 01/07/2025: Phường 10 of the city and two communes of Huyện Mỹ Xuyên become one ward, under the code
/// that Thị trấn Mỹ Xuyên had; the district level ends; every other commune stands under the province.
@Suite("The figures when communes are merged")
struct SuccessionFigureTests {
    private static let header = "indicator,scope,period,denominator,numerator,source\n"
    private let merged = ["st-31525", "st-31684", "st-31690"]
    private let ward = "st-my-xuyen-2025"

    /// The offices as they change on the day, derived from those that are shipped.
    private func reform() throws -> String {
        let shipped = String(decoding: try shippedData("sites-soc-trang-2021.csv"), as: UTF8.self)
        var rows = ["site_id,name,level,parent_id,gso_code,valid_from,closed_on"]
        for line in shipped.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            if fields[2] == "district" || merged.contains(String(fields[0])) {
                rows.append(line + ",2025-07-01")
            } else if fields[2] == "commune" {
                rows.append("\(fields[0]),\(fields[1]),commune,st-tinh,\(fields[4]),2025-07-01,")
            }
        }
        rows.append("\(ward),Bộ phận Một cửa Phường Mỹ Xuyên,commune,st-tinh,31684,2025-07-01,")
        return rows.joined(separator: "\n")
    }

    private var successions: String {
        succession + merged.map { "\($0),\(ward),merge,2025-07-01,Nghị quyết 1678/NQ-UBTVQH15\n" }.joined()
    }

    private func withProvince<Result>(
        ownDenominator: Bool = true, _ body: (Registry) throws -> Result
    ) async throws -> Result {
        try await withRegistry { registry in
            try registry.importSites(String(decoding: try shippedData("sites-soc-trang-2021.csv"), as: UTF8.self))
            try registry.importTargets(String(decoding: try shippedData("targets.csv"), as: UTF8.self))
            try registry.importSites(try reform())
            try registry.importBaselines(
                Self.header + """
                    R1,st-31525,2025-H1,100,,x
                    R1,st-31684,2025-H1,200,,x
                    R1,st-31690,2025-H1,50,,x
                    R1,\(ward),2025-H2,400,,x
                    R1,st-31498,2025,1000,,x
                    R2,st-31525,2025-Q2,40,,x
                    R2,st-31684,2025-Q2,40,,x
                    R2,\(ward),2025-Q3,60,,x
                    R3,st-31525,2025,300,,x
                    R3,st-31684,2025,500,,x
                    R3,st-31690,2025,200,,x
                    R3,st-941,2025-H1,900,,x
                    """)
            if ownDenominator {
                try registry.importBaselines(Self.header + "R3,\(ward),2025-07-01/2026-12-31,1200,,x\n")
            }
            for (site, amount) in zip(merged + [ward, "st-31498"], [60, 90, 20, 250, 700]) {
                let on = site == ward ? "2025-08-08" : "2025-03-03"
                try registry.count(amount, .digitisedDossiers, site, on: on)
                try registry.count(amount / 10, .digitisedResults, site, on: site == ward ? "2025-08-08" : "2025-05-05")
                try registry.count(amount * 2, .resultsInForce, site, .commune, on: on)
                try registry.count(1, .submissions, site, on: on)
            }
            try registry.count(450, .resultsInForce, "st-941", .district, on: "2025-02-02")
            return try body(registry)
        }
    }

    /// What the report says, without its day: one line for each figure.
    private func figures(_ registry: Registry, _ period: String, levels: [Level] = []) throws -> [String] {
        try registry.report(period, levels: levels).lines.map {
            "\($0.indicator.rawValue) \($0.scope) \($0.rate) \($0.source) \(String(describing: $0.verdict))"
        }
    }

    @Test("No figure of a period before the day changes by the succession, of a level or of an office")
    func pastStays() async throws {
        try await withProvince { registry in
            let periods = ["2024", "2025-Q1", "2025-H1", "2025-06", "2025-Q2@15", "2025-01-01/2025-06-30"]
            let before = try periods.map { try figures(registry, $0) + figures(registry, $0, levels: Level.allCases) }
            try registry.importSuccessions(successions)
            let after = try periods.map { try figures(registry, $0) + figures(registry, $0, levels: Level.allCases) }
            #expect(before == after)
            // And the golden sums of the first half year.
            let half = try registry.report("2025-H1")
            #expect(half.line(.commune, .received)?.rate == Rate(170, of: 350))
            #expect(half.line(.commune, .inForce)?.rate == Rate(340, of: 1000))
            #expect(half.line(.district, .inForce)?.rate == Rate(450, of: 900))
            #expect(half.line(.commune, .offices)?.rate == Rate(4, of: 109))
            #expect(half.line(.district, .offices)?.rate == Rate(0, of: 11))
        }
    }

    @Test("The successor shows its own figures and its predecessors', and the level each once")
    func rollUp() async throws {
        try await withProvince { registry in
            try registry.importSuccessions(successions)
            let report = try registry.report("2025", levels: [.commune])
            func line(_ site: String, _ indicator: Indicator) throws -> ReportLine {
                try #require(report.lines.first { $0.scope.siteID?.rawValue == site && $0.indicator == indicator })
            }
            // R1: the half years of the predecessors and its own; 60 + 90 + 20 + 250 of 100 + 200 + 50 + 400.
            let received = try line(ward, .received)
            #expect(received.rate == Rate(420, of: 750))
            #expect(received.rollUp?.own == Rate(250, of: 400))
            #expect(received.rollUp?.predecessors.map(\.id.rawValue) == merged)
            #expect(try line("st-31684", .received).rate == Rate(90, of: 200))
            #expect(report.line(.commune, .received)?.rate == Rate(700 + 420, of: 1000 + 750))
            // R3: the sum of what all four digitised, of its own denominator; the old ones are no more.
            let inForce = try line(ward, .inForce)
            #expect(inForce.rate == Rate(840, of: 1200))
            #expect(inForce.rollUp?.own == Rate(500, of: 1200))
            #expect(!report.lines.contains { $0.indicator == .inForce && $0.scope.siteID?.rawValue == "st-31684" })
            #expect(report.line(.commune, .inForce)?.rate == Rate(840, of: 1200))
            // R6: one office, which ran the process; 107 there are.
            #expect(try line(ward, .offices).rate == Rate(1, of: 1))
            #expect(report.line(.commune, .offices)?.rate == Rate(2, of: 107))

            let text = try registry.report("2025", [.received], sites: [siteID(ward)]).text(width: 300)
            #expect(text.contains("gồm số liệu của Phường 10, Thị trấn Mỹ Xuyên, Xã Đại Tâm chuyển sang"))
            let predecessor = try registry.report("2025", [.received], sites: [siteID("st-31684")])
            #expect(predecessor.text(width: 300).contains("từ 01/07/2025 chuyển sang Phường Mỹ Xuyên"))
        }
    }

    @Test("R2 of a quarter after the day is the successor's own, and of a span across it of all")
    func results() async throws {
        try await withProvince { registry in
            try registry.importSuccessions(successions)
            func rate(_ period: String) throws -> Rate? {
                try registry.report(period, [.results], sites: [siteID(ward)]).lines.first?.rate
            }
            #expect(try rate("2025-Q3") == Rate(25, of: 60))
            // One of the three has no denominator: no rate is made up, and it is named.
            let line = try #require(
                try registry.report("2025-04-01/2025-09-30", [.results], sites: [siteID(ward)]).lines.first)
            #expect(line.rate == Rate(6 + 9 + 2 + 25, of: nil))
            #expect(
                line.notes.contains {
                    if case .rollUpWithoutDenominator(let sites) = $0 {
                        sites.map(\.id.rawValue) == ["st-31690"]
                    } else {
                        false
                    }
                })
        }
    }

    @Test("Until the successor has a denominator of its own, R3 stands over the sum of its predecessors'")
    func standIn() async throws {
        try await withProvince(ownDenominator: false) { registry in
            try registry.importSuccessions(successions)
            func line() throws -> ReportLine {
                try #require(try registry.report("2025", [.inForce], sites: [siteID(ward)]).lines.first)
            }
            #expect(try line().rate == Rate(840, of: 1000))
            #expect(try line().notes.contains(.predecessorsDenominator))
            #expect(try line().rollUp?.own == Rate(500, of: nil))
            try registry.importBaselines(Self.header + "R3,\(ward),2025-07-01/2026-12-31,1200,,x\n")
            #expect(try line().rate == Rate(840, of: 1200))
            #expect(try !line().notes.contains(.predecessorsDenominator))
        }
    }

    @Test("A level that has ended has its history before, and after it no target and no part of the province's sum")
    func endOfLevel() async throws {
        try await withProvince { registry in
            try registry.importSuccessions(successions)
            let year = try registry.report("2025")
            let district = try #require(year.line(.district, .inForce))
            #expect((district.target, district.verdict, district.rate) == (nil, nil, Rate(450, of: nil)))
            #expect(district.notes.contains(.levelEnded(day("2025-07-01"))))
            #expect(year.line(.district, .offices) == nil)
            // R3 of the province is without it: the province's centre has no denominator here, the communes have.
            let total = try #require(year.lines.first { $0.scope == .province && $0.indicator == .inForce })
            #expect(total.notes.contains(.withoutEnded([.district])))
            #expect(total.rate.numerator == 840 + 1400)
            #expect(year.text().contains("không còn từ 01/07/2025"))
            // In 2026 nothing of the districts was received, and no line speaks of them.
            #expect(try registry.report("2026", [.received]).line(.district) == nil)
            #expect(try registry.report("2026", [.offices]).line(.district) == nil)
        }
    }

    @Test(
        "Predecessors' stations that deliver late what was sealed before count for them, and roll up; any order is the same"
    )
    func lateDeliveries() async throws {
        var expected: [String]?
        var random = Seeded(2025)
        for _ in 0..<4 {
            try await withProvince { registry in
                var sealed: [SealedManifest] = []
                for (number, site) in (merged + ["st-31498"]).enumerated() {
                    var station = try registry.enrolled(at: site)
                    sealed.append(
                        station.seal(
                            "H51.18-250615-000\(number)",
                            documents: [
                                .component(SampleContent.page(UInt64(number))),
                                .result(
                                    "\(number)/QĐ", authority: site, level: .commune,
                                    SampleContent.page(UInt64(100 + number))),
                            ], sealedAt: Date(timeIntervalSince1970: 1_751_000_000)))
                }
                // The succession may be known before or after they arrive.
                var steps: [() throws -> Void] = sealed.map { manifest in { try registry.accept(manifest) } }
                steps.append { try registry.importSuccessions(successions) }
                for step in steps.shuffled(using: &random) { try step() }
                let year = try registry.report("2025", [.received, .inForce], sites: [siteID(ward)])
                #expect(year.lines.map(\.rate) == [Rate(423, of: 750), Rate(843, of: 1200)])
                let all = try figures(registry, "2025", levels: Level.allCases) + figures(registry, "2025-H1")
                #expect(expected == nil || expected == all)
                expected = all
            }
        }
    }

    @Test(
        "A renamed office that was merged before counts once, over both steps; parts of others are named and not added")
    func transitive() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importSites(
                "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n" + """
                    a1,Bộ phận Một cửa Phường 1,commune,t1,31001,2019-01-01,2022-01-01
                    m,Bộ phận Một cửa Phường Giữa,commune,t1,31001,2022-01-01,2023-01-01
                    n,Bộ phận Một cửa Phường Cuối,commune,t1,31001,2023-01-01,
                    """)
            try registry.importSuccessions(
                succession + "a1,m,merge,2022-01-01,x\nm,n,rename,2023-01-01,x\nb1,n,part,2023-06-01,x\n")
            for (site, on) in [("a1", "2021-05-05"), ("m", "2022-05-05"), ("n", "2023-05-05"), ("b1", "2023-05-05")] {
                try registry.count(10, .resultsInForce, site, .commune, on: on)
                try registry.count(10, .digitisedDossiers, site, on: on)
            }
            func line(_ period: String, _ indicator: Indicator, _ site: String = "n") throws -> ReportLine? {
                try registry.report(period, [indicator], sites: [siteID(site)]).lines.first
            }
            #expect(try line("2023", .inForce)?.rate.numerator == 30)
            #expect(try line("2022", .inForce, "m")?.rate.numerator == 20)
            #expect(try line("2021", .inForce, "a1")?.rate.numerator == 10)
            #expect(try line("2021-01-01/2023-12-31", .received)?.rate.numerator == 30)
            #expect(try line("2023", .received)?.rate.numerator == 10)
            #expect(
                try line("2023", .received)?.notes.contains {
                    if case .partsOf(let sites) = $0 { sites.map(\.id.rawValue) == ["b1"] } else { false }
                } == true)
            #expect(try line("2023-Q1", .received)?.notes.isEmpty == true)
        }
    }
}
