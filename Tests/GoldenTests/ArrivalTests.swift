import Dossiers
import Exchange
import Foundation
import GRDB
import Progress
import SystemPackage
import TestSupport
import Testing

@testable import Registry

@Suite("Order of arrival", .timeLimit(.minutes(10)))
struct ArrivalTests {
    @Test(
        "Whatever order manifests and pages of many stations arrive in, reports, facts and counters are the same",
        arguments: [11, 12, 13] as [UInt64])
    func anyOrder(seed: UInt64) async throws {
        try await withTemporaryDirectory { folder in
            let empty = try await GoldenCollector.setUp(in: folder)
            let stations = try empty.enrol()
            let history = GoldenHistory(stations, dossiers: 60, seed: seed)
            var random = Seeded(seed)
            var first: Outcome?
            for round in 0..<3 {
                let collector = try empty.copy(to: folder.appending("round-\(round)"))
                try await collector.deliver(history, from: stations, using: &random)
                let outcome = try Outcome(of: collector)
                #expect(outcome.differences == 0, "a recount differs, seed \(seed), round \(round)")
                guard let expected = first else {
                    #expect(outcome.facts.count > 60)
                    first = outcome
                    continue
                }
                // Compared one by one: the whole would be too much to read.
                let none: [String] = []
                let place = "seed \(seed), round \(round)"
                #expect(Array(Set(outcome.facts).symmetricDifference(expected.facts)) == none, "\(place)")
                #expect(Array(Set(outcome.counters).symmetricDifference(expected.counters)) == none, "\(place)")
                #expect(outcome.reports == expected.reports, "\(place)")
            }
        }
    }
}

/// Everything that is derived from what arrived.
private struct Outcome {
    let reports: [ProgressReport]
    let facts: [String]
    let counters: [String]
    /// Between the index and a recount.
    let differences: Int

    init(of collector: GoldenCollector) throws {
        let registry = try Registry.open(at: collector.index)
        defer { try? registry.close() }
        differences = try registry.recount(by: "test", at: Date()) { _ in }.differences
        reports = try GoldenTables.requests.prefix(12).map { period, day in
            let request = try ReportRequest(
                period: try #require(Period(period)), asOf: try #require(CalendarDay(day)), levels: Level.allCases)
            return try ProgressReport.make(request, from: registry).get()
        }
        (facts, counters) = try registry.pool.read { db in
            func rows(_ table: String, of scope: String? = nil) throws -> [String] {
                // Scopes are numbered as they arrive: what they say is compared.
                let scopes = scope.map {
                    "JOIN (SELECT id AS \($0), kind, name, site AS office FROM loadScope) USING (\($0))"
                }
                return try Row.fetchAll(db, sql: "SELECT * FROM \(table) \(scopes ?? "")").map { row in
                    "\(table) \(row.filter { $0.0 != scope }.map { "\($0.0): \($0.1)" })"
                }
            }
            return (
                try rows("dossierFact", of: "procedure") + rows("resultFact"),
                try rows("counter") + rows("officerLoad", of: "scope") + rows("procedureLoad", of: "scope")
            )
        }
    }
}
