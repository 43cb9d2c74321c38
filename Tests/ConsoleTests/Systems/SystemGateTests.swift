import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import Console

@Suite("The way into the API for other systems", .timeLimit(.minutes(3)))
struct SystemGateTests {
    private struct Document: Decodable {
        struct Operation: Decodable {}
        let paths: [String: [String: Operation]]
    }

    /// Two districts with a dossier each, and every address there is.
    private func withProbes(
        _ body: @Sendable (TestCollector, Caller, [SystemProbe]) async throws -> Void
    ) async throws {
        try await withCollector { collector in
            try collector.addProvince()
            try await collector.delivers(2)
            try await collector.delivers(3, at: TestCollector.otherCommune)
            let report = try collector.frozenReport()
            try await collector.routed { client in
                let own = try await collector.delivered(client, "H51-210615-7001", seed: 71)
                let others = try await collector.delivered(
                    client, "H51-210615-9002", at: TestCollector.otherCommune, seed: 72)
                try await body(collector, client, SystemProbe.all(own: own, others: others, report: report))
            }
        }
    }

    @Test("Every documented address is asked here")
    func complete() async throws {
        let file = Programs.package.appending("collector/Console/openapi-systems.json").string
        let document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(filePath: file)))
        let documented = Set(document.paths.flatMap { path, methods in methods.keys.map { "\($0) \(path)" } })
        try await withProbes { _, _, probes in
            #expect(Set(probes.map(\.name)).union(["get /api/v1/openapi.json"]) == documented)
        }
    }

    @Test("Each address takes its permission and no other, a token that holds, and a reason where one is asked")
    func permissions() async throws {
        try await withProbes { collector, client, probes in
            let all = try collector.system("tat-ca")
            var tokens: [Permission: (only: String, without: String)] = [:]
            for permission in SystemTerms.possible {
                tokens[permission] = (
                    try collector.system("chi-\(permission.rawValue)", [permission]),
                    try collector.system(
                        "khong-\(permission.rawValue)", SystemTerms.possible.filter { $0 != permission })
                )
            }
            for probe in probes {
                func ask(_ token: String?, _ headers: HTTPFields? = nil) async throws -> Answer {
                    try await client.ask(probe.method, probe.own, token, headers ?? probe.headers, probe.body)
                }
                let granted = try await ask(all)
                #expect(granted.status == 200, "\(probe.name): \(granted.text)")
                #expect(granted.headers[.contentType] == probe.mediaType, "\(probe.name)")
                if let permission = probe.permission, let tokens = tokens[permission] {
                    #expect(try await ask(tokens.only).status == 200, "\(probe.name)")
                    let refused = try await ask(tokens.without)
                    #expect(refused.status == 403 && refused.systemCode == "forbidden", "\(probe.name)")
                    #expect(refused.headers[.wwwAuthenticate]?.contains(permission.rawValue) == true)
                }
                for (token, code) in [
                    (nil, "unauthorized"), ("x", "unauthorized"), (SystemToken().text, "unauthorized"),
                ]
                    as [(String?, String)]
                {
                    // Three times seventeen are more wrong tokens than one address may send.
                    let answer = try await ask(token)
                    #expect(
                        (answer.status == 401 && answer.systemCode == code)
                            || (token != nil && answer.status == 429 && answer.systemCode == "rate_limited"),
                        "\(probe.name) \(answer.status)")
                    #expect(answer.status != 401 || answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                }
                if probe.needsReason {
                    for reason in [nil, "", "%20%20", "%zz", "%ff", "a%0Ab", String(repeating: "a", count: 201)]
                        as [String?]
                    {
                        let answer = try await ask(all, reason.map { [.reason: $0] } ?? [:])
                        #expect(
                            answer.status == 400 && answer.systemCode == "reason_required",
                            "\(probe.name) \(reason ?? "")")
                    }
                }
                var foreign = probe.headers
                foreign[.accept] = "application/xml, \(probe.mediaType);q=0"
                #expect(try await ask(all, foreign).systemCode == "not_acceptable", "\(probe.name)")
            }
        }
    }

    @Test("A token of one district sees nothing of another, wherever it asks")
    func scope() async throws {
        try await withProbes { collector, client, probes in
            let token = try collector.system(
                "huyen", SystemTerms.possible.filter { !$0.isProvincial }, at: TestCollector.district)
            let records = try collector.registry.acceptedDossiers(
                AcceptedQuery(sites: [TestCollector.otherCommune])
            ).dossiers.map(\.submission)
            #expect(records.count == 4)
            let marks =
                records.map(\.rawValue) + ["st-31501", "st-941", "Xã Hai", "Huyện <Hai>", "-4900", "-4901", "9002"]
            for probe in probes {
                let answer = try await client.ask(probe.method, probe.own, token, probe.headers, probe.body)
                if probe.isProvincial {
                    #expect(answer.status == 403 && answer.systemCode == "forbidden", "\(probe.name)")
                    continue
                }
                #expect(answer.status == 200, "\(probe.name): \(answer.text)")
                for mark in marks where probe.mediaType != "image/jpeg" {
                    #expect(!answer.text.contains(mark), "\(probe.name) tells of \(mark)")
                }
                if let others = probe.others {
                    let refused = try await client.ask(probe.method, others, token, probe.headers, probe.body)
                    #expect(refused.status == probe.refusal, "\(probe.name)")
                    for mark in marks { #expect(!refused.text.contains(mark), "\(probe.name)") }
                }
            }
            // Finding, too: what is there of others is not found, and may not be asked for.
            let body = Data(#"{"ownerName":"hoa","sites":["st-31501"]}"#.utf8)
            #expect(try await client.ask(.post, "/lookups", token, [.reason: "x"], body).status == 403)
            for path in ["/figures?level=commune", "/figures?level=district", "/figures?indicator=R6"] {
                let text = try await client.ask(.get, path, token).text
                for mark in marks { #expect(!text.contains(mark), "\(path)") }
                #expect(!text.contains(#""kind":"level""#) && !text.contains(#""kind":"province""#))
            }
            let inForce = "/figures/items?kind=in-force&level=commune&authority="
            #expect(try await client.ask(inForce + "st-31498", token).status == 200)
            #expect(try await client.ask(inForce + "st-31501", token).status == 403)
            #expect(try await client.ask(inForce + "000.00.03.H51", token).status == 403)
            // The page of the own dossier's address, and another's digest.
            let page = try #require(probes.first { $0.mediaType == "image/jpeg" })
            let digest = try #require(page.others?.split(separator: "/").last)
            let mixed = page.own.split(separator: "/").dropLast().joined(separator: "/") + "/\(digest)"
            #expect(try await client.ask("/" + mixed, token, page.headers).status == 404)
        }
    }

    @Test("Whoever asks whether an answer still holds gets it once, and HEAD goes wherever GET goes")
    func tags() async throws {
        try await withProbes { collector, client, probes in
            let token = try collector.system()
            for probe in probes where probe.method == .get {
                let first = try await client.ask(probe.own, token, probe.headers)
                let tag = try #require(first.headers[.eTag], "\(probe.name)")
                #expect(tag.hasPrefix("\"") && first.headers[.cacheControl] == "private, no-cache")
                #expect(first.headers[.vary] == "Authorization")
                for field in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                    var headers = probe.headers
                    headers[.ifNoneMatch] = field
                    let again = try await client.ask(probe.own, token, headers)
                    #expect(again.status == 304 && again.body.isEmpty, "\(probe.name) \(field)")
                    #expect(again.headers[.eTag] == tag)
                }
                var headers = probe.headers
                headers[.ifNoneMatch] = "\"x\""
                #expect(try await client.ask(probe.own, token, headers).status == 200)
                let head = try await client.ask(.head, probe.own, token, probe.headers)
                #expect(head.status == 200 && head.body.isEmpty, "\(probe.name)")
                #expect(head.headers[.eTag] == tag && head.headers[.contentType] == probe.mediaType)
                let separator = probe.own.contains("?") ? "&" : "?"
                let strange = try await client.ask(probe.own + separator + "limti=1", token, probe.headers)
                #expect(strange.status == 400 && strange.systemCode == "malformed_request", "\(probe.name)")
                let method = try await client.ask(.delete, probe.own, token, [:], Data())
                #expect(method.status == 405, "\(probe.name)")
            }
        }
    }

    @Test("A token that has expired, was revoked or renewed opens nothing, and says so")
    func life() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let old = try collector.system(lifetime: 60)
                #expect(try await client.ask("/access", old).status == 200)
                collector.clock.advance(by: 61)
                #expect(try await client.ask("/access", old).systemCode == "access_expired")
                let name = Username(rawValue: "kho")!
                let new = try collector.registry.renewSystem(name, lifetime: 60, by: "an", at: collector.clock.now)
                    .token
                #expect(try await client.ask("/access", old).systemCode == "unauthorized")
                #expect(try await client.ask("/access", new.text).status == 200)
                try collector.registry.revokeSystem(name, by: "an", at: collector.clock.now)
                #expect(try await client.ask("/access", new.text).systemCode == "access_revoked")
                #expect(throws: RegistryError.systemNameTaken("kho")) { try collector.system() }
                let actions = try collector.registry.auditTrail(subject: "kho").map(\.action)
                #expect(actions == ["system.revoke", "system.renew", "system.add"])
                // Only the digest is in the index.
                for text in [old, new.text] {
                    for file in ["registry.sqlite", "registry.sqlite-wal"] {
                        let path = URL(filePath: collector.root.appending(file).string)
                        let bytes = (try? Data(contentsOf: path)) ?? Data()
                        #expect(bytes.range(of: Data(text.dropFirst(4).utf8)) == nil, "\(file)")
                    }
                }
            }
        }
    }

    @Test("A system is given only what has a meaning at the API, and a part of the province never the catalogue")
    func terms() {
        #expect(throws: SystemTermsError.nothing) { try SystemTerms(scope: nil, permissions: [], lifetime: 1) }
        for permission in Permission.allCases where !SystemTerms.possible.contains(permission) {
            #expect(throws: SystemTermsError.impossible(permission)) {
                try SystemTerms(scope: nil, permissions: [permission], lifetime: 1)
            }
        }
        #expect(throws: SystemTermsError.provincial(.importTables)) {
            try SystemTerms(scope: TestCollector.commune, permissions: [.importTables], lifetime: 1)
        }
    }

    @Test("A system that asks too often is slowed down, and so is an address with wrong tokens; others are not")
    func throttle() async throws {
        var limits = ConsoleLimits()
        (limits.systemBurst, limits.systemInterval) = (5, .seconds(600))
        (limits.wrongTokenBurst, limits.wrongTokenInterval) = (3, .seconds(600))
        try await withCollector(limits: limits) { collector in
            let (busy, calm) = (try collector.system("ban"), try collector.system("ranh"))
            try await collector.routed { client in
                for number in 1...7 {
                    let answer = try await client.ask("/access", busy)
                    #expect(answer.status == (number <= 5 ? 200 : 429))
                    #expect(number <= 5 || answer.headers[.retryAfter] != nil)
                }
                for number in 1...5 {
                    let answer = try await client.ask("/access", SystemToken().text)
                    #expect(answer.status == (number <= 3 ? 401 : 429))
                }
                // A right token gets through from the same address.
                #expect(try await client.ask("/access", calm).status == 200)
            }
        }
    }
}
