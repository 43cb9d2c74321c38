import Dossiers
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("Sums of counters")
struct CounterSumTests {
    @Test("Every day of a span is covered once, by whole years and months where they fit")
    func ranges() {
        func covering(_ first: String?, _ last: String) -> [String] {
            CounterRange.covering(first.map(day), through: day(last)).map {
                "\($0.grain.rawValue) \($0.first == CalendarDay(number: Int(Int32.min)) ? "…" : "\($0.first)") \($0.last)"
            }
        }
        #expect(covering("2021-01-01", "2021-12-31") == ["year 2021-01-01 2021-12-31"])
        #expect(
            covering("2019-11-30", "2022-02-01") == [
                "day 2019-11-30 2019-11-30", "month 2019-12-01 2019-12-31", "year 2020-01-01 2021-12-31",
                "month 2022-01-01 2022-01-31", "day 2022-02-01 2022-02-01",
            ])
        #expect(covering("2021-01-01", "2021-12-30") == ["month 2021-01-01 2021-11-30", "day 2021-12-01 2021-12-30"])
        #expect(covering("2021-02-01", "2021-02-28") == ["month 2021-02-01 2021-02-28"])
        #expect(covering("2021-02-01", "2021-02-27") == ["day 2021-02-01 2021-02-27"])
        #expect(
            covering("2020-12-15", "2021-03-14")
                == ["day 2020-12-15 2020-12-31", "month 2021-01-01 2021-02-28", "day 2021-03-01 2021-03-14"])
        #expect(covering("2021-01-02", "2021-02-27") == ["day 2021-01-02 2021-02-27"])
        #expect(covering(nil, "2021-02-28") == ["year … 2020-12-31", "month 2021-01-01 2021-02-28"])
        #expect(
            covering(nil, "2021-03-01")
                == ["year … 2020-12-31", "month 2021-01-01 2021-02-28", "day 2021-03-01 2021-03-01"])
        #expect(covering(nil, "2020-12-31") == ["year … 2020-12-31"])
        #expect(covering("2021-03-02", "2021-03-01").isEmpty)
        #expect(covering("2021-03-01", "2021-03-01") == ["day 2021-03-01 2021-03-01"])
    }

    @Test("Over random counts and spans, sums are those of the days, and any split of a span adds up")
    func againstTheDays() async throws {
        try await withRegistry { registry in
            var random = Seeded(15_14)
            let start = day("2020-11-20")
            var counts: [(scope: CounterScope, day: CalendarDay, amount: Int)] = []
            try registry.write { db in
                var tally = Tally()
                for _ in 0..<600 {
                    let name = ["a1", "a2", "b1", "b2"].randomElement(using: &random)!
                    let on = start.advanced(by: Int.random(in: 0..<1500, using: &random))
                    let amount = Int.random(in: 1...9, using: &random)
                    let level = Level.allCases.randomElement(using: &random)!
                    tally.add(amount, to: .resultsInForce, scope: name, level: level.rawValue, on: on)
                    counts.append((CounterScope(name, level: level), on, amount))
                    // Another measure must not show.
                    tally.add(1000, to: .digitisedDossiers, scope: name, on: on)
                }
                try tally.apply(to: db)
            }
            for _ in 0..<200 {
                let first = start.advanced(by: Int.random(in: -20..<1520, using: &random))
                let last = first.advanced(by: Int.random(in: 0..<1300, using: &random))
                let cut = first.advanced(by: Int.random(in: 0...(last.number - first.number), using: &random))
                let (whole, head, tail, ever) = try registry.readFigures { reader throws(RegistryError) in
                    (
                        try reader.sums(of: .resultsInForce, from: first, through: last),
                        try reader.sums(of: .resultsInForce, from: first, through: cut),
                        try reader.sums(of: .resultsInForce, from: cut.advanced(by: 1), through: last),
                        try reader.sums(of: .resultsInForce, from: nil, through: last)
                    )
                }
                #expect(whole == expected(counts) { first <= $0 && $0 <= last })
                #expect(ever == expected(counts) { $0 <= last })
                #expect(head.merging(tail, uniquingKeysWith: +) == whole)
            }
        }
    }

    @Test("Codes of authorities are compared byte by byte")
    func opaqueCodes() async throws {
        try await withRegistry { registry in
            try registry.count(1, .resultsInForce, "sở", .province, on: "2021-05-05")
            try registry.count(2, .resultsInForce, "s\u{6F}\u{31B}\u{309}", .province, on: "2021-05-05")
            let sums = try registry.readFigures { reader throws(RegistryError) in
                try reader.sums(of: .resultsInForce, from: nil, through: day("2021-12-31"))
            }
            #expect(sums.values.sorted() == [1, 2])
        }
    }

    @Test("A sum by month looks only at rows by month, and one by day only at the days asked for")
    func costOfASum() async throws {
        try await withRegistry { registry in
            let plan = try registry.read { db in
                try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + FiguresReader.sumQuery(of: .dossiers), arguments: ["day", 0, 9]
                )
                .map { $0["detail"] as String }
            }
            // Both passes go by the key; the second one by all of it, down to the first day.
            #expect(
                plan.contains { $0.contains("grain=? AND scope=? AND level=? AND start>? AND start<?") },
                "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN c") || $0.hasPrefix("SCAN counter") }, "\(plan)")
        }
    }

    private func expected(
        _ counts: [(scope: CounterScope, day: CalendarDay, amount: Int)], _ include: (CalendarDay) -> Bool
    ) -> [CounterScope: Int] {
        counts.filter { include($0.day) }.reduce(into: [:]) { $0[$1.scope, default: 0] += $1.amount }
    }
}
