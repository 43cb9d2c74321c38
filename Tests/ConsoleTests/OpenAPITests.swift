import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite(
    "The OpenAPI document", .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"), .timeLimit(.minutes(10)))
struct OpenAPITests {
    private static let document = Programs.package.appending("collector/Console/openapi.json").string

    @Test("It is valid OpenAPI 3.1")
    func valid() async throws {
        let result = try await Outsiders.run("check_openapi.py", Self.document)
        #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
    }

    @Test("It has every code of error")
    func codes() throws {
        struct Document: Decodable {
            struct Components: Decodable {
                struct Schema: Decodable { var `enum`: [String]? }
                var schemas: [String: Schema]
            }
            var components: Components
        }
        let data = try Data(contentsOf: URL(filePath: Self.document))
        // Schemas with a Boolean in the place of `enum` would not decode; there are none.
        let codes = try JSONDecoder().decode(Document.self, from: data).components.schemas["ErrorCode"]?.enum
        #expect(Set(codes ?? []) == Set(ErrorCode.allCases.map(\.rawValue)))
    }

    @Test("What the live collector answers in every situation is as it says")
    func conformance() async throws {
        try await withCollector { collector in
            try await collector.live { client in try await Walk(collector: collector, client: client).run() }
            let exchanges = try collector.root.file("exchanges.json", collector.exchanges.json())
            let result = try await Outsiders.run("check_exchanges.py", Self.document, exchanges)
            #expect(result.exitCode == 0, "\(result.output)")
        }
    }

    @Test("Schemathesis finds nothing on the live collector that it does not say")
    func schemathesis() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.live { client in
                let upload = try await client.post(sealed, as: station).upload()
                try await Schemathesis(
                    document: Self.document, token: station.token(lifetime: 600),
                    parameters: [
                        "\"path.digest\" = \"\(sealed.digest)\"",
                        "\"path.id\" = \"\(upload.split(separator: "/").last!)\"",
                    ], examples: 20
                ).run(on: client.port!, in: collector.root)
            }
        }
    }
}

/// One of everything that can be asked and answered.
private struct Walk {
    let collector: TestCollector
    let client: Caller

    func run() async throws {
        try await service()
        try await enrolments()
        try await manifests()
        try await uploads()
        try await overrides()
        try await denials()
        try await fleet()
        try await desk()
    }

    private func service() async throws {
        for (method, path): (HTTPRequest.Method, String) in [
            (.get, "/v1/health"), (.head, "/v1/health"), (.get, "/openapi.json"), (.get, "/nowhere"),
            (.options, "/v1/uploads"), (.delete, "/v1/manifests"), (.delete, "/v1/health"), (.get, "/v1/uploads/x"),
        ] { _ = try await client.send(method, path, [:], method == .delete ? Data() : nil) }
    }

    private func enrolments() async throws {
        let key = SigningKey()
        for token in [try collector.joinToken().secret, "unknown"] {
            let request = EnrolmentRequest(
                token: token, publicKey: key.verificationKey.derRepresentation, label: "PC", agentVersion: "1")
            let payload = try Wire.encode(request)
            for signer in [key, SigningKey()] {
                let envelope = signer.seal(payload, type: EnrolmentRequest.payloadType)
                _ = try await client.send(.post, "/v1/enrolments", [:], try Wire.encode(envelope))
            }
        }
        // The key that is enrolled already, with another token.
        let again = EnrolmentRequest(
            token: try collector.joinToken().secret, publicKey: key.verificationKey.derRepresentation, label: "PC",
            agentVersion: "1")
        let envelope = key.seal(try Wire.encode(again), type: EnrolmentRequest.payloadType)
        _ = try await client.send(.post, "/v1/enrolments", [:], try Wire.encode(envelope))
        _ = try await client.send(.post, "/v1/enrolments", [:], Data("{}".utf8))
        _ = try await client.send(.post, "/v1/enrolments", [.contentType: "text/plain"], Data("{}".utf8))
    }

