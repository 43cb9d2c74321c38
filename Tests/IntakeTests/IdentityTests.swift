import Dossiers
import Exchange
import Foundation
import Registry
import TestSupport
import Testing

@testable import Intake

struct EnrolmentTests {
    @Test("A station that enrols learns who it is, where, and whose receipts to trust")
    func enrols() async throws {
        try await withCollector { collector in
            let key = SigningKey()
            let request = try Wire.encode(try collector.request(key))
            let answer = try await collector.intake.enrol(
                try Wire.encode(key.seal(request, type: EnrolmentRequest.payloadType)))
            #expect(answer.site == commune)
            #expect(answer.siteName == "Phường 1")
            #expect(answer.level == .commune)
            #expect(answer.collector == "tinh")
            #expect(answer.collectorKey == collector.key.verificationKey.derRepresentation)
            #expect(try collector.registry.station(answer.station)?.key == key.verificationKey)
        }
    }

    @Test("What is no enrolment request, or is not signed with the key it brings, enrols nobody")
    func malformed() async throws {
        try await withCollector { collector in
            let (key, other) = (SigningKey(), SigningKey())
            let request = try collector.request(key)
            let payload = try Wire.encode(request)
            func enrol(_ envelope: Envelope) async throws {
                _ = try await collector.intake.enrol(try Wire.encode(envelope))
            }
            await expectError(.malformedRequest) { _ = try await collector.intake.enrol(Data("{".utf8)) }
            await expectError(.tooLarge) { _ = try await collector.intake.enrol(Data(count: 100_000)) }
            await expectError(.unsupportedPayloadType) { try await enrol(key.seal(payload, type: "text/plain")) }
            await expectError(.badSignature) {
                try await enrol(other.seal(payload, type: EnrolmentRequest.payloadType))
            }
            await expectError(.malformedRequest) {
                try await enrol(key.seal(Data("{}".utf8), type: EnrolmentRequest.payloadType))
            }
            var named = request
            named.label = "PC\u{0}1"
            let bad = try Wire.encode(named)
            await expectError(.malformedRequest) { try await enrol(key.seal(bad, type: EnrolmentRequest.payloadType)) }
            #expect(try collector.registry.stations().isEmpty)
            try await enrol(key.seal(payload, type: EnrolmentRequest.payloadType))
            #expect(try collector.registry.stations().count == 1)
        }
    }

    @Test("Every way in which a token fails has its own code")
    func tokens() async throws {
        try await withCollector { collector in
            func enrol(_ request: EnrolmentRequest, _ key: SigningKey) async throws {
                let payload = try Wire.encode(request)
                _ = try await collector.intake.enrol(
                    try Wire.encode(key.seal(payload, type: EnrolmentRequest.payloadType)))
            }
            let key = SigningKey()
            var request = try collector.request(key)
            let token = request.token
            request.token = JoinSecret().text
            await expectError(.tokenInvalid) { try await enrol(request, key) }
            request.token = token
            collector.clock.now += 3601
            await expectError(.tokenExpired) { try await enrol(request, key) }
            collector.clock.now -= 3601
            try await enrol(request, key)
            let other = SigningKey()
            request.publicKey = other.verificationKey.derRepresentation
            await expectError(.tokenUsed) { try await enrol(request, other) }
            let again = try collector.request(key)
            await expectError(.malformedRequest) { try await enrol(again, key) }
            let revoked = try collector.request(other)
            for token in try collector.registry.tokens() where token.usedAt == nil {
                try collector.registry.revokeToken(token.id, by: "admin", at: collector.clock.now)
            }
            await expectError(.tokenRevoked) { try await enrol(revoked, other) }
        }
    }
}

struct AuthenticationTests {
    @Test("A token signed with the enrolled key is the station's")
    func right() async throws {
        try await withCollector { collector in
            let station = try await collector.enrol()
            let identity = try await collector.identity(of: station)
            #expect(identity == StationIdentity(station: station.id, site: commune, key: station.key.verificationKey))
        }
    }

