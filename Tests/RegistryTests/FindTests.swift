import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("Finding dossiers")
struct FindTests {
    /// Four dossiers of three owners at two offices, the last of them without its pages.
    private func withDossiers<Result>(_ body: (Province) throws -> Result) async throws -> Result {
        try await withProvince { province throws in
            var (here, there) = (try province.station(), try province.station(at: district))
            try province.accept(
                here.seal(
                    "H51.18-210615-0001", owner: "Nguyễn Thị Ánh",
                    documents: [.component(SampleContent.page(1)), .result("12/QĐ", SampleContent.page(2))]
                ) { $0.dossier.owner.identityNumber = "094 123 456 789" })
            try province.accept(
                here.seal(
                    "H51.18-210615-0002", owner: "Trần Văn Đức", documents: [.component(SampleContent.page(3))],
                    sealedAt: noon.addingTimeInterval(60)
                ) { $0.dossier.procedure = "2.000815" })
            try province.accept(
                there.seal(
                    "H51.18-210615-0001", owner: "NGUYỄN  THỊ ÁNH", documents: [.component(SampleContent.page(1))],
                    sealedAt: noon.addingTimeInterval(120)))
            try province.announce(
                here.seal(
                    "H51.18-210616-0003", owner: "Lê A", documents: [.component(SampleContent.page(4))],
                    sealedAt: noon.addingTimeInterval(180)))
            return try body(province)
        }
    }

    private func found(_ query: DossierQuery, in province: Province) throws -> [String] {
        try province.registry.dossiers(query).dossiers.map { "\($0.site) \($0.code.rawValue.suffix(4))" }
    }

