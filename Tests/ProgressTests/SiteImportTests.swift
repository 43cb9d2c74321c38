import Dossiers
import Progress
import Registry
import Testing

@Suite("Importing offices")
struct SiteImportTests {
    private let header = "site_id,name,level,parent_id,gso_code,valid_from\n"

    @Test("The province's 121 offices come in, and the same file again changes nothing")
    func province() async throws {
        try await withRegistry { registry in
            let table = try SiteTable(try shippedData("sites-soc-trang-2021.csv"), file: "sites.csv")
            for expected in [(121, 0), (0, 121)] {
                let changes = try registry.changeSites(by: "an", from: "sites.csv", at: moment) {
                    records throws(ImportFailure) in try table.plan(for: records, correcting: false)
                }.get()
                #expect((changes.added.count, changes.unchanged) == expected)
            }
            let sites = try registry.sites(on: day("2021-07-01"))
            #expect(Level.allCases.map { level in sites.count { $0.level == level } } == [1, 11, 109])
            #expect(try registry.sites(on: day("2018-12-31")).isEmpty)
            #expect(try registry.auditTrail().map(\.action) == ["site.import"])
        }
    }

    @Test(
        "Each mistake is told with its line and column, and nothing is imported",
        arguments: [
            ("ST-1,An,commune,tinh,1,2019-01-01", 3, "site_id", "is not an office's identity"),
            (",An,commune,tinh,1,2019-01-01", 3, "site_id", "it is empty"),
            ("x,,commune,tinh,1,2019-01-01", 3, "name", "it is empty"),
            ("x,An,xa,tinh,1,2019-01-01", 3, "level", "“xa” is not a level: province, district or commune"),
            ("x,An,commune,nowhere,1,2019-01-01", 3, "parent_id", "the parent nowhere of x is unknown"),
            ("x,An,commune,Tinh!,1,2019-01-01", 3, "parent_id", "is not an office's identity"),
            ("x,An,commune,x,1,2019-01-01", 3, "parent_id", "its own parent"),
            ("x,An,commune,tinh,1,2018-12-31", 3, "parent_id", "the parent tinh of x is not there on 2018-12-31"),
            ("x,An,commune,tinh,1,01/13/2019", 3, "valid_from", "is not a day of the form 2021-01-31"),
            ("x,An,commune,tinh,1,2019-02-30", 3, "valid_from", "is not a day"),
            ("x,An,commune,tinh,1,", 3, "valid_from", "it is empty"),
            ("x,A\u{1B}[31mn,commune,tinh,1,2019-01-01", 3, "name", "control character"),
            ("x,\"A\nn\",commune,tinh,1,2019-01-01", 3, "name", "a line end"),
            ("tinh,Khác,province,,94,2019-01-01", 3, "site_id", "tinh from 2019-01-01 is on line 2 already"),
            (
                "x,An,district,y,1,2019-01-01\ny,Bình,commune,,2,2019-01-01", 3, "parent_id",
                "is of level commune, below x"
            ),
            ("x,An,district,y,1,2019-01-01\ny,Bình,district,x,2,2019-01-01", 3, "parent_id", "its parents form a ring"),
        ])
    func mistakes(_ rows: String, _ line: Int, _ column: String, _ message: String) async throws {
        try await withRegistry { registry in
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importSites(header + "tinh,Tỉnh,province,,94,2019-01-01\n" + rows + "\n")
            }
            let problem = try #require(failure.problems.first)
            #expect(problem.line == line)
            #expect(problem.column == column)
            #expect(problem.message.contains(message), "\(problem.message)")
            #expect(!failure.description.unicodeScalars.contains("\u{1B}"))
            #expect(try registry.siteRecords() == SiteRecords())
            #expect(try registry.auditTrail().isEmpty)
        }
    }

    @Test("A mistake in the last of many rows keeps every row out")
    func allOrNothing() async throws {
        try await withRegistry { registry in
            let rows = (1...500).map { "s\($0),Tên \($0),commune,,\($0),2019-01-01\n" }.joined()
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importSites(header + rows + "s501,Tên,commune,nowhere,1,2019-01-01\n")
            }
            #expect(failure.problems.map(\.line) == [502])
            #expect(try registry.siteRecords() == SiteRecords())
        }
    }

    @Test("A parent may stand below its child in the file, or be there from an earlier import")
    func parentsInAnyOrder() async throws {
        try await withRegistry { registry in
            try registry.importSites(header + "x,An,commune,y,1,2019-01-01\ny,Bình,district,,2,2019-01-01\n")
            try registry.importSites(header + "z,Chi,commune,y,3,2020-01-01\n")
            #expect(try registry.sites(on: day("2020-01-01")).map(\.id.rawValue) == ["x", "y", "z"])
        }
    }

    @Test("A change with a later day is a further fact, and the past stays as it was")
    func datedChange() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let changes = try registry.importSites(
                header + "a1,Bộ phận Một cửa Phường An Hội,commune,t2,31001,2021-03-01\n")
            #expect((changes.added.count, changes.corrected.count) == (1, 0))
            let records = try registry.siteRecords()
            let before = try #require(records.site(siteID("a1"), on: day("2021-02-28")))
            let after = try #require(records.site(siteID("a1"), on: day("2021-03-01")))
            #expect((before.name, before.parent) == ("Bộ phận Một cửa Phường 1", siteID("t1")))
            #expect((after.name, after.parent) == ("Bộ phận Một cửa Phường An Hội", siteID("t2")))
        }
    }

    @Test("Other values for the same day are refused unless a correction is asked for, which the audit trail keeps")
    func correction() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let corrected =
                header + "a1,Phường Một,commune,t1,31001,2019-01-01\nc1,Phường Ba,commune,t1,31009,2019-01-01\n"
            let failure = try #require(throws: ImportFailure.self) { try registry.importSites(corrected) }
            #expect(failure.problems.map(\.line) == [2])
            #expect(failure.description.contains("name “Bộ phận Một cửa Phường 1” becomes “Phường Một”"))
            #expect(failure.description.contains("--correct"))
            #expect(try registry.siteRecords().facts[siteID("c1")] == nil)

            let changes = try registry.importSites(corrected, correcting: true)
            #expect((changes.added.count, changes.corrected.count) == (1, 1))
            #expect(try registry.siteRecords().facts[siteID("a1")]?.map(\.name) == ["Phường Một"])
            let entry = try #require(try registry.auditTrail(subject: "a1").first)
            #expect((entry.action, entry.actor) == ("site.correct", "an"))
            #expect(entry.detail.contains("“Bộ phận Một cửa Phường 1”"))
            #expect(entry.detail.contains("“Phường Một”"))
        }
    }

    @Test("A file that does not speak of exemption leaves it as it is, also for a later fact")
    func exemptionGoesOn() async throws {
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            #expect(
                try registry.importSites(header + "b2,Bộ phận Một cửa Phường 2,commune,t2,31004,2019-01-01\n").unchanged
                    == 1)
            try registry.importSites(header + "b2,Tên mới,commune,t2,31004,2022-01-01\n")
            #expect(try registry.sites(on: day("2022-01-01")).filter(\.isExempt).map(\.id.rawValue) == ["b2"])
            try registry.importSites(
                "site_id,name,level,parent_id,gso_code,valid_from,exempt\nb2,Tên mới,commune,t2,31004,2023-01-01,0\n")
            #expect(try registry.sites(on: day("2023-01-01")).filter(\.isExempt).isEmpty)
        }
    }

    @Test("A closed office is there until the day before, and not after")
    func closing() async throws {
        let closing = "site_id,name,level,parent_id,gso_code,valid_from,closed_on\n"
        try await withRegistry { registry in
            try registry.importSites(smallProvince)
            let row = "t2,Bộ phận Một cửa Thị xã Hai,district,tinh,942,2019-01-01,"
            try registry.importSites(closing + row + "2025-07-01\n")
            let records = try registry.siteRecords()
            #expect(records.site(siteID("t2"), on: day("2025-06-30")) != nil)
            #expect(records.site(siteID("t2"), on: day("2025-07-01")) == nil)
            #expect(
                records.sites(from: day("2025-01-01"), through: day("2025-12-31")).contains { $0.id == siteID("t2") })
            #expect(try registry.auditTrail(subject: "t2").map(\.action) == ["site.close"])

            // Its wards get another parent with a later fact; a new office cannot stand below it.
            try registry.importSites(header + "b1,Phường 1 mới,commune,tinh,31003,2025-07-01\n")
            #expect(throws: ImportFailure.self) {
                try registry.importSites(header + "c1,Phường,commune,t2,31010,2025-07-02\n")
            }
            let other = try #require(throws: ImportFailure.self) {
                try registry.importSites(closing + row + "2025-08-01\n")
            }
            #expect(other.problems.first?.column == "closed_on")
            #expect(throws: ImportFailure.self) { try registry.importSites(closing + row + "2018-01-01\n") }
        }
    }

    @Test("A name is kept byte by byte, and the other form of the same name is no change")
    func normalisation() async throws {
        try await withRegistry { registry in
            let decomposed = "Bo\u{323}\u{302} pha\u{302}\u{323}n"
            try registry.importSites(header + "x,\(decomposed),commune,,1,2019-01-01\n")
            let name = try #require(try registry.sites(on: day("2020-01-01")).first?.name)
            #expect(Array(name.utf8) == Array(decomposed.utf8))
            #expect(try registry.importSites(header + "x,Bộ phận,commune,,1,2019-01-01\n").unchanged == 1)
        }
    }

    @Test("Wrong columns are named")
    func wrongColumns() async throws {
        try await withRegistry { registry in
            let failure = try #require(throws: ImportFailure.self) {
                try registry.importSites("id,name,level,parent_id,gso_code,valid_from\nx,An,commune,,1,2019-01-01\n")
            }
            #expect(failure.description.contains("the column “site_id” is missing"))
            #expect(failure.description.contains("the column “id” is unknown"))
        }
    }
}
