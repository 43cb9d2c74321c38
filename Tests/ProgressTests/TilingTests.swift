import Dossiers
import Registry
import TestSupport
import Testing

@testable import Progress

@Suite("Baselines that make up a period")
struct TilingTests {
    private func cover(_ text: String, _ parts: [String]) -> [String]? {
        let baselines = parts.map {
            Baseline(indicator: .received, scope: .level(.commune), period: period($0), denominator: 1, source: "x")
        }
        return Tiling.cover(period(text), with: baselines)?.map(\.period.description)
    }

    @Test("The baseline of the same span is taken before any parts")
    func sameSpan() {
        #expect(cover("2021", ["2021-H1", "2021-H2", "2021"]) == ["2021"])
        #expect(cover("2021-Q1", ["2021-01-01/2021-03-31"]) == ["2021-01-01/2021-03-31"])
    }

    @Test("Parts that fit without gap or overlap make up the period, the fewest of them")
    func parts() {
        let quarters = (1...4).map { "2021-Q\($0)" }
        #expect(cover("2021", quarters) == quarters)
        #expect(cover("2021", quarters.reversed()) == quarters)
        #expect(
            cover("2021", quarters + ["2021-H2", "2021-01", "2021-02", "2021-03"]) == ["2021-Q1", "2021-Q2", "2021-H2"])
        #expect(
            cover("2021", ["2021-H1", "2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2021-H2"]) == ["2021-H1", "2021-H2"])
        // As few either way: the longer part first, in whatever order they come.
        let ways = ["2021-01", "2021-02-01/2021-03-31", "2021-01-01/2021-02-28", "2021-03"]
        #expect(cover("2021-Q1", ways) == ["2021-01-01/2021-02-28", "2021-03"])
        #expect(cover("2021-Q1", ways.reversed()) == ["2021-01-01/2021-02-28", "2021-03"])
        #expect(
            cover("2021@15", ["2021-Q1@15", "2021-Q2@15", "2021-H2@15"]) == ["2021-Q1@15", "2021-Q2@15", "2021-H2@15"])
    }

    @Test("A gap, an overlap or a part that sticks out makes up nothing")
    func misfits() {
        #expect(cover("2021", []) == nil)
        #expect(cover("2021", ["2021-Q1", "2021-Q2", "2021-Q3"]) == nil)
        #expect(cover("2021", ["2021-Q1", "2021-Q2", "2021-Q4"]) == nil)
        #expect(cover("2021-Q1", ["2021"]) == nil)
        #expect(cover("2021", ["2021-Q1@15", "2021-Q2@15", "2021-Q3@15", "2021-Q4@15"]) == nil)
        #expect(cover("2021", ["2021-01-01/2021-06-30", "2021-06-30/2021-12-31"]) == nil)
    }

    @Test("What is found covers each day once and is no longer than any other way, over random parts")
    func againstEveryWay() {
        var random = Seeded(365)
        for _ in 0..<400 {
            let first = day("2021-03-01")
            let length = 10
            let parts: [(Int, Int)] = (0..<12).map { _ in
                let start = Int.random(in: -1..<length, using: &random)
                return (start, start + Int.random(in: 0..<5, using: &random))
            }
            let baselines = parts.map { start, end in
                Baseline(
                    indicator: .received, scope: .level(.commune),
                    period: period("\(first.advanced(by: start))/\(first.advanced(by: end))"), denominator: 1,
                    source: "x")
            }
            let whole = period("\(first)/\(first.advanced(by: length - 1))")
            let found = Tiling.cover(whole, with: baselines)
            #expect(found?.count == fewest(from: 0, to: length, parts))
            var next = whole.first
            for part in found ?? [] {
                #expect(part.period.first == next)
                next = part.period.last.advanced(by: 1)
            }
            #expect(found == nil || next == whole.last.advanced(by: 1))
        }
    }

    /// The fewest of `parts` that make up the days from `start` to before `end`, by trying every way.
    private func fewest(from start: Int, to end: Int, _ parts: [(Int, Int)]) -> Int? {
        if start == end { return 0 }
        return parts.filter { $0.0 == start && $0.1 < end }
            .compactMap { fewest(from: $0.1 + 1, to: end, parts).map { $0 + 1 } }.min()
    }
}
