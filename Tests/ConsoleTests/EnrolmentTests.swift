import Console
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Intake
import Registry
import Testing

@Suite("Enrolment over HTTP")
struct EnrolmentTests {
    private func envelope(
        _ token: String, key: SigningKey = SigningKey(), signedBy signer: SigningKey? = nil,
        type: String = EnrolmentRequest.payloadType
    ) throws -> Data {
        let request = EnrolmentRequest(
            token: token, publicKey: key.verificationKey.derRepresentation, label: "PC 2", agentVersion: "0.1.0")
        return try Wire.encode((signer ?? key).seal(try Wire.encode(request), type: type))
    }

    @Test("A station enrols, and is told who it and the collector are")
    func enrol() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let body = try envelope(collector.joinToken().secret)
                let answer = try await client.send(.post, "/v1/enrolments", [:], body)
                #expect(answer.status == 201)
                let told = try answer.decoded(EnrolmentAnswer.self)
                #expect(told.site == TestCollector.commune)
                #expect(told.collector == TestCollector.identity)
                #expect(told.collectorKey == collector.key.verificationKey.derRepresentation)
                #expect(try collector.registry.station(told.station)?.site == TestCollector.commune)
                // The answer was lost, and it asks again.
                let again = try await client.send(.post, "/v1/enrolments", [:], body)
                #expect(again.status == 201)
                #expect(again.body == answer.body)
            }
        }
    }

    @Test("Each thing that can be wrong with a token has its code")
    func badTokens() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                func code(_ token: String) async throws -> ErrorCode? {
                    let answer = try await client.send(.post, "/v1/enrolments", [:], try envelope(token))
                    #expect(answer.status == 403)
                    return answer.code
                }
                #expect(try await code("no-such-token") == .tokenInvalid)
                let used = try collector.joinToken().secret
                _ = try await client.send(.post, "/v1/enrolments", [:], try envelope(used))
                #expect(try await code(used) == .tokenUsed)
                let revoked = try collector.joinToken()
                try collector.registry.revokeToken(revoked.id, by: "test", at: collector.clock.now)
                #expect(try await code(revoked.secret) == .tokenRevoked)
                let expired = try collector.joinToken(lifetime: 60)
                collector.clock.advance(by: 61)
                #expect(try await code(expired.secret) == .tokenExpired)
            }
        }
    }

    @Test("A key already enrolled is refused")
    func takenKey() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let key = SigningKey()
                for (status, token) in [(201, try collector.joinToken()), (400, try collector.joinToken())] {
                    let answer = try await client.send(
                        .post, "/v1/enrolments", [:], try envelope(token.secret, key: key))
                    #expect(answer.status == status)
                }
            }
        }
    }

    @Test("A request that is not signed with the key it brings uses no token up")
    func foreignKey() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let token = try collector.joinToken().secret
                let forged = try envelope(token, signedBy: SigningKey())
                let answer = try await client.send(.post, "/v1/enrolments", [:], forged)
                #expect(answer.status == 422)
                #expect(answer.code == .badSignature)
                let other = try await client.send(
                    .post, "/v1/enrolments", [:], try envelope(token, type: Manifest.payloadType))
                #expect(other.code == .unsupportedPayloadType)
                let right = try await client.send(.post, "/v1/enrolments", [:], try envelope(token))
                #expect(right.status == 201)
            }
        }
    }

    @Test(
        "A body that is no envelope is refused, and nothing of it is repeated",
        arguments: ["", "{", "[]", "null", #"{"payload":"x"}"#, "\u{0}\u{1}", "bí mật"])
    func malformed(_ body: String) async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.post, "/v1/enrolments", [:], Data(body.utf8))
                #expect(answer.status == 400)
                #expect(answer.code == .malformedRequest)
                #expect(answer.problem?.detail.contains("bí mật") == false)
            }
        }
    }

    @Test("A body over 64 KiB is not read to its end")
    func tooLarge() async throws {
        try await withCollector { collector in
            try await collector.routed { client in
                let answer = try await client.send(.post, "/v1/enrolments", [:], Data(count: 70_000))
                #expect(answer.status == 413)
                #expect(answer.code == .tooLarge)
                let form = try await client.send(
                    .post, "/v1/enrolments", [.contentType: "application/x-www-form-urlencoded"], Data("a=b".utf8))
                #expect(form.status == 415)
            }
        }
    }

    @Test("An address that tries too often is told when to try again, and others are not held up")
    func tooOften() async throws {
        var limits = ConsoleLimits()
        limits.enrolmentBurst = 3
        limits.enrolmentInterval = .seconds(60)
        try await withCollector(limits: limits, isBehindProxy: true) { collector in
            try await collector.routed { client in
                func attempt(_ forwarded: String) async throws -> Answer {
                    try await client.send(
                        .post, "/v1/enrolments", [HTTPField.Name("X-Forwarded-For")!: forwarded],
                        try envelope("no-such-token"))
                }
                for _ in 0..<3 { #expect(try await attempt("203.0.113.9").status == 403) }
                let answer = try await attempt("203.0.113.9")
                #expect(answer.status == 429)
                #expect(answer.code == .unavailable)
                let wait = try #require(answer.headers[.retryAfter].flatMap { Int($0) })
                #expect((1...61).contains(wait))
                #expect(try await attempt("198.51.100.1").status == 403)
                // What a client writes itself in front of what the proxy adds does not help it.
                #expect(try await attempt("192.0.2.77, 203.0.113.9").status == 429)
            }
        }
    }
}