    private func manifests() async throws {
        let station = try await collector.station()
        let page = TestPage.random(2000, seed: 7)
        let first = station.seal([page])
        _ = try await client.post(first, as: station)
        _ = try await client.post(first, as: station)
        let path = "/v1/manifests/\(first.digest)"
        let headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
        let unknown = "/v1/manifests/\(String(repeating: "0", count: 64))"
        for path in [
            path, path + "/receipt", unknown, unknown + "/receipt", "/v1/manifests/x", "/v1/manifests/x/receipt",
        ] {
            _ = try await client.send(.get, path, headers)
            _ = try await client.send(.get, path)
        }
        _ = try await client.deliver(first, as: station)
        for path in [path, path + "/receipt"] { _ = try await client.send(.get, path, headers) }
        _ = try await client.post(station.seal([page], code: "H51-210615-0002"), as: station)
        var broken = station.manifest([page], sequence: 3, previous: nil)
        _ = try await client.post(station.sign(broken), as: station)
        broken.sequence = 9
        _ = try await client.post(station.sign(broken), as: station)
        broken.site = TestCollector.otherCommune
        _ = try await client.post(station.sign(broken), as: station)
        _ = try await client.send(.post, "/v1/manifests", headers, Data("{}".utf8))
        let forged = SigningKey().seal(first.envelope.payload, type: Manifest.payloadType)
        _ = try await client.send(.post, "/v1/manifests", headers, try Wire.encode(forged))
        var foreign = headers
        foreign[.contentType] = "text/plain"
        _ = try await client.send(.post, "/v1/manifests", foreign, Data("{}".utf8))
        var refused = station.manifest([page], sequence: 1, previous: nil)
        refused.documents = []
        let other = try await collector.station()
        refused.station = other.id
        _ = try await client.post(other.sign(refused), as: other)
        let revoked = try await collector.station()
        try collector.registry.revokeStation(revoked.id, by: "test", at: collector.clock.now)
        _ = try await client.post(revoked.seal([page]), as: revoked)
    }

    /// An upload through a proxy that lets only GET and POST by.
    private func overrides() async throws {
        let station = try await collector.station()
        let sealed = station.seal([.random(1000, seed: 11), .random(1000, seed: 12)])
        let upload = try await client.post(sealed, as: station).upload()
        for (offset, count, headers): (Int, Int, HTTPFields) in [
            (0, 500, [:]), (3, 10, [:]), (500, 3000, [:]), (500, 10, [.contentType: "text/plain"]),
            (500, 10, [.tusResumable: "2"]), (500, 10, [.uploadChecksum: "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="]),
            (500, 1000, [:]),
        ] {
            var fields: HTTPFields = [
                .methodOverride: "PATCH", .uploadOffset: "\(offset)", .contentType: "application/offset+octet-stream",
            ]
            for field in headers { fields[field.name] = field.value }
            // The last of them is not what the page should be.
            let bytes = count == 1000 ? Data(count: 1000) : sealed.stream.dropFirst(offset).prefix(count)
            _ = try await client.tus(
                .post, upload, as: station, fields, bytes + Data(count: count - bytes.count))
        }
    }