    @Test("By code and its beginning, in the order of codes")
    func byCode() async throws {
        try await withDossiers { province throws in
            #expect(
                try found(DossierQuery(code: "h51.18-2106"), in: province) == [
                    "pb-cm-001 0001", "pb-d01 0001", "pb-cm-001 0002", "pb-cm-001 0003",
                ])
            #expect(try found(DossierQuery(code: "H51.18-210615-0002"), in: province) == ["pb-cm-001 0002"])
            #expect(try found(DossierQuery(code: "H51.18-210615-0001", ownerName: "anh"), in: province).count == 2)
            #expect(try found(DossierQuery(code: "H51.18-2106", ownerName: "duc"), in: province) == ["pb-cm-001 0002"])
            for nothing in ["%", "_51", "H52", "~", "' OR 1=1 --"] {
                #expect(try found(DossierQuery(code: nothing), in: province).isEmpty, "\(nothing)")
            }
        }
    }

    @Test(
        "By words of the owner's name or their beginnings, in any order, with or without marks",
        arguments: [
            ("nguyen thi anh", ["pb-d01 0001", "pb-cm-001 0001"]), ("Ánh Nguyễn", ["pb-d01 0001", "pb-cm-001 0001"]),
            ("ngu", ["pb-d01 0001", "pb-cm-001 0001"]), ("văn đức", ["pb-cm-001 0002"]), ("v d", ["pb-cm-001 0002"]),
            ("T", ["pb-d01 0001", "pb-cm-001 0002", "pb-cm-001 0001"]), ("A", ["pb-d01 0001", "pb-cm-001 0001"]),
            ("", []), ("-", []), ("\" OR *", []), ("NEAR(a b)", []), ("ownerSearchKey : anh", []),
        ])
    func byName(name: String, expected: [String]) async throws {
        try await withDossiers { province throws in
            #expect(try found(DossierQuery(ownerName: name), in: province) == expected)
            // One office's names are read one by one, and are found alike.
            let here = expected.filter { $0.hasPrefix("pb-cm-001") }
            #expect(try found(DossierQuery(ownerName: name, sites: [commune]), in: province) == here)
        }
    }

    @Test(
        "Where no owner has the name, those are found who have one nearly like it, and it is said",
        arguments: [
            ("Nguyen Thi Ang", true), ("Nguyn Thi Anh", true), ("Nguyenn Thih Ahn", true), ("Tran Van Duk", true),
            ("Tarn Van Duc", true), ("Pham Van Duc", false), ("Tran Van Bich", false), ("nguyen thi anh", nil),
        ])
    func nearly(name: String, isFound: Bool?) async throws {
        try await withDossiers { province throws in
            for sites: Set<SiteID>? in [nil, [commune]] {
                let found = try province.registry.dossiers(DossierQuery(ownerName: name, sites: sites))
                #expect(found.isApproximate == (isFound ?? false))
                #expect(found.dossiers.isEmpty == (isFound == false))
            }
        }
    }

    @Test("Looked for among the newest, by known words or by merged lists: the same dossiers, the latest first")
    func anyWay() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            try province.accept(station.seal(documents: [.component(SampleContent.page(1))]))
            // Enough known words that some beginnings are of few and some of many.
            var random = Seeded(41)
            let syllables =
                ["nguyen", "nga", "ngoc", "n", "thi", "tho", "thu", "an", "anh", "van"] + (0..<30).map { "n\($0)" }
            var names: [Int64: [String]] = [1: ["nguyen", "thi", "anh"]]
            for number in 2...400 {
                let words = (0..<3).map { _ in syllables.randomElement(using: &random)! }
                names[Int64(number)] = words
                try province.dossier(Int64(number), named: words.joined(separator: " "))
            }
            for name in ["n", "ng", "nguyen", "n an", "n2 t", "th n", "v n1", "n33", "nguyen van"] {
                let words = name.split(separator: " ").map(String.init)
                let expected = names.filter { _, name in
                    words.allSatisfy { word in name.contains { $0.hasPrefix(word) } }
                }.keys.sorted(by: >).prefix(20).map { $0 }
                var query = DossierQuery(ownerName: name, limit: 20)
                for newest in [5, 60, 1000] {
                    let found = try province.registry.read { db in
                        let newest = try DossierSearch(query, among: newest, in: db)?.run(db)
                        guard newest?.next == nil else { return newest }
                        return try DossierSearch(query, spelling: .exact, in: db)?.run(db)
                    }
                    let numbers = (found?.dossiers ?? []).map { Int64($0.code.rawValue.suffix(4))! }
                    #expect(numbers == expected, "\(words), \(newest)")
                }
                // Of what nobody is called, names spelt alike are given.
                guard !expected.isEmpty else { continue }
                // Page by page nothing is left out and nothing comes twice.
                query.limit = 7
                var all: [Int64] = []
                for _ in 0..<100 {
                    let found = try province.registry.dossiers(query)
                    all += found.dossiers.map { Int64($0.code.rawValue.suffix(4))! }
                    query.after = found.next
                    if found.next == nil { break }
                }
                #expect(all.count == Set(all).count)
                #expect(Array(all.prefix(20)) == expected, "\(words)")
            }
        }
    }

    @Test("By identity number, however it is spaced; the tables have only its hash")
    func byIdentityNumber() async throws {
        try await withDossiers { province throws in
            for number in ["094123456789", "094 123 456 789", "094.123.456-789"] {
                #expect(try found(DossierQuery(identityNumber: number), in: province) == ["pb-cm-001 0001"])
            }
            for number in ["094123456788", "", "094"] {
                #expect(try found(DossierQuery(identityNumber: number), in: province).isEmpty)
            }
            let texts = try province.registry.read { db in
                try String.fetchAll(db, sql: "SELECT group_concat(quote(ownerIdentityHash)) || procedure FROM dossier")
            }
            #expect(!texts.joined().contains("094123456789"))
        }
    }

    @Test("Another key finds nothing, and without any a number is neither kept nor looked for in silence")
    func otherKey() async throws {
        try await withDossiers { province throws in
            let other = try Registry.open(at: province.registry.path, identityKey: IdentityKey(of: SigningKey()))
            #expect(try other.dossiers(DossierQuery(identityNumber: "094123456789")).dossiers.isEmpty)
            try other.close()
            let none = try Registry.open(at: province.registry.path)
            #expect(throws: RegistryError.self) { try none.dossiers(DossierQuery(identityNumber: "094123456789")) }
            #expect(try none.dossiers(DossierQuery(ownerName: "anh")).dossiers.count == 2)
            try none.close()
        }
    }

    @Test("By paper, procedure, office and day, alone and together")
    func byTheRest() async throws {
        try await withDossiers { province throws in
            #expect(try found(DossierQuery(paperNumber: "12/QĐ"), in: province) == ["pb-cm-001 0001"])
            #expect(try found(DossierQuery(paperNumber: "12"), in: province).isEmpty)
            #expect(try found(DossierQuery(paperType: "GKS"), in: province) == ["pb-cm-001 0001"])
            #expect(try found(DossierQuery(paperType: "CCCD", paperNumber: "12/QĐ"), in: province).isEmpty)
            #expect(try found(DossierQuery(paperType: "CCCD", sites: [district]), in: province) == ["pb-d01 0001"])
            #expect(try found(DossierQuery(procedure: "2.000815"), in: province) == ["pb-cm-001 0002"])
            #expect(
                try found(DossierQuery(sites: [commune]), in: province) == [
                    "pb-cm-001 0003", "pb-cm-001 0002", "pb-cm-001 0001",
                ])
            #expect(try found(DossierQuery(sites: []), in: province).isEmpty)
            let day = CalendarDay(noon)
            #expect(try found(DossierQuery(received: day...day), in: province).count == 4)
            let before = day.advanced(by: -9)...day.advanced(by: -1)
            #expect(try found(DossierQuery(received: before), in: province).isEmpty)
            #expect(
                try found(
                    DossierQuery(ownerName: "duc", paperType: "CCCD", sites: [commune, district], received: day...day),
                    in: province) == ["pb-cm-001 0002"])
        }
    }

    @Test("A dossier that was corrected is found once, by what stands")
    func corrected() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            let first = station.seal(owner: "Nguyễn Sai", documents: [.component(SampleContent.page(1))])
            try province.accept(first)
            try province.accept(
                station.seal(
                    owner: "Nguyễn Đúng", documents: [.component(SampleContent.page(1))],
                    sealedAt: noon.addingTimeInterval(60), supersedes: [first.digest]))
            #expect(try found(DossierQuery(ownerName: "sai"), in: province).isEmpty)
            #expect(try found(DossierQuery(ownerName: "dung"), in: province).count == 1)
            #expect(try found(DossierQuery(sites: [commune]), in: province).count == 1)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("Lists go on where they ended: together they are the whole list, nothing twice")
    func pages() async throws {
        try await withProvince { province throws in
            var station = try province.station()
            for number in 1...23 {
                try province.accept(
                    station.seal(
                        "H51.18-210615-\(1000 + number * 37 % 23)", owner: number % 3 == 0 ? "Lê Văn Ba" : "Lê Tư",
                        documents: [.component(SampleContent.page(UInt64(number)))]))
            }
            let queries: [DossierQuery] = [
                DossierQuery(code: "H51"), DossierQuery(ownerName: "le"),
                DossierQuery(ownerName: "le", sites: [commune]),
                DossierQuery(paperType: "CCCD"), DossierQuery(procedure: "1.004946"), DossierQuery(sites: [commune]),
                DossierQuery(ownerName: "lee tuu"),
            ]
            for query in queries {
                let whole = try province.registry.dossiers(query)
                #expect(whole.dossiers.count == (query.ownerName == "lee tuu" ? 16 : 23))
                #expect(whole.next == nil)
                var (parts, query): ([DossierSummary], DossierQuery) = ([], query)
                query.limit = 5
                repeat {
                    let part = try province.registry.dossiers(query)
                    #expect(part.dossiers.count <= 5)
                    parts += part.dossiers
                    query.after = try part.next.map { try #require(DossierCursor(rawValue: $0.rawValue)) }
                } while query.after != nil
                #expect(parts == whole.dossiers)
            }
            #expect(DossierCursor(rawValue: "x") == nil)
            #expect(DossierCursor(rawValue: "H51~pb~") == nil)
        }
    }

    @Test("Every criterion leads over an index: nothing walks over a table")
    func plans() async throws {
        try await withProvince { province throws in
            let queries: [DossierQuery] = [
                DossierQuery(code: "H51"), DossierQuery(ownerName: "anh"),
                DossierQuery(ownerName: "anh", sites: [commune]), DossierQuery(identityNumber: "1"),
                DossierQuery(paperType: "GKS"), DossierQuery(paperNumber: "1"), DossierQuery(procedure: "1"),
                DossierQuery(sites: [commune]), DossierQuery(code: "H51", ownerName: "anh", paperType: "GKS"),
                DossierQuery(ownerName: "anh", procedure: "1", sites: [commune, district]),
            ]
            for query in queries {
                let plan = try province.registry.read { db in
                    let (sql, arguments) = try #require(try DossierSearch(query, spelling: .exact, in: db)).statement
                    let rows = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments)
                    return rows.map { row -> String in row["detail"] }
                }
                let walks = plan.filter { $0.hasPrefix("SCAN") && !$0.contains("VIRTUAL TABLE INDEX") }
                #expect(walks.isEmpty, "\(query): \(plan)")
            }
        }
    }
}

