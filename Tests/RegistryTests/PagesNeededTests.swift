import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

struct PagesNeededTests {
    @Test("Distinct pages are asked for once each, in the order of first appearance")
    func order() async throws {
        try await withProvince { province in
            var station = try province.station()
            let (a, b, c) = (SampleContent.page(1), SampleContent.page(2, count: 7), SampleContent.page(3))
            let sealed = station.seal(documents: [.component(b, a, b), .result("1", c, a)])
            let upload = try #require(try province.announce(sealed).upload)
            #expect(upload.pages.map(\.digest) == [b.digest, a.digest, c.digest])
            #expect(upload.pages.map(\.byteLength) == [7, 1000, 1000])
            #expect(upload.length == 2007)
        }
    }

    @Test(
        "A page that the site delivered before is not asked for again, and a manifest without new ones is complete at once"
    )
    func deduplicates() async throws {
        try await withProvince { province in
            var station = try province.station()
            let page = SampleContent.page(1)
            try province.accept(station.seal(documents: [.component(page)]))
            let mixed = station.seal("H51.18-210615-0002", documents: [.component(page, SampleContent.page(2))])
            #expect(try province.announce(mixed).upload?.pages.map(\.digest) == [SampleContent.page(2).digest])
            let known = station.seal("H51.18-210615-0003", documents: [.component(page)])
            let record = try province.announce(known)
            #expect(record.state == .complete)
            #expect(try province.receipt(record).outcome == .accepted)
        }
    }

    @Test("A page that only another site delivered is asked for as if it were new")
    func noOracle() async throws {
        try await withProvince { province in
            var (mine, theirs) = (try province.station(), try province.station(at: district))
            let page = SampleContent.page(1)
            try province.accept(theirs.seal(documents: [.component(page)]))
            let sealed = mine.seal(documents: [.component(page)])
            let record = try province.announce(sealed)
            #expect(record.state == .announced)
            #expect(record.upload?.pages.map(\.digest) == [page.digest])
            #expect(try province.registry.submission(sealed.digest, of: district) == nil)
        }
    }

    @Test("A known page named with another length is asked for: such a statement is false")
    func wrongLength() async throws {
        try await withProvince { province in
            var station = try province.station()
            var page = SampleContent.page(1)
            try province.accept(station.seal(documents: [.component(page)]))
            page.byteLength += 1
            let sealed = station.seal("H51.18-210615-0002", documents: [.component(page)])
            #expect(try province.announce(sealed).upload?.length == 1001)
        }
    }

    @Test("A page that is known and is no longer in the store is asked for again")
    func lostPage() async throws {
        try await withProvince { province in
            var station = try province.station()
            let page = SampleContent.page(1)
            try province.accept(station.seal(documents: [.component(page)]))
            let sealed = station.seal("H51.18-210615-0002", documents: [.component(page)])
            let terms = province.terms(isStored: { digest, _ in digest != page.digest })
            #expect(try province.announce(sealed, terms: terms).upload?.pages.map(\.digest) == [page.digest])
            #expect(try province.registry.complete(sealed.digest, terms: terms) == nil)
            #expect(try province.registry.submission(sealed.digest, of: commune)?.state == .announced)
        }
    }

    @Test("An upload given up leaves its whole pages known to the site, and the next one asks for the rest")
    func givenUp() async throws {
        try await withProvince { province in
            var station = try province.station()
            let (a, b) = (SampleContent.page(1), SampleContent.page(2))
            let sealed = station.seal(documents: [.component(a, b)])
            let first = try #require(try province.announce(sealed).upload)
            let kept = [StoredPage(digest: a.digest, byteLength: a.byteLength)]
            try province.registry.dropUpload(first.id, keeping: kept, at: noon)
            #expect(try province.registry.upload(first.id) == nil)
            let second = try #require(try province.announce(sealed).upload)
            #expect(second.id != first.id)
            #expect(second.pages.map(\.digest) == [b.digest])

            let record = try province.registry.renewUpload(
                second, keeping: [StoredPage(digest: b.digest, byteLength: b.byteLength)], terms: province.terms())
            #expect(record?.state == .complete)
            #expect(try province.differences().isEmpty)
        }
    }

    @Test("An upload ends when its time is over, unless it was given more")
    func expiry() async throws {
        try await withProvince { province in
            var station = try province.station()
            let upload = try #require(
                try province.announce(station.seal(documents: [.component(SampleContent.page(1))])).upload)
            #expect(upload.expiresAt == noon.addingTimeInterval(86_400))
            let later = noon.addingTimeInterval(86_401)
            #expect(try province.registry.expiredUploads(at: noon).isEmpty)
            #expect(try province.registry.expiredUploads(at: later).map(\.id) == [upload.id])
            try province.registry.extendUpload(upload.id, to: later.addingTimeInterval(1))
            #expect(try province.registry.expiredUploads(at: later).isEmpty)
        }
    }
}
