import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import Synchronization
import TestSupport
import Testing

@Suite("The list of accepted dossiers", .timeLimit(.minutes(3)))
struct SystemListTests {
    @Test("Whoever walks through it sees each dossier exactly once while new ones arrive, and comes back for changes")
    func walk() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let arrivals = Arrivals(
                collector, try await collector.station(), try await collector.station(at: TestCollector.otherCommune))
            try arrivals.come(30)
            let token = try collector.system()
            let walked = try await collector.routed { client in
                var (seen, path, cursor): ([String], String?, String) = ([], "/dossiers?limit=7", "")
                while let next = path {
                    let answer = try await client.ask(next, token)
                    let part: ListedPart = try answer.decoded()
                    seen += part.dossiers.map(\.code)
                    cursor = part.cursor
                    let link = answer.headers[.link]
                    #expect((link != nil) == part.hasMore)
                    path = try link.map { link in
                        #expect(link.hasSuffix(">; rel=\"next\"") && link.hasPrefix("<?"))
                        return "/dossiers" + String(try #require(link.split(separator: ">").first).dropFirst())
                    }
                    if arrivals.sealed.count < 60 { try arrivals.come(5) }
                }
                return (seen, cursor)
            }
            let (seen, cursor) = walked
            #expect(arrivals.sealed.count == 60)
            #expect(seen == arrivals.sealed.map(\.manifest.dossier.code.rawValue))

            // Nothing new: no dossiers, and the answer holds until something comes.
            try await collector.routed { client in
                let path = "/dossiers?cursor=\(cursor)"
                let idle = try await client.ask(path, token)
                #expect(try idle.decoded(ListedPart.self).dossiers.isEmpty)
                let tag = try #require(idle.headers[.eTag])
                #expect(try await client.ask(path, token, [.ifNoneMatch: tag]).status == 304)
                // One is corrected, one is new: both come, once each.
                try arrivals.correctFirst()
                try arrivals.come(1)
                let changed: ListedPart = try await client.ask(path, token, [.ifNoneMatch: tag]).decoded()
                #expect(changed.dossiers.map(\.code) == ["H51-210615-1000", "H51-210615-1060"])
                #expect(changed.dossiers.map(\.submissions) == [2, 1])
            }
        }
    }

    @Test("Filters by office, procedure and days let through what they say, and nothing else")
    func filters() async throws {
        try await withCollector { collector in
            try collector.addProvince()
            let (year, month, day) = CalendarDay(collector.clock.now).components
            let today = CalendarDay(collector.clock.now)
            try await collector.delivers(2)
            try await collector.delivers(3, at: TestCollector.otherCommune)
            let (first, second) = (today, today.advanced(by: 3))
            collector.clock.advance(by: 3 * 86_400)
            var late = try await collector.delivers(0)
            try collector.accept(
                late.seal("H51-210615-7777", documents: [.component(SampleContent.page(1))]) {
                    $0.dossier.procedure = "2.000635"
                })
            let token = try collector.system()
            try await collector.routed { client in
                for (query, count) in [
                    ("", 6), ("site=st-31498", 3), ("site=st-31501", 3), ("site=st-31498&site=st-31501", 6),
                    ("site=st-940", 0), ("procedure=2.000635", 1), ("procedure=1.004946", 5), ("procedure=2", 0),
                    ("acceptedFrom=\(second)", 1), ("acceptedThrough=\(first)", 5),
                    ("acceptedFrom=\(first)&acceptedThrough=\(first)", 5),
                    ("acceptedFrom=\(second.advanced(by: 1))", 0),
                    ("receivedFrom=2021-06-15&receivedThrough=2021-06-15", 1), ("receivedFrom=\(first)", 5),
                    ("receivedThrough=2021-06-14", 0),
                ] {
                    let answer = try await client.ask("/dossiers?" + query, token)
                    let part: ListedPart = try answer.decoded()
                    #expect(part.dossiers.count == count, "\(query): \(answer.text)")
                }
                for query in [
                    "limit=0", "limit=501", "limit=x", "limit=01", "cursor=x", "cursor=", "site=X", "receivedFrom=2021",
                    "limit=1&limit=2", "procedure=", "a=%ff",
                ] {
                    #expect(try await client.ask("/dossiers?" + query, token).status == 400, "\(query)")
                }
                #expect(try await client.ask("/dossiers?limit=500", token).status == 200)
                // No person is in any list.
                let all = try await client.ask("/dossiers", token)
                #expect(!all.text.contains("Nguy") && all.text.contains(#""receivedOn":"\#(year)-"#))
                _ = (month, day)
            }
        }
    }

    @Test("A figure opens the list it was counted from, in parts that are put together again")
    func items() async throws {
        struct Items: Decodable {
            struct Item: Decodable { let dossier: String }
            let items: [Item]
            let cursor: String?
        }
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(7)
            let token = try collector.system()
            try await collector.routed { client in
                for kind in [
                    "kind=dossiers&site=st-31498", "kind=digitised&site=st-31498", "kind=results&site=st-31498",
                    "kind=in-force&authority=st-31498&level=commune",
                ] {
                    var (seen, cursor): ([String], String?) = ([], nil)
                    repeat {
                        let path = "/figures/items?limit=3&\(kind)" + (cursor.map { "&cursor=\($0)" } ?? "")
                        let part: Items = try await client.ask(path, token).decoded()
                        seen += part.items.map(\.dossier)
                        cursor = part.cursor
                    } while cursor != nil
                    #expect(seen.count == 7 && Set(seen).count == 7, "\(kind)")
                }
                for query in ["kind=x&site=st-31498", "kind=dossiers", "site=st-31498", "kind=in-force&level=commune"] {
                    #expect(try await client.ask("/figures/items?" + query, token).status == 400, "\(query)")
                }
                // Another list's cursor is none here.
                let list: ListedPart = try await client.ask("/dossiers?limit=1", token).decoded()
                let path = "/figures/items?kind=dossiers&site=st-31498&cursor=\(list.cursor)"
                #expect(try await client.ask(path, token).status == 400)
            }
        }
    }
}

/// Dossiers that arrive one after another at two offices.
private final class Arrivals: Sendable {
    private let collector: TestCollector
    private let state: Mutex<(stations: [SampleStation], sealed: [SealedManifest])>

    init(_ collector: TestCollector, _ stations: TestStation...) {
        self.collector = collector
        state = Mutex((stations.map { SampleStation(id: $0.id, site: $0.site, key: $0.key) }, []))
    }

    var sealed: [SealedManifest] { state.withLock { $0.sealed } }

    func come(_ count: Int) throws {
        for _ in 0..<count {
            let one = state.withLock { state in
                let number = state.sealed.count
                let one = state.stations[number % 2].seal(
                    "H51-210615-\(1000 + number)", documents: [.component(SampleContent.page(UInt64(number + 1)))])
                state.sealed.append(one)
                return one
            }
            try collector.accept(one)
        }
    }

    /// A further submission of the first dossier, which takes the place of the one before.
    func correctFirst() throws {
        let correction = state.withLock { state in
            let first = state.sealed[0]
            return state.stations[0].seal(
                first.manifest.dossier.code.rawValue, documents: [.component(SampleContent.page(900))],
                supersedes: [first.digest])
        }
        try collector.accept(correction)
    }
}
