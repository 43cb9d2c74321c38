import Dossiers
import Progress
import Registry
import TestSupport
import Testing

/// Wards that are merged on 01/07/2025, and the end of the towns.
let reform = """
    site_id,name,level,parent_id,gso_code,valid_from,org_code,closed_on
    t1,Bộ phận Một cửa Thành phố Một,district,tinh,941,2019-01-01,H51.01,2025-07-01
    t2,Bộ phận Một cửa Thị xã Hai,district,tinh,942,2019-01-01,H51.02,2025-07-01
    a1,Bộ phận Một cửa Phường 1,commune,t1,31001,2019-01-01,,2025-07-01
    a2,Bộ phận Một cửa Phường 2,commune,t1,31002,2019-01-01,,2025-07-01
    b1,Bộ phận Một cửa Phường 1,commune,t2,31003,2019-01-01,,2025-07-01
    moi,Bộ phận Một cửa Phường Mới,commune,tinh,31001,2025-07-01,H51.01.07,
    b2,Bộ phận Một cửa Phường 2,commune,tinh,31004,2025-07-01,,
    """

let succession = "predecessor,successor,kind,day,decree\n"

@Suite("Importing successions")
struct SuccessionImportTests {
    private func withReform<Result>(_ body: (Registry) throws -> Result) async throws -> Result {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            // The file speaks of organisation codes, which the first did not: a correction of the same day.
            try registry.importSites(reform, correcting: true)
            return try body(registry)
        }
    }

    private let merger =
        succession + """
            a1,moi,merge,2025-07-01,"Nghị quyết 1678, ngày 16/06/2025"
            a2,moi,merge,01/07/2025,"Nghị quyết 1678, ngày 16/06/2025"
            b1,moi,merge,1/7/2025,"Nghị quyết 1678, ngày 16/06/2025"
            """

    @Test("A merger comes in, again changes nothing, is told of the office, and goes out as it came in")
    func merge() async throws {
        try await withReform { registry in
            #expect(try registry.importSuccessions(merger).added.count == 3)
            #expect(try registry.importSuccessions(merger).unchanged == 3)
            let records = try registry.siteRecords()
            #expect(records.successions.map(\.predecessor.rawValue) == ["a1", "a2", "b1"])
            #expect(records.successions.allSatisfy { $0.decree == "Nghị quyết 1678, ngày 16/06/2025" })
            #expect(records.predecessors(of: siteID("moi"), on: day("2025-06-30")).isEmpty)
            #expect(records.predecessors(of: siteID("moi"), on: day("2025-07-01")).count == 3)
            #expect(records.successor(of: siteID("a1"), on: day("2025-07-01")) == siteID("moi"))
            #expect(try registry.auditTrail(subject: "a1").contains { $0.action == "site.succession.add" })
            let written = SuccessionTable.export(records.successions)
            #expect(try registry.importSuccessions(written).unchanged == 3)
        }
    }

    @Test(
        "What does not fit is refused with its line, and nothing is imported",
        arguments: [
            ("a9,moi,merge,2025-07-01,x", "the office a9 is unknown"),
            ("a2,a9,merge,2025-07-01,x", "the office a9 is unknown"),
            ("a2,a2,merge,2025-07-01,x", "a2 cannot follow itself"),
            ("a2,moi,merge,2025-08-01,x", "the predecessor a2 is not there on 2025-07-31"),
            ("a2,moi,merge,2025-06-01,x", "the successor moi is not there on 2025-06-01 (it is from 2025-07-01)"),
            ("b2,moi,merge,2025-07-01,x", "the predecessor b2 is not closed on 2025-07-01 by a merge"),
            ("a2,moi,part,2025-07-01,x", "the predecessor a2 is closed on 2025-07-01"),
            ("a2,moi,split,2025-07-01,x", "only moi follows it on 2025-07-01"),
            ("a2,moi,rename,2025-07-01,x", "moi cannot be a2 under a new name and follow a1 too"),
            ("a1,b2,merge,2025-07-01,x", "a1 cannot go wholly into"),
            ("a1,b2,split,2025-07-01,x", "a1 has two kinds of successors on 2025-07-01"),
            ("moi,b2,merge,2025-07-01,x", "the predecessor moi is not there on 2025-06-30"),
            ("moi,a1,merge,2025-09-01,x", "the successions run in a ring"),
            ("a2,moi,union,2025-07-01,x", "“union” is not a kind"), ("a2,moi,merge,2025-07-01,", "it is empty"),
            ("a1,moi,merge,2025-07-01,x", "is on line 2 already"),
        ])
    func mistakes(_ row: String, _ message: String) async throws {
        try await withReform { registry in
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importSuccessions(succession + "a1,moi,merge,2025-07-01,x\n" + row + "\n")
            }
            #expect(failure.problems.contains { $0.line == 3 && $0.message.contains(message) }, "\(failure)")
            #expect(try registry.siteRecords().successions.isEmpty)
        }
    }

    @Test("A ring of several offices is shown as a whole")
    func ring() async throws {
        try await withReform { registry in
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importSuccessions(
                    succession + "a1,a2,merge,2025-07-01,x\na2,b1,merge,2025-07-01,x\nb1,a1,merge,2025-07-01,x\n")
            }
            #expect(failure.problems.map(\.line) == [2, 3, 4])
            #expect(failure.problems[0].message.contains("a1 → a2 → b1 → a1"))
        }
    }

    @Test("A split has several successors, a part leaves its predecessor, and a predecessor can be closed with it")
    func splitAndPart() async throws {
        try await withReform { registry in
            let rows = "b2,moi,part,2025-07-01,x\n"
            #expect(try registry.importSuccessions(succession + rows).closings.isEmpty)
            let split = succession + "b2,moi,split,2026-01-01,y\nb2,tinh,split,2026-01-01,y\n"
            #expect(throws: ImportFailure.self) { try registry.importSuccessions(split) }
            #expect(try registry.importSuccessions(split, closing: true).closings == [siteID("b2"): day("2026-01-01")])
            let records = try registry.siteRecords()
            #expect(records.predecessors(of: siteID("moi"), on: day("2026-01-01")).isEmpty)
            #expect(records.sourcesOfParts(of: siteID("moi"), on: day("2025-12-31")) == [siteID("b2")])
            #expect(try registry.auditTrail(subject: "b2").contains { $0.action == "site.close" })
        }
    }

    @Test(
        "Other words for the same offices need a correction, which the audit trail keeps; one that never was is taken back"
    )
    func correction() async throws {
        try await withReform { registry in
            try registry.importSuccessions(merger)
            let other = succession + "a1,moi,merge,2025-07-01,Nghị quyết khác\n"
            #expect(throws: ImportFailure.self) { try registry.importSuccessions(other) }
            #expect(try registry.importSuccessions(other, correcting: true).corrected.count == 1)
            let entry = try #require(try registry.auditTrail(subject: "a1").first)
            #expect(entry.action == "site.succession.correct")
            #expect(entry.detail.contains("1678") && entry.detail.contains("Nghị quyết khác"))

            let removed = try registry.removeSuccessions(
                from: siteID("a1"), to: siteID("moi"), reason: "nhầm", by: "an", at: moment)
            #expect(removed.count == 1)
            #expect(try registry.siteRecords().successions.count == 2)
            #expect(try registry.auditTrail(subject: "a1").first?.detail.contains("nhầm") == true)
        }
    }

    @Test("A correction of an office that would open a gap in its succession is refused")
    func laterGap() async throws {
        try await withReform { registry in
            try registry.importSuccessions(merger)
            let text =
                "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n"
                + "a1,Bộ phận Một cửa Phường 1,commune,t1,31001,2019-01-01,2025-05-01\n"
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importSites(text, correcting: true)
            }
            #expect(failure.description.contains("the predecessor a1 is not there on 2025-06-30"))
            #expect(failure.description.contains("site succession list"))
        }
    }

    @Test("Any order of the rows and of the files gives the same records")
    func anyOrder() async throws {
        let rows = merger.split(separator: "\n").dropFirst().map(String.init)
        var expected: SiteRecords?
        var random = Seeded(51)
        for _ in 0..<6 {
            try await withReform { registry in
                for row in rows.shuffled(using: &random) { try registry.importSuccessions(succession + row + "\n") }
                let records = try registry.siteRecords()
                #expect(expected == nil || records == expected)
                expected = records
            }
        }
    }
}

