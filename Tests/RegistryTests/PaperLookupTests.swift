import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Registry

@Suite("Looking papers up before they are scanned")
struct PaperLookupTests {
    private let otherCommune = SiteID(rawValue: "pb-cm-002")!

    /// Two communes, each with a dossier of an owner of the same name, and one of another name.
    private func withPapers<Result>(_ body: (Province) throws -> Result) async throws -> Result {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: otherCommune))
            try province.accept(
                here.seal(
                    "H51.18-210615-0001", owner: "Nguyễn Thị Ánh",
                    documents: [
                        .component(SampleContent.page(1)),
                        .result("12/QĐ", issuedOn: CalendarDay("2021-06-14"), SampleContent.page(2)),
                    ]
                ) { $0.dossier.owner.identityNumber = "094123456789" })
            try province.accept(
                here.seal(
                    "H51.18-210615-0002", owner: "Trần Văn Đức", documents: [.component(SampleContent.page(3))]))
            try province.accept(
                there.seal(
                    "H51.19-210616-0001", owner: "NGUYỄN  THỊ ÁNH",
                    documents: [.result("12/QĐ", type: "QĐ", SampleContent.page(4), SampleContent.page(5))],
                    sealedAt: noon.addingTimeInterval(86_400)
                ) { $0.dossier.owner.identityNumber = "094123456789" })
            return try body(province)
        }
    }

    /// What commune 1 finds, as `site dossier type`.
    private func find(_ province: Province, _ lookup: Lookup) throws -> [String] {
        try province.registry.lookUp(lookup, from: StationID(), of: commune, at: noon).papers.map {
            "\($0.site) \($0.dossier) \($0.type)"
        }
    }

    private func lookup(
        code: String? = nil, ownerName: String? = nil, number: String? = nil, identityNumber: String? = nil
    ) -> Lookup {
        Lookup(
            operatorName: "canbo", code: code.flatMap(DossierCode.init(rawValue:)), ownerName: ownerName,
            number: number, identityNumber: identityNumber)
    }

    @Test("Code, number and identity number find papers of the whole province, the own office's first")
    func wholeProvince() async throws {
        try await withPapers { province throws in
            let both = [
                "pb-cm-001 H51.18-210615-0001 GKS", "pb-cm-002 H51.19-210616-0001 QĐ",
            ]
            #expect(try find(province, lookup(number: "12/QĐ")) == both)
            #expect(
                try find(province, lookup(identityNumber: "094123456789")) == [
                    "pb-cm-001 H51.18-210615-0001 CCCD", both[0], both[1],
                ])
            #expect(try find(province, lookup(code: "H51.19-210616-0001")) == [both[1]])
            #expect(try find(province, lookup(number: "12")).isEmpty)
            #expect(try find(province, lookup(identityNumber: "' OR 1=1 --")).isEmpty)
            #expect(try find(province, lookup(code: "H51.19-210616-0001", number: "13/QĐ")).isEmpty)
        }
    }

    @Test("By the owner's name alone an office finds its own papers only; beside another key the name narrows")
    func ownerName() async throws {
        try await withPapers { province throws in
            let own = ["pb-cm-001 H51.18-210615-0001 CCCD", "pb-cm-001 H51.18-210615-0001 GKS"]
            for name in ["Nguyễn Thị Ánh", "nguyen thi anh", "NGUYEN  THI", "Nguye\u{302}\u{303}n", "thị ánh"] {
                #expect(try find(province, lookup(ownerName: name)) == own, "\(name)")
            }
            #expect(try find(province, lookup(ownerName: "anh thi")).isEmpty)
            #expect(try find(province, lookup(ownerName: "nguyen%")).isEmpty)
            let both = [own[1], "pb-cm-002 H51.19-210616-0001 QĐ"]
            #expect(try find(province, lookup(ownerName: "nguyễn thị", number: "12/QĐ")) == [own[1]])
            #expect(
                try find(province, lookup(ownerName: "nguyễn thị ánh", number: "12/QĐ")) == both,
                "of another office's dossier the whole name must be known")
            #expect(try find(province, lookup(ownerName: "Trần", number: "12/QĐ")).isEmpty)
        }
    }

    @Test("What is found says enough to know the paper by, and nothing of its owner")
    func content() async throws {
        try await withPapers { province in
            let answer = try province.registry.lookUp(
                lookup(number: "12/QĐ"), from: StationID(), of: otherCommune, at: noon)
            #expect(!answer.isCut)
            let paper = try #require(answer.papers.last)
            #expect(paper.dossier.rawValue == "H51.18-210615-0001")
            #expect((paper.site, paper.siteName) == (commune, "Phường 1"))
            #expect((paper.role, paper.type, paper.number) == (.result, "GKS", "12/QĐ"))
            #expect((paper.issuedOn, paper.issuer) == (CalendarDay("2021-06-14"), nil))
            #expect((paper.digitisedOn, paper.pages) == (CalendarDay("2021-06-15"), 1))
            let manifest = try #require(try province.registry.manifest(paper.manifest))
            #expect(manifest.manifest.dossier.code == paper.dossier)
            #expect(answer.papers.first?.pages == 2)
            #expect(!String(decoding: try Wire.encode(answer), as: UTF8.self).contains("Ánh"))
        }
    }

    @Test("Papers no longer in force, without pages, announced only or superseded are not found")
    func standing() async throws {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal(documents: [
                .result("1", SampleContent.page(1)), .result("2", SampleContent.page(2)),
            ])
            try province.accept(first)
            try province.accept(
                station.seal(
                    documents: [
                        .result("1", inForce: false, SampleContent.page(1)), .result("3", SampleContent.page(3)),
                        .result("4"),
                    ], sealedAt: noon.addingTimeInterval(60), supersedes: [first.digest]))
            try province.announce(
                station.seal("H51.18-210615-0002", documents: [.result("5", SampleContent.page(9))]))
            for number in ["1", "2", "4", "5"] {
                #expect(try find(province, lookup(number: number)).isEmpty, "\(number)")
            }
            #expect(try find(province, lookup(number: "3")).count == 1)
        }
    }

    @Test("More papers than an answer holds are cut, and it says so")
    func cut() async throws {
        try await withProvince { province in
            var station = try province.station()
            func papers(_ count: Int) -> [Document] { (0..<count).map { _ in .component(SampleContent.page(1)) } }
            try province.accept(station.seal("H51.18-210615-0001", documents: papers(50)))
            let code = DossierCode(rawValue: "H51.18-210615-0001")
            let whole = try province.registry.lookUp(
                Lookup(operatorName: "canbo", code: code), from: station.id, of: commune, at: noon)
            #expect((whole.papers.count, whole.isCut) == (50, false))
            try province.accept(
                station.seal("H51.18-210615-0002", documents: papers(1), sealedAt: noon.addingTimeInterval(60)))
            let more = try province.registry.lookUp(
                Lookup(operatorName: "canbo", ownerName: "nguyen"), from: station.id, of: commune, at: noon)
            #expect((more.papers.count, more.isCut) == (50, true))
            #expect(more.papers.first?.dossier.rawValue == "H51.18-210615-0002")
        }
    }

    @Test("Each lookup is in the audit trail: who, where, by which keys and how much; never what was asked")
    func audited() async throws {
        try await withPapers { province in
            let station = StationID()
            for lookup in [lookup(ownerName: "Nguyễn Thị Ánh", number: "12/QĐ"), lookup(identityNumber: "000")] {
                _ = try province.registry.lookUp(lookup, from: station, of: commune, at: noon)
            }
            let trail = try province.registry.auditTrail().filter { $0.action == "paper.lookUp" }
            #expect(trail.map(\.actor) == [station.rawValue, station.rawValue])
            #expect(trail.map(\.subject) == ["pb-cm-001", "pb-cm-001"])
            #expect(
                trail.map(\.detail) == [
                    "operator canbo, by identityNumber: 0 found", "operator canbo, by ownerName, number: 2 found",
                ])
            #expect(trail.allSatisfy { $0.at == noon })
        }
    }

    @Test(
        "Every key leads over an index: no lookup walks over a table",
        arguments: [
            ["code"], ["number"], ["identityNumber"], ["ownerName"], ["ownerName", "number"], ["ownerName", "code"],
            ["code", "number", "identityNumber", "ownerName"],
        ])
    func usesIndexes(_ keys: [String]) async throws {
        try await withProvince { province in
            let lookup = lookup(
                code: keys.contains("code") ? "H51.18-210615-0001" : nil,
                ownerName: keys.contains("ownerName") ? "nguyen" : nil, number: keys.contains("number") ? "1" : nil,
                identityNumber: keys.contains("identityNumber") ? "1" : nil)
            let (sql, arguments) = PaperSearch(lookup, site: commune).statement
            let plan = try province.registry.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { row -> String in
                    row["detail"]
                }
            }
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
            #expect(plan.contains { $0.hasPrefix("SEARCH") }, "\(plan)")
        }
    }
}