    /// Everything, asked without a token and by a station that was revoked.
    private func denials() async throws {
        let station = try await collector.station()
        let sealed = station.seal([.random(1000, seed: 13)])
        let upload = try await client.post(sealed, as: station).upload()
        let metadata = Data(String(repeating: "0", count: 64).utf8).base64EncodedString()
        let creation: HTTPFields = [.uploadLength: "1", .uploadMetadata: "manifest \(metadata)"]
        // A manifest that is not known, and a version of tus that is not.
        _ = try await client.tus(.post, "/v1/uploads", as: station, creation, Data())
        _ = try await client.tus(.delete, upload, as: station, [.tusResumable: "2"], Data())
        try collector.registry.revokeStation(station.id, by: "test", at: collector.clock.now)
        for token in [station.token(), nil] {
            let authorization: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
            let append: HTTPFields = [.uploadOffset: "0", .contentType: "application/offset+octet-stream"]
            let manifest = "/v1/manifests/\(sealed.digest)"
            let requests: [(HTTPRequest.Method, String, HTTPFields, Data?)] = [
                (.post, "/v1/manifests", [:], sealed.body), (.get, manifest, [:], nil),
                (.get, manifest + "/receipt", [:], nil), (.post, "/v1/uploads", creation, Data()),
                (.head, upload, [:], nil), (.patch, upload, append, sealed.stream), (.delete, upload, [:], nil),
                (.post, upload, [.methodOverride: "HEAD"], Data()), (.get, "/v1/briefing", [:], nil),
                (.post, "/v1/lookups", [:], Data(#"{"operator":"canbo","ownerName":"nguyen"}"#.utf8)),
            ]
            for (method, path, headers, body) in requests {
                var fields = headers
                for field in authorization { fields[field.name] = field.value }
                if path.hasPrefix("/v1/uploads") { fields[.tusResumable] = "1.0.0" }
                _ = try await client.send(method, path, fields, body)
            }
        }
    }

    private func fleet() async throws {
        let station = try await collector.station(at: TestCollector.otherCommune)
        var headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
        let beat = try Wire.encode(
            Heartbeat(
                version: "0.1.0", system: "Debian", oldestWaiting: Date(timeIntervalSince1970: 1_800_000_000),
                diskFree: 1 << 30, scanners: [.init(name: "Mẫu", isThere: true)], settings: 1))
        _ = try await client.send(.get, "/v1/settings", headers)
        try collector.registry.set(
            StationSettings(
                bandwidth: "256", profile: "fine",
                officers: [.init(name: "lan.tt", displayName: "Lan", role: "manager", isActive: true)]),
            for: nil, by: "test", at: collector.clock.now)
        let settings = try await client.send(.get, "/v1/settings", headers)
        headers[.ifNoneMatch] = settings.headers[.eTag]
        _ = try await client.send(.get, "/v1/settings", headers)
        _ = try await client.send(.get, "/v1/settings")
        var form = headers
        form[.contentType] = "text/plain"
        _ = try await client.send(.post, "/v1/heartbeats", form, beat)
        for body in [beat, Data("{}".utf8)] { _ = try await client.send(.post, "/v1/heartbeats", headers, body) }
        _ = try await client.send(.post, "/v1/handovers", headers, Data())
        let today = CalendarDay(collector.clock.now)
        _ = try collector.registry.changeSuccessions(by: "test", from: "test", at: collector.clock.now) {
            (_: SiteRecords) throws(Never) in
            SuccessionChanges(
                added: [
                    Succession(
                        predecessor: TestCollector.otherCommune, successor: TestCollector.commune, kind: .merge,
                        day: today, decree: "test")
                ], closings: [TestCollector.otherCommune: today])
        }
        for _ in 0..<21 { _ = try await client.send(.post, "/v1/heartbeats", headers, beat) }
        for _ in 0..<5 { _ = try await client.send(.post, "/v1/handovers", headers, Data()) }
        let revoked = try await collector.station()
        try collector.registry.revokeStation(revoked.id, by: "test", at: collector.clock.now)
        for token in [revoked.token(), nil] {
            let authorization: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
            _ = try await client.send(.post, "/v1/heartbeats", authorization, beat)
            _ = try await client.send(.post, "/v1/handovers", authorization, Data())
            _ = try await client.send(.get, "/v1/settings", authorization)
        }
    }

    private func desk() async throws {
        let entry = CatalogueEntry(
            procedure: "1.001193", procedureName: "Đăng ký khai sinh", type: "TKKS", name: "Tờ khai",
            role: .component, isCompulsory: true)
        _ = try collector.registry.replaceCatalogue(
            with: [entry], by: "test", from: "test", at: collector.clock.now
        ).get()
        let station = try await collector.station()
        var headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
        let briefing = try await client.send(.get, "/v1/briefing", headers)
        headers[.ifNoneMatch] = briefing.headers[.eTag]
        _ = try await client.send(.get, "/v1/briefing", headers)
        _ = try await client.send(.head, "/v1/briefing", headers)
        _ = try await client.send(.get, "/v1/briefing")
        let bodies = [
            #"{"operator":"canbo","code":"H51-210615-0001"}"#, #"{"operator":"canbo","ownerName":"nguyen"}"#, "{}", "",
        ]
        for body in bodies + Array(repeating: bodies[0], count: 31) {
            _ = try await client.send(.post, "/v1/lookups", headers, Data(body.utf8))
        }
        _ = try await client.send(.post, "/v1/lookups", [:], Data(bodies[0].utf8))
        let other = try await collector.station()
        let form: HTTPFields = [.authorization: "Bearer \(other.token())", .contentType: "text/plain"]
        _ = try await client.send(.post, "/v1/lookups", form, Data(bodies[0].utf8))
        // The last of all: it ends the connection.
        let third = try await collector.station()
        _ = try await client.send(
            .post, "/v1/lookups", [.authorization: "Bearer \(third.token())"], Data(count: 70_000))
    }

    private func uploads() async throws {
        let station = try await collector.station()
        let sealed = station.seal([.random(1000, seed: 8), .random(1000, seed: 9)])
        let upload = try await client.post(sealed, as: station).upload()
        let name = Data(sealed.digest.rawValue.utf8).base64EncodedString()
        for (length, metadata) in [("2000", "manifest \(name)"), ("1", "manifest \(name)"), ("2000", "x")] {
            _ = try await client.tus(
                .post, "/v1/uploads", as: station, [.uploadLength: length, .uploadMetadata: metadata], Data())
        }
        _ = try await client.send(.post, "/v1/uploads", [:], Data())
        for path in [upload, "/v1/uploads/\(String(repeating: "0", count: 32))"] {
            for (offset, count, headers): (Int, Int, HTTPFields) in [
                (0, 500, [:]), (3, 10, [:]), (500, 3000, [:]), (500, 10, [.contentType: "text/plain"]),
                (500, 10, [.tusResumable: "2"]), (500, 10, [.uploadChecksum: "sha1 AAAA"]),
                (500, 10, [.uploadChecksum: "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="]),
            ] {
                let bytes = sealed.stream.dropFirst(offset).prefix(count)
                _ = try await client.patch(
                    path, at: offset, bytes + Data(count: count - bytes.count), as: station, headers)
            }
            for (method, headers): (HTTPRequest.Method, HTTPFields) in [
                (.head, [:]), (.post, [.methodOverride: "HEAD"]), (.post, [.methodOverride: "GET"]), (.put, [:]),
                (.head, [.tusResumable: "2"]), (.head, [.authorization: "Bearer x"]), (.delete, [.authorization: ""]),
            ] { _ = try await client.tus(method, path, as: station, headers, method == .head ? nil : Data()) }
        }
        _ = try await client.patch(upload, at: 500, Data(count: 600), as: station)
        _ = try await client.deliver(sealed, as: station)
        let second = station.seal([.random(1000, seed: 10)], code: "H51-210615-0003")
        let another = try await client.post(second, as: station).upload()
        _ = try await client.tus(.delete, another, as: station, [:], Data())
        _ = try await client.tus(.delete, another, as: station, [:], Data())
        _ = try await client.deliver(second, as: station)
        _ = try await client.tus(
            .post, "/v1/uploads", as: station,
            [
                .uploadLength: "1000",
                .uploadMetadata: "manifest \(Data(second.digest.rawValue.utf8).base64EncodedString())",
            ], Data())
    }
}