@Suite("Words spelt alike")
struct EditDistanceTests {
    @Test(
        "Letters added, dropped, changed and swapped with their neighbour count one each",
        arguments: [
            ("anh", "anh", 0), ("anh", "an", 1), ("anh", "anhh", 1), ("anh", "ang", 1), ("anh", "ahn", 1),
            ("nguyen", "nguyne", 1), ("anh", "nah", 1), ("anh", "hna", 2), ("", "ab", 2), ("phuong", "phung", 1),
        ])
    func distances(a: String, b: String, expected: Int) {
        #expect(editDistance(Array(a.utf8), Array(b.utf8), upTo: 9) == expected)
        #expect(editDistance(Array(b.utf8), Array(a.utf8), upTo: 9) == expected)
        #expect(editDistance(Array(a.utf8), Array(b.utf8), upTo: 1) == min(expected, 2))
    }
}

extension Province {
    /// The rows that a search reads of a dossier, after the first that was taken in.
    fileprivate func dossier(_ number: Int64, named name: String) throws {
        let code = "H51.18-210615-\(String(repeating: "0", count: 4 - "\(number)".count))\(number)"
        try sql(
            """
            INSERT INTO manifest (id, digest, station, sequence, site, dossierCode, contentDigest, sealedAt, announcedAt,
                    state, isEffective, envelope)
                SELECT ?1, randomblob(32), station, ?1, site, ?2, randomblob(32), sealedAt, announcedAt, state, 1, envelope
                FROM manifest WHERE id = 1
            """, [number, code])
        try sql(
            """
            INSERT INTO dossier (manifest, site, procedure, ownerName, ownerSearchKey, componentsComplete)
                SELECT ?1, site, procedure, ?2, ?2, 1 FROM dossier WHERE manifest = 1
            """, [number, name])
        try registry.write { try NameWords.learn(name, in: $0) }
    }
}
