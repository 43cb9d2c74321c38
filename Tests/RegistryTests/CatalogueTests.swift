import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("The catalogue of procedures")
struct CatalogueTests {
    private func entry(
        _ procedure: String, _ type: String, name: String = "Tên", procedureName: String? = nil,
        role: DocumentRole = .component, isCompulsory: Bool = true
    ) -> CatalogueEntry {
        CatalogueEntry(
            procedure: procedure, procedureName: procedureName ?? "Thủ tục \(procedure)", type: type, name: name,
            role: role, isCompulsory: isCompulsory)
    }

    private func replace(_ registry: Registry, _ entries: [CatalogueEntry]) throws -> CatalogueChanges {
        try registry.replaceCatalogue(with: entries, by: "an", from: "procedures.csv", at: noon).get()
    }

    @Test("Procedures come back by code, each with its papers in the order of the file")
    func order() async throws {
        try await withProvince { province in
            _ = try replace(
                province.registry,
                [
                    entry("2.000815", "ban-chinh"), entry("1.001193", "to-khai"),
                    entry("1.001193", "giay-khai-sinh", role: .result, isCompulsory: false),
                    entry("1.001193", "giay-chung-sinh"), entry("2.000815", "ban-sao", role: .result),
                ])
            let procedures = try province.registry.procedures()
            #expect(procedures.map(\.code) == ["1.001193", "2.000815"])
            #expect(procedures[0].name == "Thủ tục 1.001193")
            #expect(procedures[0].papers.map(\.type) == ["to-khai", "giay-khai-sinh", "giay-chung-sinh"])
            #expect(procedures[0].papers.map(\.isCompulsory) == [true, false, true])
            #expect(procedures[0].papers.map(\.role) == [.component, .result, .component])
        }
    }

    @Test("An import takes the place of the whole catalogue and is in the audit trail; the same again changes nothing")
    func replacing() async throws {
        try await withProvince { province in
            let registry = province.registry
            let first = [entry("1", "a"), entry("2", "a"), entry("3", "a")]
            #expect(try replace(registry, first).added == ["1", "2", "3"])
            #expect(try replace(registry, first).unchanged == 3)
            let changes = try replace(
                registry, [entry("1", "a"), entry("2", "a", isCompulsory: false), entry("4", "b")])
            #expect(changes.added == ["4"])
            #expect(changes.changed == ["2"])
            #expect(changes.removed == ["3"])
            #expect(changes.unchanged == 1)
            #expect(try registry.procedures().map(\.code) == ["1", "2", "4"])
            let trail = try registry.auditTrail(subject: "procedures.csv")
            #expect(trail.map(\.action) == ["procedure.import", "procedure.import"])
            #expect(trail.map(\.actor) == ["an", "an"])
            #expect(trail[0].detail == "1 added (4), 1 changed (2), 1 removed (3), 1 there already")
        }
    }

    @Test("Codes and names are kept byte by byte: composed and decomposed are two")
    func bytes() async throws {
        try await withProvince { province in
            let (composed, decomposed) = ("\u{1EDF}", "\u{6F}\u{31B}\u{309}")
            let registry = province.registry
            _ = try replace(registry, [entry("1", "a", name: composed), entry("1", "a" + decomposed)])
            #expect(
                try replace(registry, [entry("1", "a", name: decomposed), entry("1", "a" + decomposed)]).changed == [
                    "1"
                ])
            let papers = try #require(try registry.procedures().first).papers
            #expect(papers[0].name.unicodeScalars.count == 3)
            #expect(papers[1].type.unicodeScalars.count == 4)
        }
    }

    @Test("A catalogue that no briefing could hold is refused, and the former stays")
    func tooLarge() async throws {
        try await withProvince { province in
            let registry = province.registry
            _ = try replace(registry, [entry("1", "a")])
            let name = String(repeating: "ở", count: 200)
            let entries = (0..<10_000).map { entry("\($0)", "a", name: name, procedureName: name) }
            let refusal = #expect(throws: CatalogueTooLarge.self) { try replace(registry, entries) }
            #expect(refusal?.description.contains("nothing was imported") == true)
            #expect(try registry.procedures().map(\.code) == ["1"])
        }
    }
}
