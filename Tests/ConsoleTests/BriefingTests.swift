import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import Testing

@Suite("The briefing of a station", .timeLimit(.minutes(2)))
struct BriefingTests {
    private func ask(_ client: Caller, _ station: TestStation, etag: String? = nil) async throws -> Answer {
        var headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
        headers[.ifNoneMatch] = etag
        return try await client.send(.get, "/v1/briefing", headers)
    }

    private func importCatalogue(_ collector: TestCollector, _ names: [String]) throws {
        let entries = names.map { name in
            CatalogueEntry(
                procedure: "1.001193", procedureName: "Đăng ký khai sinh", type: name, name: "Giấy \(name)",
                role: .component, isCompulsory: true)
        }
        _ = try collector.registry.replaceCatalogue(with: entries, by: "test", from: "test", at: collector.clock.now)
            .get()
    }

    @Test("It tells the office, the catalogue and the office's own figures as they are now")
    func content() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try importCatalogue(collector, ["a", "b"])
            let year = CalendarDay(collector.clock.now).year
            _ = try collector.registry.changeTargets(by: "test", from: "test", at: collector.clock.now) {
                (_: [Target]) throws(Never) in
                TargetChanges(added: [
                    Target(indicator: .received, level: .commune, year: year, permille: 350, basis: "test")
                ])
            }
            try await collector.live { client in
                let today = CalendarDay(collector.clock.now)
                let code = "H51-\(String(today.description.filter { $0 != "-" }.dropFirst(2)))-0001"
                #expect(
                    try await client.deliver(station.seal([.random(1000, seed: 1)], code: code), as: station).status
                        == 204)
                let answer = try await ask(client, station)
                #expect(answer.status == 200)
                #expect(answer.headers[.contentType] == "application/json")
                #expect(answer.headers[.cacheControl] == "private, no-cache")
                let briefing = try answer.decoded(Briefing.self)
                #expect(briefing.site == TestCollector.commune)
                #expect((briefing.siteName, briefing.level) == ("Xã \(TestCollector.commune)", .commune))
                #expect(abs(briefing.asOf.timeIntervalSince(collector.clock.now)) < 60)
                #expect(briefing.procedures.map(\.code) == ["1.001193"])
                #expect(briefing.procedures.first?.papers.map(\.type) == ["a", "b"])
                #expect(briefing.progress.map(\.indicator) == [.received, .results, .inForce])
                #expect(
                    briefing.progress.first
                        == BriefedRate(
                            indicator: .received, level: .commune, year: year, numerator: 1, denominator: nil,
                            targetPermille: 350))
            }
        }
    }

    @Test("Asked for by its tag it is sent again only when something changed, not for the time that passed")
    func tag() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try importCatalogue(collector, ["a"])
            try await collector.live { client in
                let first = try await ask(client, station)
                let tag = try #require(first.headers[.eTag])
                collector.clock.advance(by: 5)
                for field in [tag, String(tag.dropFirst(2)), "\"other\", \(tag)", "*"] {
                    let again = try await ask(client, station, etag: field)
                    #expect(again.status == 304, "\(field)")
                    #expect(again.body.isEmpty)
                    #expect(again.headers[.eTag] == tag)
                }
                for field in ["\"other\"", tag + "x", "W/\"\"", ""] {
                    #expect(try await ask(client, station, etag: field).status == 200, "\(field)")
                }
                try importCatalogue(collector, ["a", "b"])
                let changed = try await ask(client, station, etag: tag)
                #expect(changed.status == 200)
                #expect(changed.headers[.eTag] != tag)
            }
        }
    }

    @Test("A station is told of its own office, also when that is closed; without a token nobody is told")
    func ownOffice() async throws {
        try await withCollector { collector in
            let station = try await collector.station(at: TestCollector.otherCommune)
            let closing = CalendarDay(collector.clock.now).advanced(by: -1)
            _ = try collector.registry.changeSites(by: "test", from: "test", at: collector.clock.now) {
                (_: SiteRecords) throws(Never) in SiteChanges(closings: [TestCollector.otherCommune: closing])
            }
            try await collector.routed { client in
                let briefing = try await ask(client, station).decoded(Briefing.self)
                #expect(briefing.site == TestCollector.otherCommune)
                #expect(briefing.procedures.isEmpty)
                #expect(try await client.send(.get, "/v1/briefing").status == 401)
            }
        }
    }

    @Test("The longest catalogue that can be imported fits the longest briefing")
    func longest() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let name = String(repeating: "ở", count: 200)
            func entries(_ count: Int) -> [CatalogueEntry] {
                (0..<count).map { index in
                    CatalogueEntry(
                        procedure: "\(index)", procedureName: name, type: "a", name: name, role: .component,
                        isCompulsory: true)
                }
            }
            var count = 4000
            while case .failure = try collector.registry.replaceCatalogue(
                with: entries(count), by: "test", from: "test", at: collector.clock.now)
            { count -= 50 }
            try await collector.routed { client in
                let answer = try await ask(client, station)
                #expect(answer.status == 200)
                #expect(answer.body.count <= Briefing.maximumByteLength)
                #expect(answer.body.count > Briefing.maximumByteLength - (200 << 10))
            }
        }
    }

    @Test("A fault of the index is told without its cause")
    func fault() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                _ = try await ask(client, station)
                try collector.registry.close()
                let answer = try await ask(client, station)
                #expect(answer.status == 500)
                #expect(answer.code == .internalError)
            }
        }
    }
}
