import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Progress
import Registry
import TestSupport
import Testing

/// What the tests of imports share.
protocol ImportTrials {}

extension ImportTrials {
    static var targets: String { "indicator,level,year,permille,basis\nR1,commune,2031,400,KH 12\n" }

    /// Somebody who may import, at the page of a table.
    func importing(
        _ path: String = "/imports/targets", as role: Role = .administrator,
        _ body: @Sendable (TestCollector, WebBrowser) async throws -> Void
    ) async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.account("quan.tri", role)
            try await collector.browsing { browser in
                try await browser.enter("quan.tri")
                try await browser.get(path)
                try await body(collector, browser)
            }
        }
    }

    /// Uploads a file that is right, and gives the address and the page of its preview.
    func preview(
        _ browser: WebBrowser, _ kind: String, _ file: String, _ fields: [(String, String)] = []
    ) async throws -> (path: String, page: WebPage) {
        let answer = try await browser.upload("/imports/\(kind)", file, fields)
        let path = try #require(answer.location, "\(answer.status) \(answer.text.suffix(3000))")
        #expect(answer.status == 303 && path.hasPrefix("/imports/\(kind)/preview/"))
        return (path, try await browser.get(path))
    }

    func confirm(
        _ browser: WebBrowser, _ path: String, _ page: WebPage, agreed: Bool = false
    ) async throws -> WebPage {
        let seen = try #require(page.text.firstMatch(of: #/name="seen" value="(\w+)"/#)).1
        var fields = ["do": "import", "seen": String(seen)]
        if agreed { fields["agreed"] = "1" }
        return try await browser.post(path, fields)
    }
}

extension TestCollector {
    /// Something in every table, with what is hard to write.
    func fillTables() throws {
        _ = try registry.changeSuccessions(by: "test", from: "test", at: clock.now) { (_) throws(Never) in
            SuccessionChanges(added: [
                Succession(
                    predecessor: Self.otherCommune, successor: Self.commune, kind: .part,
                    day: CalendarDay("2022-01-01")!,
                    decree: "=NQ; 1")
            ])
        }
        let year = CalendarDay(clock.now).year
        _ = try registry.changeTargets(by: "test", from: "test", at: clock.now) { (_) throws(Never) in
            TargetChanges(added: [
                Target(
                    indicator: .inForce, level: .commune, year: year + 1, permille: 950, basis: "@KH",
                    other: .init(permille: 1000, basis: "lời văn, \"100%\""))
            ])
        }
        let batch = try registry.importBaselines(by: "an", from: "test", at: clock.now) { (_) throws(Never) in
            BaselineChanges(added: [
                Baseline(
                    indicator: .inForce, scope: .authority("000.00.03.H51", .province), period: Period("2021-Q1@15")!,
                    denominator: 5, reportedNumerator: 6, source: "+CV")
            ])
        }.get().batch
        if let batch { _ = try registry.approveBaselines(batch.id, by: "bình", at: clock.now).get() }
        _ = try registry.replaceCatalogue(
            with: [
                CatalogueEntry(
                    procedure: "1.2", procedureName: "=Đăng ký", type: "gks", name: "Giấy; khai", role: .result,
                    isCompulsory: false)
            ], by: "test", from: "test", at: clock.now
        ).get()
    }
}