    @Test("No token, one of another form, key, collector or time is not accepted")
    func wrong() async throws {
        try await withCollector { collector in
            let (station, now) = (try await collector.enrol(), collector.clock.now)
            let intake = collector.intake
            await expectError(.unauthorized) { _ = try await intake.authenticate(nil) }
            await expectError(.unauthorized) { _ = try await intake.authenticate("a.b.c") }
            await expectError(.unauthorized) {
                _ = try await intake.authenticate(String(repeating: "x", count: 10_000))
            }
            let forged = SampleStation(id: station.id, site: commune)
            await expectError(.unauthorized) { _ = try await intake.authenticate(forged.token(for: "tinh", at: now)) }
            await expectError(.unauthorized) { _ = try await intake.authenticate(station.token(for: "khác", at: now)) }
            await expectError(.unauthorized) {
                _ = try await intake.authenticate(station.token(for: "tinh", at: now, lifetime: 86_400))
            }
            for wrong in [-3600.0, 3600] {
                await expectError(.clockSkew) {
                    _ = try await intake.authenticate(station.token(for: "tinh", at: now.addingTimeInterval(wrong)))
                }
            }
            let stranger = SampleStation(site: commune)
            await expectError(.unknownStation) {
                _ = try await intake.authenticate(stranger.token(for: "tinh", at: now))
            }
        }
    }

    @Test("A revoked or replaced station is told so")
    func withdrawn() async throws {
        try await withCollector { collector in
            let first = try await collector.enrol()
            let second = try await collector.enrol(replaces: first.id)
            let error = await expectError(.stationReplaced) { _ = try await collector.identity(of: first) }
            #expect(error?.detail.contains(second.id.rawValue) == true)
            try collector.registry.revokeStation(second.id, by: "admin", at: collector.clock.now)
            await expectError(.stationRevoked) { _ = try await collector.identity(of: second) }
        }
    }

    @Test("A token that was found right before is refused as soon as its time is over or its station is revoked")
    func again() async throws {
        try await withCollector { collector in
            let (station, now) = (try await collector.enrol(), collector.clock.now)
            let token = station.token(for: "tinh", at: now)
            for _ in 0..<2 { #expect(try await collector.intake.authenticate(token).station == station.id) }
            collector.clock.now = now.addingTimeInterval(3600)
            await expectError(.clockSkew) { _ = try await collector.intake.authenticate(token) }
            collector.clock.now = now.addingTimeInterval(-3600)
            await expectError(.clockSkew) { _ = try await collector.intake.authenticate(token) }
            collector.clock.now = now
            try collector.registry.revokeStation(station.id, by: "admin", at: now)
            await expectError(.stationRevoked) { _ = try await collector.intake.authenticate(token) }
        }
    }

    @Test("A token is right for the key it was verified with and no other, however many are kept")
    func verifiedTokens() throws {
        let (tokens, now) = (VerifiedTokens(), SampleStation.noon)
        let (station, other) = (SampleStation(site: commune), SampleStation(site: commune))
        for second in 0...VerifiedTokens.limit {
            let token = station.token(for: "tinh", at: now.addingTimeInterval(Double(-second) / 100))
            for _ in 0..<2 {
                try tokens.verify(token, with: station.key.verificationKey, audience: "tinh", now: now)
                #expect(throws: BearerTokenError.badSignature) {
                    try tokens.verify(token, with: other.key.verificationKey, audience: "tinh", now: now)
                }
            }
            #expect(throws: BearerTokenError.wrongAudience) {
                try tokens.verify(token, with: station.key.verificationKey, audience: "other", now: now)
            }
        }
    }

    @Test("Somebody who only knows a station's name does not learn that it was revoked")
    func revokedForged() async throws {
        try await withCollector { collector in
            let station = try await collector.enrol()
            try collector.registry.revokeStation(station.id, by: "admin", at: collector.clock.now)
            let forged = SampleStation(id: station.id, site: commune)
            await expectError(.unauthorized) { _ = try await collector.identity(of: forged) }
        }
    }

    @Test("It is recorded when a station was last heard of, now and then")
    func lastSeen() async throws {
        try await withCollector { collector in
            let station = try await collector.enrol()
            let start = collector.clock.now
            collector.clock.now = start.addingTimeInterval(100)
            _ = try await collector.identity(of: station)
            #expect(try collector.registry.station(station.id)?.lastSeenAt == start)
            collector.clock.now = start.addingTimeInterval(400)
            _ = try await collector.identity(of: station)
            #expect(try collector.registry.station(station.id)?.lastSeenAt == start.addingTimeInterval(400))
        }
    }
}
