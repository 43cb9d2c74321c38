import Dossiers
import Exchange
import Foundation
import Progress
import Registry
import TestSupport

@testable import Console

extension TestCollector {
    static let district = SiteID(rawValue: "st-940")!
    static let otherDistrict = SiteID(rawValue: "st-941")!
    static let centre = SiteID(rawValue: "st-tinh")!

    /// A centre, two districts with a commune each, targets of R3 and denominators for this year: the first commune and
    /// both districts have one in R3, the second commune has none.
    func addProvince() throws {
        let first = CalendarDay("2019-01-01")!
        let year = CalendarDay(clock.now).year
        let names = [
            (Self.centre, "Trung tâm tỉnh", Level.province, nil), (Self.district, "Huyện Một", .district, Self.centre),
            (Self.otherDistrict, "Huyện <Hai>", .district, Self.centre),
        ]
        let sites = names.map { id, name, level, parent in
            Site(id: id, name: name, level: level, parent: parent, statisticalCode: nil, validFrom: first)
        }
        let communes = [(Self.commune, "Xã Một", Self.district), (Self.otherCommune, "Xã Hai", Self.otherDistrict)].map {
            Site(
                id: $0.0, name: $0.1, level: .commune, parent: $0.2, statisticalCode: "31498",
                validFrom: CalendarDay("2021-02-01")!)
        }
        _ = try registry.changeSites(by: "test", from: "test", at: clock.now) { (_) throws(Never) in
            SiteChanges(added: sites + communes)
        }
        let targets = Level.allCases.map {
            Target(indicator: .inForce, level: $0, year: year, permille: 500, basis: "test")
        }
        _ = try registry.changeTargets(by: "test", from: "test", at: clock.now) { (_) throws(Never) in
            TargetChanges(added: targets)
        }
        let baselines = [
            (Indicator.inForce, Self.commune, 10), (.inForce, Self.district, 4), (.inForce, Self.otherDistrict, 8),
            (.received, Self.commune, 4), (.received, Self.otherCommune, 5),
        ].map {
            Baseline(
                indicator: $0.0, scope: .site($0.1), period: Period(year: year), denominator: $0.2,
                reportedNumerator: nil, source: "test")
        }
        let batch = try registry.importBaselines(by: "an", from: "test", at: clock.now) { (_) throws(Never) in
            BaselineChanges(added: baselines)
        }.get().batch
        if let batch { _ = try registry.approveBaselines(batch.id, by: "bình", at: clock.now).get() }
    }

    /// A station of `site` that delivers `count` dossiers with a result in force each, of this day.
    @discardableResult
    func delivers(_ count: Int, at site: SiteID = commune, level: Level = .commune) async throws -> SampleStation {
        let enrolled = try await self.station(at: site)
        var station = SampleStation(id: enrolled.id, site: site, key: enrolled.key)
        let (year, month, day) = CalendarDay(clock.now).components
        // Codes are unique in the province, and so are papers.
        let series = Int(site.rawValue.utf8.last!) * 100
        for number in series..<series + count {
            let sealed = station.seal(
                "H51-\(year % 100 * 10_000 + month * 100 + day)-\(number)",
                documents: [
                    .component(SampleContent.page(UInt64(2 * number))),
                    .result(
                        "\(number)", authority: site.rawValue, level: level,
                        SampleContent.page(UInt64(2 * number + 1))),
                ], sealedAt: Date(timeIntervalSince1970: clock.now.timeIntervalSince1970.rounded(.down)))
            try accept(sealed)
        }
        return station
    }

    /// Takes a manifest in as if its pages had come.
    func accept(_ sealed: SealedManifest, refusal: Receipt.Refusal? = nil, isWaiting: Bool = false) throws {
        let key = key
        let terms = SubmissionTerms(
            now: clock.now, uploadLifetime: 86_400, isStored: { _, _ in !isWaiting },
            sign: { key.seal(try! Wire.encode($0), type: Receipt.payloadType) })
        _ = try registry.announce(
            ReceivedManifest(
                envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: refusal),
            terms: terms
        ).get()
        if refusal == nil, !isWaiting { _ = try registry.complete(sealed.digest, terms: terms) }
    }
}
