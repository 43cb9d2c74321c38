import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite("What every client finds", .timeLimit(.minutes(2)))
struct ServiceTests {
    @Test("Health tells collector and version, and needs no token")
    func health() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.get, "/v1/health")
                #expect(answer.status == 200)
                let told = try answer.decoded([String: String].self)
                #expect(told == ["status": "ok", "collector": TestCollector.identity, "version": "0.1.0"])
            }
        }
    }

    @Test("The description that is served is the one in the repository")
    func description() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.get, "/openapi.json")
                #expect(answer.headers[.contentType] == "application/json")
                let file = Programs.package.appending("collector/Console/openapi.json")
                #expect(answer.body == (try Data(contentsOf: URL(filePath: file.string))))
            }
        }
    }

    @Test("An address that is not there is a problem, not an empty answer")
    func unknownAddress() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                for path in ["/nowhere", "/v1", "/v2/manifests", "/v1/manifests/x/y/z", "/../etc/passwd"] {
                    let answer = try await client.send(.get, path)
                    #expect(answer.status == 404, "\(path)")
                    #expect(answer.code == .notFound, "\(path)")
                }
            }
        }
    }

    @Test(
        "A method that an address does not take is answered with those that it takes",
        arguments: [
            ("/v1/health", "GET, HEAD"), ("/openapi.json", "GET, HEAD"), ("/v1/enrolments", "POST"),
            ("/v1/manifests", "POST"), ("/v1/uploads", "OPTIONS, POST"), ("/v1/lookups", "POST"),
            ("/v1/briefing", "GET, HEAD"),
            ("/v1/uploads/0123456789abcdef0123456789abcdef", "DELETE, HEAD, PATCH, POST"),
        ])
    func wrongMethod(_ path: String, _ allowed: String) async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.put, path, [.tusResumable: "1.0.0"])
                #expect(answer.status == 405)
                #expect(answer.headers[.allow] == allowed)
                #expect(answer.problem?.status == 405)
            }
        }
    }

    @Test("No answer may be kept, framed or taken for another type")
    func guardFields() async throws {
        try await withCollector(isBehindProxy: true) { collector in
            try await collector.routed { client in
                for path in ["/v1/health", "/nowhere"] {
                    let answer = try await client.send(.get, path)
                    #expect(answer.headers[.cacheControl] == "no-store")
                    #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                    #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                    #expect(answer.headers[.strictTransportSecurity]?.hasPrefix("max-age=") == true)
                }
            }
        }
    }

    @Test("Plain HTTP on loopback does not ask browsers for TLS")
    func plain() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.get, "/v1/health")
                #expect(answer.headers[.strictTransportSecurity] == nil)
            }
        }
    }

    @Test("The log tells what was asked, and nothing of people, papers and tokens")
    func log() async throws {
        try await withCollector { collector in
            let token = try collector.joinToken().secret
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)], code: "H51-210615-0077")
            let bearer = station.token()
            try await collector.live { client in
                _ = try await client.deliver(sealed, as: station)
                _ = try await client.send(
                    .get, "/v1/manifests/\(sealed.digest)?owner=Nguy%E1%BB%85n", [.authorization: "Bearer \(bearer)"])
                _ = try await client.send(.get, "/Hoa/H51-210615-0077")
                _ = try await client.send(.post, "/v1/enrolments", [:], Data(#"{"token":"\#(token)"}"#.utf8))
                _ = try await client.send(.get, "/v1/manifests/Hoa", [.authorization: "Bearer \(bearer)"])
            }
            let text = collector.log.text
            #expect(text.contains("/v1/uploads/{id}"))
            #expect(text.contains(sealed.digest.rawValue))
            for secret in ["Hoa", "Nguy", "H51-210615-0077", token, bearer, String(bearer.suffix(40)), "127.0.0.1"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test("An index that is held by another process is a reason to try again, not an error")
    func busy() async throws {
        try await withCollector(busyTimeout: 0.1) { collector in
            let station = try await collector.station()
            let sealed = station.seal([.random(1000, seed: 1)])
            try await collector.routed { client in
                let (held, released) = (
                    collector.root.appending("held").string, collector.root.appending("released").string
                )
                let wait = ".shell touch \(held); while [ ! -e \(released) ]; do sleep 0.05; done"
                async let holding = runTool("sqlite3", [collector.registry.path, "BEGIN IMMEDIATE", wait])
                while !FileManager.default.fileExists(atPath: held) { try await Task.sleep(for: .milliseconds(20)) }
                let answer = try await client.post(sealed, as: station)
                #expect(answer.status == 503)
                #expect(answer.code == .unavailable)
                #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
                _ = FileManager.default.createFile(atPath: released, contents: nil)
                _ = try await holding
                #expect(try await client.post(sealed, as: station).status == 201)
            }
        }
    }

    @Test("A fault of the collector is told without its cause, which is in the log")
    func fault() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                try collector.registry.close()
                let answer = try await client.post(station.seal([.random(1000, seed: 1)]), as: station)
                #expect(answer.status == 500)
                #expect(answer.code == .internalError)
                #expect(answer.headers[.retryAfter] != nil)
                #expect(collector.log.text.contains("intake failed"))
            }
        }
    }
}
