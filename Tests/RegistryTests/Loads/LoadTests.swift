import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("What is counted by procedure and by officer")
struct LoadTests {
    private let june = (first: CalendarDay("2021-06-01")!, last: CalendarDay("2021-06-30")!)

    private func officers(_ province: Province, at sites: Set<SiteID>? = nil) throws -> [String] {
        try province.registry.readFigures { reader throws(RegistryError) in
            try reader.officerLoads(at: sites, from: june.first, through: june.last)
        }.map { "\($0.name) \($0.site): \($0.submissions) \($0.dossiers) \($0.pages) \($0.days)" }
    }

    private func procedures(_ province: Province, at sites: Set<SiteID>? = nil) throws -> [String] {
        try province.registry.readFigures { reader throws(RegistryError) in
            try reader.procedureLoads(at: sites, from: june.first, through: june.last)
        }.map { "\($0.code) (\($0.name ?? "?")): \($0.dossiers) \($0.digitised) \($0.pages) \($0.offices)" }
    }

    private func papers(_ pages: UInt64...) -> [Document] {
        pages.map { .component(SampleContent.page($0)) }
    }

    @Test("A correction is work of who made it; the dossier stays that of who sent it first, under its last procedure")
    func corrections() async throws {
        try await withProvince { province in
            _ = try province.registry.replaceCatalogue(
                with: [
                    CatalogueEntry(
                        procedure: "2.1", procedureName: "Khai sinh", type: "a", name: "Tờ khai", role: .component,
                        isCompulsory: true),
                    CatalogueEntry(
                        procedure: "2.2", procedureName: "Khai tử", type: "a", name: "Tờ khai", role: .component,
                        isCompulsory: true),
                ], by: "test", from: "test", at: noon
            ).get()
            var station = try province.station()
            func seal(
                _ documents: [Document], by officer: String, _ procedure: String, hours: Double = 0,
                isComplete: Bool = true, supersedes: [ContentDigest] = []
            ) -> SealedManifest {
                station.seal(
                    documents: documents, sealedAt: noon.addingTimeInterval(hours * 3600), isComplete: isComplete,
                    supersedes: supersedes
                ) {
                    $0.operatorName = officer
                    $0.dossier.procedure = procedure
                }
            }
            let first = seal(papers(1, 2), by: "an", "1.9", isComplete: false)
            try province.accept(first)
            #expect(try officers(province) == ["an pb-cm-001: 1 1 2 1"])
            #expect(try procedures(province) == ["1.9 (?): 1 0 2 1"])

            let second = seal(papers(1, 2, 3), by: "bình", "2.1", hours: 30, supersedes: [first.digest])
            try province.accept(second)
            #expect(try officers(province) == ["an pb-cm-001: 1 1 0 1", "bình pb-cm-001: 1 0 3 1"])
            #expect(try procedures(province) == ["2.1 (Khai sinh): 1 1 3 1"])

            // The same again by somebody else, as after a new enrolment, is nobody's work.
            try province.accept(seal(papers(1, 2, 3), by: "chi", "2.1", hours: 40))
            #expect(try officers(province) == ["an pb-cm-001: 1 1 0 1", "bình pb-cm-001: 1 0 3 1"])
            #expect(try procedures(province) == ["2.1 (Khai sinh): 1 1 3 1"])
            #expect(try province.differences().isEmpty)
            try expectLoadListsAgree(province, "corrected")
            let unused = try province.registry.readFigures { reader throws(RegistryError) in
                try reader.unusedProcedures(
                    besides: reader.procedureLoads(at: nil, from: june.first, through: june.last))
            }
            #expect(unused.map(\.code) == ["2.2"] && unused.map(\.name) == ["Khai tử"])
        }
    }

