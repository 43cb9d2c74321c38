import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import TestSupport
import Testing

@Suite("Looking papers up over HTTP", .timeLimit(.minutes(2)))
struct LookupTests {
    private func ask(_ client: Caller, _ station: TestStation, _ body: String) async throws -> Answer {
        try await client.send(
            .post, "/v1/lookups",
            [.authorization: "Bearer \(station.token())", .contentType: "application/json"], Data(body.utf8))
    }

    @Test("What another office delivered is found by the dossier's code; by its owner's name only at its own office")
    func finds() async throws {
        try await withCollector { collector in
            let (here, there) = (
                try await collector.station(), try await collector.station(at: TestCollector.otherCommune)
            )
            try await collector.live { client in
                let sealed = here.seal([.random(1000, seed: 1), .random(1000, seed: 2)], code: "H51-210615-0077")
                #expect(try await client.deliver(sealed, as: here).status == 204)
                for (station, body, count) in [
                    (here, #"{"operator":"canbo","code":"H51-210615-0077"}"#, 1),
                    (there, #"{"operator":"canbo","code":"H51-210615-0077"}"#, 1),
                    (here, #"{"operator":"canbo","ownerName":"nguyen thi hoa"}"#, 1),
                    (there, #"{"operator":"canbo","ownerName":"nguyen thi hoa"}"#, 0),
                    (there, #"{"operator":"canbo","ownerName":"nguyen thi hoa","code":"H51-210615-0077"}"#, 1),
                    (there, #"{"operator":"canbo","number":"57/2021"}"#, 0),
                ] {
                    let answer = try await ask(client, station, body)
                    #expect(answer.status == 200, "\(body)")
                    let found = try answer.decoded(LookupAnswer.self)
                    #expect(found.papers.count == count, "\(body)")
                    #expect(!found.isCut)
                    if let paper = found.papers.first {
                        #expect(paper.manifest == sealed.digest)
                        #expect(paper.site == TestCollector.commune)
                        #expect(paper.siteName == "Xã \(TestCollector.commune)")
                        #expect((paper.type, paper.pages) == ("TKKS", 2))
                    }
                }
            }
            let trail = try collector.registry.auditTrail().filter { $0.action == "paper.lookUp" }
            #expect(trail.count == 6)
            #expect(Set(trail.map(\.subject)) == [TestCollector.commune.rawValue, TestCollector.otherCommune.rawValue])
            for secret in ["Hoa", "hoa", "H51-210615-0077"] {
                #expect(!trail.contains { $0.detail.contains(secret) })
                #expect(!collector.log.text.contains(secret))
            }
        }
    }

    @Test(
        "A lookup that asks by nothing, or by what cannot be, is refused before anything is searched or recorded",
        arguments: [
            "", "{", "[]", "null", "{}", #"{"operator":"canbo"}"#, #"{"operator":"","number":"1"}"#,
            #"{"number":"1"}"#, #"{"operator":"canbo","number":""}"#, #"{"operator":"canbo","number":7}"#,
            #"{"operator":"canbo","code":"bí mật"}"#, #"{"operator":"canbo","ownerName":"   "}"#,
            #"{"operator":"canbo","ownerName":"\#u{0301}"}"#, #"{"operator":"canbo","ownerName":"bí\nmật"}"#,
            #"{"operator":"canbo","ownerName":"\#(String(repeating: "bí mật ", count: 2000))"}"#,
            #"{"operator":"canbo","identityNumber":"\#(String(repeating: "9", count: 101))"}"#,
        ])
    func malformed(_ body: String) async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let answer = try await ask(client, station, body)
                #expect(answer.status == 400)
                #expect(answer.code == .malformedRequest)
                #expect(answer.problem?.detail.contains("bí") == false)
            }
            #expect(try collector.registry.auditTrail().allSatisfy { $0.action != "paper.lookUp" })
        }
    }

    @Test("It needs a token, JSON and a body of at most 64 KiB")
    func form() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                #expect(try await client.send(.post, "/v1/lookups", [:], Data("{}".utf8)).status == 401)
                let headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
                var form = headers
                form[.contentType] = "application/x-www-form-urlencoded"
                let answer = try await client.send(.post, "/v1/lookups", form, Data("number=1".utf8))
                #expect(answer.status == 415)
                #expect(answer.problem?.detail.contains("application/json") == true)
                #expect(try await client.send(.post, "/v1/lookups", headers, Data(count: 70_000)).status == 413)
            }
        }
    }

    @Test("A station that asks too often is told when to ask again; others and what it delivers are not held up")
    func tooOften() async throws {
        #expect(ConsoleLimits().lookupBurst == 30)
        #expect(ConsoleLimits().lookupInterval * 30 == .seconds(60))
        var limits = ConsoleLimits()
        limits.lookupBurst = 3
        limits.lookupInterval = .seconds(60)
        try await withCollector(limits: limits) { collector in
            let (station, other) = (try await collector.station(), try await collector.station())
            let body = #"{"operator":"canbo","number":"1"}"#
            try await collector.routed { client in
                for _ in 0..<3 { #expect(try await ask(client, station, body).status == 200) }
                let answer = try await ask(client, station, body)
                #expect(answer.status == 429)
                #expect(answer.code == .rateLimited)
                let wait = try #require(answer.headers[.retryAfter].flatMap { Int($0) })
                #expect((1...61).contains(wait))
                #expect(try await ask(client, other, body).status == 200)
                #expect(try await client.post(station.seal([.random(1000, seed: 1)]), as: station).status == 201)
            }
        }
    }
}