@Suite("Exporting offices")
struct SiteExportTests {
    @Test("What is exported and imported into an empty index is what was known, over random histories")
    func roundTrip() async throws {
        var random = Seeded(31_684)
        for _ in 0..<15 {
            let (file, records) = try await withRegistry { registry in
                try registry.importSites(smallProvince)
                for number in 0..<Int.random(in: 1...6, using: &random) {
                    let site = ["a1", "a2", "b1", "x\(number)"].randomElement(using: &random)!
                    let name = ["=1+1", "'=x", "Xã; “Mới”", "Phường \"5\"", "Tên"].randomElement(using: &random)!
                    let quoted = name.replacing("\"", with: "\"\"")
                    let from = day("2021-01-01").advanced(by: 100 * number + Int.random(in: 0..<99, using: &random))
                    let organisation = Bool.random(using: &random) ? "H51.\(number)" : ""
                    let exempt = Bool.random(using: &random) ? "1" : "0"
                    try registry.importSites(
                        "site_id,name,level,parent_id,gso_code,valid_from,org_code,exempt\n"
                            + "\(site),\"\(quoted)\",commune,t2,\(number),\(from),\(organisation),\(exempt)\n")
                }
                try registry.importSites(
                    "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n"
                        + "b2,Bộ phận Một cửa Phường 2,commune,t2,31004,2019-01-01,2024-01-01\n")
                let records = try registry.siteRecords()
                return (SiteTable.export(records), records)
            }
            try await withRegistry { registry in
                try registry.importSites(file)
                #expect(try registry.siteRecords() == records)
                #expect(SiteTable.export(try registry.siteRecords()) == file)
            }
        }
    }

    @Test("The facts of a day are the list of that day, and change nothing where they came from")
    func ofADay() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            try registry.importSites(reform, correcting: true)
            let records = try registry.siteRecords()
            for (on, count) in [("2025-06-30", 7), ("2025-07-01", 3)] {
                let file = SiteTable.export(records, on: day(on))
                let changes = try registry.importSites(file)
                #expect((changes.added.count, changes.unchanged, changes.closings.count) == (0, count, 0))
            }
            #expect(try registry.siteRecords() == records)
        }
    }

    @Test("Organisation codes are dated facts: kept where a file does not speak of them, taken away where it says so")
    func organisationCodes() async throws {
        try await withRegistry { registry in
            let header = "site_id,name,level,parent_id,gso_code,valid_from,org_code\n"
            try registry.importSites(header + "x,Xã,commune,,1,2019-01-01,000.18.29.H51\n")
            try registry.importSites(header + "x,Xã,commune,,1,2021-01-01,H51.18.29\n")
            try registry.importSites("site_id,name,level,parent_id,gso_code,valid_from\nx,Tên,commune,,1,2022-01-01\n")
            try registry.importSites(header + "x,Tên,commune,,1,2023-01-01,\n")
            #expect(
                try registry.siteRecords().facts[siteID("x")]?.map(\.organisationCode)
                    == ["000.18.29.H51", "H51.18.29", "H51.18.29", nil])
        }
    }
}