    @Test("An earlier sealing that arrives late takes the dossier over, with its office and its officer")
    func lateArrival() async throws {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: district))
            try province.accept(here.seal(documents: papers(1)) { $0.operatorName = "an" })
            #expect(try procedures(province, at: [commune]) == ["1.004946 (?): 1 1 1 1"])
            try province.accept(
                there.seal(documents: papers(2, 3), sealedAt: noon.addingTimeInterval(-60)) {
                    $0.operatorName = "bình"
                })
            #expect(try officers(province) == ["an pb-cm-001: 1 0 1 1", "bình pb-d01: 1 1 2 1"])
            #expect(try officers(province, at: [district]) == ["bình pb-d01: 1 1 2 1"])
            #expect(try procedures(province, at: [commune]).isEmpty)
            #expect(try procedures(province, at: [district]) == ["1.004946 (?): 1 1 3 1"])
            #expect(try procedures(province, at: []).isEmpty && officers(province, at: []).isEmpty)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("Days with work are counted once each, by officer and office; only the days of the span count")
    func days() async throws {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: district))
            for (number, hours) in [0, 1, 30, 24 * 20].enumerated() {
                try province.accept(
                    here.seal(
                        "H51.18-210615-000\(number)", documents: papers(UInt64(number)),
                        sealedAt: noon.addingTimeInterval(Double(hours) * 3600)))
            }
            try province.accept(there.seal("H51.18-210615-0009", documents: papers(9)))
            #expect(try officers(province) == ["canbo pb-cm-001: 3 3 3 2", "canbo pb-d01: 1 1 1 1"])
            #expect(try procedures(province) == ["1.004946 (?): 5 5 5 2"])
        }
    }

    @Test("Codes that look alike and are not the same are kept apart")
    func opaque() async throws {
        try await withProvince { province in
            var station = try province.station()
            for (number, code) in ["thủ tục", "thu\u{309} tu\u{323}c"].enumerated() {
                try province.accept(
                    station.seal("H51.18-210615-000\(number)", documents: papers(UInt64(number))) {
                        $0.dossier.procedure = code
                    })
            }
            #expect(try procedures(province).count == 2)
            let known = try province.registry.readFigures { reader throws(RegistryError) in
                (
                    try reader.offices(of: "thủ tục", at: nil, from: june.first, through: june.last).map(
                        \.load.dossiers),
                    try reader.knowsProcedure("thủ tục").isKnown, try reader.knowsProcedure("thủ").isKnown
                )
            }
            #expect(known == ([1], true, false))
        }
    }

    @Test("A year is read without walking over other years or through the dossiers")
    func plans() async throws {
        try await withProvince { province in
            let plans = try province.registry.pool.read { db in
                try ["officerLoad", "procedureLoad"].map { table in
                    try Row.fetchAll(
                        db,
                        sql: """
                            EXPLAIN QUERY PLAN SELECT s.name, sum(l.dossiers) FROM loadScope AS s
                            CROSS JOIN \(table) AS l ON l.scope = s.id AND l.day BETWEEN 1 AND 2
                            WHERE s.kind = 'x' GROUP BY s.name, s.site
                            """
                    ).map { $0["detail"] as String }.joined(separator: "; ")
                }
            }
            for plan in plans {
                #expect(plan.contains("PRIMARY KEY (scope=? AND day>? AND day<?)"), "\(plan)")
                #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
            }
        }
    }
}

extension Province {
    /// What was done, as the index holds it.
    func loads() throws -> [LoadKey: Load] {
        try registry.pool.read { db in
            try LoadKind.allCases.reduce(into: [:]) { loads, kind in
                let rows = try Row.fetchAll(
                    db, sql: "SELECT * FROM \(kind.table) AS l JOIN loadScope AS s ON s.id = l.scope")
                for row in rows {
                    var load = Load()
                    for column in kind.columns { load[keyPath: column.value] = row[column.name] }
                    let scope = LoadScope(kind, row["name"], at: try row.value("site"))
                    loads[LoadKey(scope: scope, day: CalendarDay(number: row["day"]))] = load
                }
            }
        }
    }
}
