import Exchange
import Foundation
import HTTPTypes
import Intake
import Registry
import Testing

@Suite("Bearer tokens")
struct AuthenticationTests {
    private static let path = "/v1/manifests/" + String(repeating: "0", count: 64)

    private func status(_ client: Caller, _ authorization: String?) async throws -> Answer {
        var headers: HTTPFields = [:]
        headers[.authorization] = authorization
        return try await client.send(.get, Self.path, headers)
    }

    @Test("Without a token nothing is answered, whatever the address of the station API")
    func missing() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                for (method, path): (HTTPRequest.Method, String) in [
                    (.post, "/v1/manifests"), (.get, Self.path), (.get, Self.path + "/receipt"), (.post, "/v1/uploads"),
                    (.head, "/v1/uploads/x"), (.patch, "/v1/uploads/x"), (.delete, "/v1/uploads/x"),
                    (.post, "/v1/lookups"), (.get, "/v1/briefing"),
                ] {
                    let answer = try await client.send(method, path, [.tusResumable: "1.0.0"])
                    #expect(answer.status == 401, "\(method) \(path)")
                    #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                    if method != .head { #expect(answer.code == .unauthorized) }
                }
                for form in [
                    "Basic dTpw", "Bearer", "Bearer ", "Bearer x", "bearer a.b.c", String(repeating: "x", count: 9000),
                ] {
                    let answer = try await status(client, form)
                    #expect(answer.code == .unauthorized, "\(form.prefix(20))")
                }
            }
        }
    }

    @Test("A token passes with its own key, audience and time, and with no other")
    func tokens() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                // Let in: the manifest asked for is not there.
                #expect(try await status(client, "Bearer \(station.token())").status == 404)
                #expect(try await status(client, "bearer \(station.token())").status == 404)
                let foreign = try await status(client, "Bearer \(station.token(key: SigningKey()))")
                #expect(foreign.status == 401)
                #expect(foreign.code == .unauthorized)
                #expect(try await status(client, "Bearer \(station.token(audience: "c-other"))").code == .unauthorized)
                #expect(try await status(client, "Bearer \(station.token(lifetime: 86_400))").code == .unauthorized)
            }
        }
    }

    @Test("A wrong clock is told apart from a wrong token")
    func clock() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                for offset in [-86_400.0 * 365 * 17, 7200] {
                    let answer = try await status(
                        client, "Bearer \(station.token(issuedAt: collector.clock.now.addingTimeInterval(offset)))")
                    #expect(answer.status == 401)
                    #expect(answer.code == .clockSkew)
                }
            }
        }
    }

    @Test("An unknown, a revoked and a replaced station are told so")
    func standing() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            let stranger = TestStation(
                id: StationID(), site: TestCollector.commune, key: SigningKey(), clock: collector.clock)
            try await collector.routed { client in
                let unknown = try await status(client, "Bearer \(stranger.token())")
                #expect(unknown.status == 401)
                #expect(unknown.code == .unknownStation)
                try collector.registry.revokeStation(station.id, by: "test", at: collector.clock.now)
                let revoked = try await status(client, "Bearer \(station.token())")
                #expect(revoked.status == 403)
                #expect(revoked.code == .stationRevoked)
            }
            let first = try await collector.station()
            let key = SigningKey()
            let request = EnrolmentRequest(
                token: try collector.joinToken().secret, publicKey: key.verificationKey.derRepresentation,
                label: "PC 1",
                agentVersion: "0.1.0", replaces: first.id)
            let envelope = key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
            _ = try await collector.intake.enrol(try Wire.encode(envelope))
            try await collector.routed { client in
                let replaced = try await status(client, "Bearer \(first.token())")
                #expect(replaced.status == 403)
                #expect(replaced.code == .stationReplaced)
            }
        }
    }
}
