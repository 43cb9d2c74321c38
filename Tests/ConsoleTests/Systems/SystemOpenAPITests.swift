import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Console

@Suite(
    "The OpenAPI document for other systems", .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"),
    .timeLimit(.minutes(10)))
struct SystemOpenAPITests {
    private static let document = Programs.package.appending("collector/Console/openapi-systems.json").string

    @Test("It is valid OpenAPI 3.1, has every code, and is served without a token")
    func valid() async throws {
        struct Document: Decodable {
            struct Components: Decodable {
                struct Schema: Decodable { var `enum`: [String]? }
                struct Schemas: Decodable { let Code: Schema }
                var schemas: Schemas
            }
            var components: Components
        }
        let result = try await Outsiders.run("check_openapi.py", Self.document)
        #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
        let data = try Data(contentsOf: URL(filePath: Self.document))
        let codes = try JSONDecoder().decode(Document.self, from: data).components.schemas.Code.enum
        #expect(codes == SystemCode.allCases.map(\.rawValue))
        try await withCollector { collector in
            try await collector.routed { client in
                let served = try await client.send(.get, "/api/v1/openapi.json")
                #expect(served.status == 200 && served.body == data)
            }
        }
    }

    @Test("What the live collector answers in every situation is as it says")
    func conformance() async throws {
        var limits = ConsoleLimits()
        (limits.systemBurst, limits.systemInterval) = (400, .seconds(600))
        let patient = limits
        try await withCollector(limits: patient) { collector in
            try await collector.live { client in try await SystemWalk(collector: collector, client: client).run() }
            let exchanges = try collector.root.file("exchanges.json", collector.exchanges.json(under: "/api/v1/"))
            let result = try await Outsiders.run("check_exchanges.py", Self.document, exchanges)
            #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
        }
    }

    @Test("Schemathesis finds nothing on the live collector that it does not say")
    func schemathesis() async throws {
        var limits = ConsoleLimits()
        limits.systemBurst = 100_000
        limits.wrongTokenBurst = 100_000
        let generous = limits
        try await withCollector(limits: generous) { collector in
            try collector.addProvince()
            try await collector.delivers(2)
            let report = try collector.frozenReport()
            try await collector.live { client in
                let own = try await collector.delivered(client, "H51-210615-7001", seed: 71)
                let token = try collector.system(lifetime: 7200)
                try await Schemathesis(
                    document: Self.document, token: token,
                    parameters: [
                        "\"path.site\" = \"\(TestCollector.commune)\"", "\"path.code\" = \"H51-210615-7001\"",
                        "\"path.number\" = \(report)", "\"path.digest\" = \"\(own.sealed.digest)\"",
                    ], examples: 15
                ).run(on: client.port!, in: collector.root)
            }
        }
    }
}

/// One of everything that another system can ask and be answered.
private struct SystemWalk {
    let collector: TestCollector
    let client: Caller

    func run() async throws {
        try collector.addProvince()
        try await collector.delivers(2)
        try await collector.delivers(2, at: TestCollector.otherCommune)
        let report = try collector.frozenReport()
        let own = try await collector.delivered(client, "H51-210615-7001", seed: 71)
        let others = try await collector.delivered(client, "H51-210615-9002", at: TestCollector.otherCommune, seed: 72)
        let probes = SystemProbe.all(own: own, others: others, report: report)
        let (all, none) = (try collector.system("tat-ca"), try collector.system("khong", [.seeFigures]))
        let listing = try collector.system("khac", [.listDossiers])
        let busy = try collector.system("ban")
        for probe in probes {
            let answer = try await ask(probe, all)
            var headers = probe.headers
            headers[.ifNoneMatch] = answer.headers[.eTag]
            if probe.method == .get { _ = try await client.ask(.get, probe.own, all, headers) }
            _ = try await client.ask(probe.method, probe.own, nil, probe.headers, probe.body)
            if probe.permission != nil { _ = try await ask(probe, probe.permission == .seeFigures ? listing : none) }
            headers = probe.headers
            headers[.accept] = "application/xml"
            _ = try await client.ask(probe.method, probe.own, all, headers, probe.body)
            _ = try await client.ask(
                probe.method, probe.own + (probe.own.contains("?") ? "&" : "?") + "x=1", all, probe.headers, probe.body)
            _ = try await client.ask(.delete, probe.own, all, [:], Data())
        }
        try await oddities(all, own)
        try await refusals(all)
        // The most that a system may ask, and one more of each.
        while try await client.ask("/access", busy).status == 200 {}
        for probe in probes { _ = try await ask(probe, busy) }
        try await tooLarge(all)
    }

    private func ask(_ probe: SystemProbe, _ token: String?) async throws -> Answer {
        try await client.ask(probe.method, probe.own, token, probe.headers, probe.body)
    }

    private func oddities(_ token: String, _ own: (sealed: Sealed, page: TestPage)) async throws {
        let zeros = String(repeating: "0", count: 64)
        let reason: HTTPFields = [.reason: "x"]
        let description = try await client.send(.get, "/api/v1/openapi.json")
        _ = try await client.send(.get, "/api/v1/openapi.json", [.ifNoneMatch: description.headers[.eTag] ?? ""])
        for path in [
            "/figures?period=2999", "/figures?site=st-1", "/figures?level=commune&period=2021-Q1", "/dossiers?limit=1",
            "/offices/st-1", "/reports/9", "/submissions/\(zeros)", "/submissions/\(zeros)/receipt",
            "/submissions/\(zeros)/envelope", "/dossiers/st-31498/H51-210615-0000",
            "/dossiers/st-31498/\(own.sealed.code)/pages/\(zeros)", "/figures/items?kind=results&site=st-31498&limit=1",
            "/baselines?limit=1",
        ] { _ = try await client.ask(path, token, reason) }
        let waiting = try await collector.station()
        let sealed = waiting.seal([.random(10, seed: 99)], code: "H51-210615-7009")
        _ = try await client.post(sealed, as: waiting)
        _ = try await client.ask("/submissions/\(sealed.digest)", token)
        _ = try await client.ask("/submissions/\(sealed.digest)/receipt", token)
        _ = try await client.ask("/dossiers/st-31498/H51-210615-7009", token, reason)
    }

    private func refusals(_ token: String) async throws {
        for (path, method): (String, HTTPRequest.Method) in [("/lookups", .post), ("/procedures", .put)] {
            for type in ["text/plain", "application/json"] {
                let headers: HTTPFields = [.reason: "x", .contentType: type]
                _ = try await client.ask(method, path, token, headers, Data("[]".utf8))
            }
        }
        let csv = "procedure,name,paper,paperName,role,compulsory\n1,a,b,c,component,1\n"
        for text in [csv, csv + "1,a,b,c,component,1\n"] {
            _ = try await client.ask(.put, "/procedures", token, [.contentType: "text/csv"], Data(text.utf8))
        }
        let other: HTTPFields = [.contentType: "text/csv", .ifMatch: "\"other\""]
        _ = try await client.ask(.put, "/procedures", token, other, Data(csv.utf8))
    }

    /// The last of all: it ends the connection.
    private func tooLarge(_ token: String) async throws {
        _ = try await client.ask(.post, "/lookups", token, [.reason: "x"], Data(count: 70_000))
    }
}
