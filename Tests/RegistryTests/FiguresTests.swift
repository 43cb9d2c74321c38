import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

struct FiguresTests {
    let june = CalendarDay("2021-06-01")!
    let today = CalendarDay("2021-06-15")!

    @Test("An accepted dossier counts by day and by month, where and when its code and its papers say")
    func counts() async throws {
        try await withProvince { province in
            var station = try province.station()
            // Received on 31 May, sealed on 15 June; the result was issued on 2 June by the district.
            try province.accept(
                station.seal(
                    "H51.18-210531-0001",
                    documents: [
                        .component(SampleContent.page(1), SampleContent.page(2)),
                        .result(
                            "12/QĐ", authority: "pb-d01", level: .district, issuedOn: CalendarDay("2021-06-02")!,
                            SampleContent.page(3)),
                    ]))
            let may = CalendarDay("2021-05-01")!
            #expect(try province.counter(.digitisedDossiers, "pb-cm-001", from: may) == 1)
            #expect(
                try province.counter(
                    .digitisedDossiers, "pb-cm-001", grain: "day", from: CalendarDay("2021-05-31")!) == 1)
            #expect(try province.counter(.dossiers, "pb-cm-001", from: may) == 1)
            #expect(
                try province.counter(.digitisedResults, "pb-cm-001", grain: "day", from: CalendarDay("2021-06-02")!)
                    == 1)
            #expect(
                try province.counter(.resultsInForce, "pb-d01", level: "district", grain: "day", from: today) == 1)
            #expect(try province.counter(.resultsInForce, "pb-cm-001", level: "commune", from: june) == 0)
            #expect(try province.counter(.submissions, "pb-cm-001", grain: "day", from: today) == 1)
            #expect(try province.counter(.pages, "pb-cm-001", from: june) == 3)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("Without all compulsory components, or without any component, a dossier is known and not digitised")
    func notDigitised() async throws {
        try await withProvince { province in
            var station = try province.station()
            try province.accept(
                station.seal(
                    "H51.18-210615-0001", documents: [.component(SampleContent.page(1))], isComplete: false))
            try province.accept(
                station.seal("H51.18-210615-0002", documents: [.result("1", SampleContent.page(2))]))
            #expect(try province.counter(.dossiers, "pb-cm-001", from: june) == 2)
            #expect(try province.counter(.digitisedDossiers, "pb-cm-001", from: june) == 0)
        }
    }

    @Test("A code without a day of reception counts on the day of sealing")
    func noReceptionDay() async throws {
        try await withProvince { province in
            var station = try province.station()
            try province.accept(
                station.seal("H51.18-999999-0001", documents: [.component(SampleContent.page(1))]))
            #expect(try province.counter(.digitisedDossiers, "pb-cm-001", grain: "day", from: today) == 1)
        }
    }

    @Test(
        "A dossier scanned at two offices counts once, for the office that sealed it first, whichever arrives first",
        arguments: [false, true])
    func twoOffices(districtArrivesFirst: Bool) async throws {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: district))
            // The ward takes the papers in and lacks one; the district scans the result, and the paper that was missing.
            let first = here.seal(documents: [.component(SampleContent.page(1))], isComplete: false)
            let second = there.seal(
                documents: [
                    .component(SampleContent.page(1)), .reused("H51.18-210301-0009", from: first.digest),
                    .result("1", SampleContent.page(2)),
                ], sealedAt: noon.addingTimeInterval(86_400))
            for sealed in districtArrivesFirst ? [second, first] : [first, second] { try province.accept(sealed) }
            for (measure, value) in [
                (Measure.dossiers, 1), (.digitisedDossiers, 1), (.componentPapers, 2), (.reusedPapers, 1),
            ] {
                #expect(try province.counter(measure, "pb-cm-001", from: june) == value, "\(measure)")
                #expect(try province.counter(measure, "pb-cm-001", grain: "day", from: today) == value, "\(measure)")
                #expect(try province.counter(measure, "pb-d01", from: june) == 0, "\(measure)")
            }
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("A paper that one office scanned and another reused in the same dossier was scanned")
    func scannedAndReused() async throws {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: district))
            let paper = Document.component(SampleContent.page(1))
            let first = here.seal(documents: [paper])
            try province.accept(first)
            var again = Document.reused("H51.18-210615-0001", from: first.digest)
            again.type = paper.type
            try province.accept(there.seal(documents: [again], sealedAt: noon.addingTimeInterval(60)))
            #expect(try province.counter(.componentPapers, "pb-cm-001", from: june) == 1)
            #expect(try province.counter(.reusedPapers, "pb-cm-001", from: june) == 0)
            // What is corrected counts as it stands.
            try province.accept(
                here.seal(
                    documents: [again], sealedAt: noon.addingTimeInterval(120), supersedes: [first.digest]))
            #expect(try province.counter(.reusedPapers, "pb-cm-001", from: june) == 1)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("A manifest that says the same as another is receipted as its duplicate and changes no figure")
    func duplicate() async throws {
        try await withProvince { province in
            var (first, second) = (try province.station(), try province.station())
            let documents = [Document.component(SampleContent.page(1)), .result("1", SampleContent.page(2))]
            let original = first.seal(documents: documents)
            #expect(try province.accept(original).outcome == .accepted)
            let before = try province.counters()
            let again = second.seal(documents: documents, sealedAt: noon.addingTimeInterval(60))
            let receipt = try province.accept(again)
            #expect(receipt.outcome == .duplicate)
            #expect(receipt.duplicateOf == original.digest)
            #expect(receipt.pages == 2)
            #expect(try province.counters() == before)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("A dossier extended later counts once, on the days on which it counted before")
    func extended() async throws {
        try await withProvince { province in
            var station = try province.station()
            let (a, b, c) = (SampleContent.page(1), SampleContent.page(2), SampleContent.page(3))
            let first = station.seal(documents: [.component(a), .result("1", b)])
            try province.accept(first)
            let july = CalendarDay("2021-07-20")!
            let second = station.seal(
                documents: [.component(a, c), .result("1", b)], sealedAt: Date(seconds: july.number * 86_400),
                supersedes: [first.digest])
            try province.accept(second)
            #expect(try province.counter(.digitisedDossiers, "pb-cm-001", from: june) == 1)
            #expect(
                try province.counter(.resultsInForce, "pb-cm-001", level: "commune", grain: "day", from: today) == 1)
            #expect(try province.counter(.resultsInForce, "pb-cm-001", level: "commune", from: july.firstOfMonth) == 0)
            // The office worked on both days; the pages are those of the statement that stands.
            #expect(try province.counter(.submissions, "pb-cm-001", from: june) == 1)
            #expect(try province.counter(.submissions, "pb-cm-001", from: july.firstOfMonth) == 1)
            #expect(try province.counter(.pages, "pb-cm-001", from: june) == 0)
            #expect(try province.counter(.pages, "pb-cm-001", from: july.firstOfMonth) == 3)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("A result that a correction no longer names is taken back")
    func takenBack() async throws {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal(documents: [
                .component(SampleContent.page(1)), .result("1", SampleContent.page(2)),
            ])
            try province.accept(first)
            try province.accept(
                station.seal(
                    documents: [.component(SampleContent.page(1))], sealedAt: noon.addingTimeInterval(60),
                    supersedes: [first.digest]))
            #expect(try province.counter(.resultsInForce, "pb-cm-001", level: "commune", from: june) == 0)
            #expect(try province.counter(.digitisedResults, "pb-cm-001", from: june) == 0)
            #expect(try province.counters().values.allSatisfy { !$0.isZero && $0.all.allSatisfy { $0 >= 0 } })
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("One result scanned at two offices counts once, where it was scanned first")
    func scannedTwice() async throws {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: district))
            let later = noon.addingTimeInterval(3 * 86_400)
            let document = { (page: UInt64) in
                Document.result("7/GCN", authority: "pb-d01", level: .district, SampleContent.page(page))
            }
            try province.accept(there.seal("H51.18-210615-0009", documents: [document(1)], sealedAt: later))
            try province.accept(here.seal("H51.18-210615-0001", documents: [document(2)]))
            #expect(try province.counter(.resultsInForce, "pb-d01", level: "district", from: june) == 1)
            #expect(try province.counter(.resultsInForce, "pb-d01", level: "district", grain: "day", from: today) == 1)
            #expect(try province.counter(.digitisedResults, "pb-cm-001", from: june) == 1)
            #expect(try province.counter(.digitisedResults, "pb-d01", from: june) == 0)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("The last statement says whether a result is in force")
    func inForce() async throws {
        try await withProvince { province in
            var station = try province.station()
            let result = { (inForce: Bool) in Document.result("1", inForce: inForce, SampleContent.page(1)) }
            try province.accept(station.seal("H51.18-210615-0001", documents: [result(true)]))
            #expect(try province.counter(.resultsInForce, "pb-cm-001", level: "commune", from: june) == 1)
            try province.accept(
                station.seal("H51.18-210615-0002", documents: [result(false)], sealedAt: noon.addingTimeInterval(60)))
            #expect(try province.counter(.resultsInForce, "pb-cm-001", level: "commune", from: june) == 0)
            #expect(try province.counter(.digitisedResults, "pb-cm-001", from: june) == 1)
        }
    }

    @Test("Codes that differ only in how a letter is composed are two codes, in facts and in counters")
    func composedCodes() async throws {
        try await withProvince { province in
            var station = try province.station()
            let (composed, decomposed) = ("S\u{1EDF}", "So\u{031B}\u{0309}")
            try province.accept(
                station.seal(
                    documents: [
                        .result("1", authority: composed, SampleContent.page(1)),
                        .result("1", authority: decomposed, SampleContent.page(2)),
                    ]))
            #expect(try province.counter(.digitisedResults, "pb-cm-001", from: june) == 2)
            #expect(try province.counter(.resultsInForce, composed, level: "commune", from: june) == 1)
            #expect(try province.counter(.resultsInForce, decomposed, level: "commune", from: june) == 1)
            #expect(try province.differences().isEmpty)
        }
    }
}

extension Province {
    /// Every counter.
    func counters() throws -> [CounterKey: Counts] {
        try registry.pool.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM counter").reduce(into: [:]) { counters, row in
                counters[try CounterKey(row: row)] = Counts(row: row)
            }
        }
    }
}
