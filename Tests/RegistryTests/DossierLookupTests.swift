import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

struct DossierLookupTests {
    private func withDossiers<Result>(_ body: (Province) throws -> Result) async throws -> Result {
        try await withProvince { province in
            var (here, there) = (try province.station(), try province.station(at: district))
            try province.accept(
                here.seal(
                    "H51.18-210615-0001", owner: "Nguyễn Thị Ánh",
                    documents: [.component(SampleContent.page(1)), .result("12/QĐ", SampleContent.page(2))]))
            try province.accept(
                here.seal(
                    "H51.18-210615-0002", owner: "Trần Văn Đức", documents: [.component(SampleContent.page(3))],
                    sealedAt: noon.addingTimeInterval(60)))
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

    @Test("A summary says what stands, and what is awaited")
    func summary() async throws {
        try await withDossiers { province in
            let found = try province.registry.dossiers(DossierQuery(sites: [commune])).dossiers
            #expect(found.map(\.announced) == [1, 0, 0])
            #expect(found.map(\.ownerName) == [nil, "Trần Văn Đức", "Nguyễn Thị Ánh"])
            #expect(found.map(\.isDigitised) == [false, true, true])
        }
    }

    @Test("A dossier is shown with every manifest as received, its receipt and what took its place")
    func shows() async throws {
        try await withProvince { province in
            var station = try province.station()
            let first = station.seal(documents: [.component(SampleContent.page(1))])
            let receipt = try province.accept(first)
            let second = station.seal(
                documents: [.component(SampleContent.page(1), SampleContent.page(2))],
                sealedAt: noon.addingTimeInterval(60), supersedes: [first.digest])
            try province.accept(second)
            let record = try #require(try province.registry.dossier(first.manifest.dossier.code).first)
            #expect(record.site == commune)
            #expect(record.isDigitised)
            #expect(record.manifests.map(\.manifest) == [first.manifest, second.manifest])
            #expect(record.manifests.map(\.envelope) == [first.bytes, second.bytes])
            #expect(record.manifests.map(\.isEffective) == [false, true])
            #expect(record.manifests.map(\.supersededBy) == [[second.digest], []])
            #expect(record.manifests[0].receipt == receipt)
            #expect(try province.registry.manifest(second.digest) == record.manifests[1])
            #expect(try province.registry.dossier(DossierCode(rawValue: "H51-210615-9999")!).isEmpty)
        }
    }

    @Test("A page leads back to the places that name it")
    func pageUses() async throws {
        try await withDossiers { province in
            let uses = try province.registry.uses(of: SampleContent.page(1).digest)
            #expect(uses.map(\.site) == [commune, district])
            #expect(uses.allSatisfy { $0.document == 0 && $0.page == 0 && $0.isEffective })
            #expect(try province.registry.uses(of: SampleContent.page(99).digest).isEmpty)
        }
    }
}
