import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("Lists behind figures")
struct FigureListTests {
    @Test("A number opens the papers and dossiers it was counted from, the latest day first")
    func lists() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            try province.accept(
                station.seal(
                    "H51.18-210601-0001",
                    documents: [
                        .component(SampleContent.page(1)),
                        .result("1/2021", issuedOn: CalendarDay("2021-06-03"), SampleContent.page(2)),
                    ]))
            try province.accept(
                station.seal(
                    "H51.18-210614-0002",
                    documents: [
                        .component(SampleContent.page(3)),
                        .result("2/2021", authority: "pb-d01", level: .district, inForce: false, SampleContent.page(4)),
                    ], isComplete: false))
            func items(_ kind: FigureList.Kind, through last: String = "2021-06-30") throws -> [String] {
                let list = FigureList(kind, from: nil, through: CalendarDay(last)!)
                return try province.registry.items(list).map {
                    "\($0.day) \($0.dossier.rawValue.suffix(4)) \($0.paperNumber ?? "")"
                }
            }
            #expect(try items(.dossiers(commune)) == ["2021-06-14 0002 ", "2021-06-01 0001 "])
            #expect(try items(.dossiers(commune), through: "2021-06-13") == ["2021-06-01 0001 "])
            #expect(try items(.digitisedDossiers(commune)) == ["2021-06-01 0001 "])
            #expect(try items(.results(commune)) == ["2021-06-15 0002 2/2021", "2021-06-03 0001 1/2021"])
            #expect(
                try items(.resultsInForce(authority: "pb-cm-001", .commune)) == ["2021-06-15 0001 1/2021"])
            #expect(try items(.resultsInForce(authority: "pb-d01", .district)).isEmpty)
            #expect(try items(.dossiers(district)).isEmpty)
        }
    }

    @Test("Weeks add up to what was counted, by scope and for all")
    func trend() async throws {
        try await withProvince { province throws in
            var (here, there) = (try province.station(), try province.station(at: district))
            for (day, number) in [("01", 1), ("08", 2), ("09", 3), ("15", 4)] {
                try province.accept(
                    here.seal(
                        "H51.18-2106\(day)-000\(number)", documents: [.component(SampleContent.page(UInt64(number)))]))
            }
            try province.accept(
                there.seal("H51.18-210602-0005", documents: [.component(SampleContent.page(5))]))
            func trend(_ scopes: Set<String>?, through last: String = "2021-06-15") throws -> [Int] {
                try province.registry.readFigures { reader throws(RegistryError) in
                    try reader.trend(of: .dossiers, scopes: scopes, spans: 3, through: CalendarDay(last)!)
                }
            }
            #expect(try trend(nil) == [1, 2, 2])
            #expect(try trend(["pb-cm-001"]) == [1, 1, 2])
            #expect(try trend(["pb-cm-001"], through: "2021-06-14") == [0, 1, 2])
            #expect(try trend(["nobody"]) == [0, 0, 0])
            #expect(try trend([]) == [0, 0, 0])
        }
    }
}

/// Every list has as many items as its counters say, in parts that follow on one another.
func expectListsAgree(_ province: Province, _ comment: Comment) throws {
    let last = CalendarDay("2099-12-31")!
    for (measure, kind) in [
        (Measure.dossiers, { (scope: CounterScope) in FigureList.Kind.dossiers(SiteID(rawValue: scope.name)!) }),
        (.digitisedDossiers, { .digitisedDossiers(SiteID(rawValue: $0.name)!) }),
        (.digitisedResults, { .results(SiteID(rawValue: $0.name)!) }),
        (.resultsInForce, { .resultsInForce(authority: $0.name, $0.level!) }),
    ] {
        let sums = try province.registry.readFigures { reader throws(RegistryError) in
            try reader.sums(of: measure, from: nil, through: last)
        }
        for (scope, count) in sums {
            var list = FigureList(kind(scope), from: nil, through: last, limit: 3)
            var items: [CountedItem] = []
            repeat {
                let part = try province.registry.items(list)
                items += part
                list.after = part.last?.place
            } while items.count.isMultiple(of: 3) && list.after != nil
            #expect(items.count == count, comment)
            #expect(items.map(\.day) == items.map(\.day).sorted(by: >), comment)
            #expect(Set(items.map(\.place.key)).count == count, comment)
        }
    }
}

/// The lists of procedures and officers have as many items as was counted, in parts that follow on one another.
func expectLoadListsAgree(_ province: Province, _ comment: Comment) throws {
    let last = CalendarDay("2099-12-31")!
    func expect(_ kind: FigureList.Kind, _ count: Int) throws {
        var list = FigureList(kind, from: nil, through: last, limit: 2)
        var items: [CountedItem] = []
        repeat {
            let part = try province.registry.items(list)
            items += part
            list.after = part.last?.place
        } while items.count.isMultiple(of: 2) && list.after != nil
        #expect(items.count == count, comment)
        #expect(items.map(\.day) == items.map(\.day).sorted(by: >), comment)
        #expect(Set(items.map(\.place.key)).count == count, comment)
    }
    let first = CalendarDay("2000-01-01")!
    let (officers, procedures) = try province.registry.readFigures { reader throws(RegistryError) in
        var procedures: [ProcedureAtOffice] = []
        for load in try reader.procedureLoads(at: nil, from: first, through: last) {
            procedures += try reader.offices(of: load.code, at: nil, from: first, through: last)
        }
        return (try reader.officerLoads(at: nil, from: first, through: last), procedures)
    }
    for officer in officers {
        try expect(.submissions(officer: officer.id, officer.site), officer.submissions)
        try expect(.firstSubmissions(officer: officer.id, officer.site), officer.dossiers)
        try expect(.submissions(officer: officer.id, SiteID(rawValue: "elsewhere")!), 0)
    }
    for office in procedures {
        try expect(.procedure(office.load.code, office.site, onlyDigitised: false), office.load.dossiers)
        try expect(.procedure(office.load.code, office.site, onlyDigitised: true), office.load.digitised)
    }
}
