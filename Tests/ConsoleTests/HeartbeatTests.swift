import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import TestSupport
import Testing

@testable import Console

@Suite("Heartbeats at the collector", .timeLimit(.minutes(2)))
struct HeartbeatTests {
    private func tell(_ client: Caller, _ station: TestStation, _ body: Data) async throws -> Answer {
        try await client.send(
            .post, "/v1/heartbeats",
            [.authorization: "Bearer \(station.token())", .contentType: "application/json"], body)
    }

    private func beat(_ change: (inout Heartbeat) -> Void = { _ in }) -> Heartbeat {
        var beat = Heartbeat(version: "0.1.0", system: "Debian GNU/Linux 12", diskFree: 20 << 30)
        change(&beat)
        return beat
    }

    @Test("The last one of each station is kept, with the version that runs now, and the number of settings answered")
    func kept() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let first = try await tell(client, station, try Wire.encode(beat { $0.version = "0.1.0" }))
                #expect(first.status == 200)
                #expect(try first.decoded(HeartbeatAnswer.self) == HeartbeatAnswer(settings: nil))
                collector.clock.advance(by: 900)
                let record = try collector.registry.set(
                    StationSettings(bandwidth: "256"), for: nil, by: "test", at: collector.clock.now)
                let second = try await tell(
                    client, station,
                    try Wire.encode(
                        beat {
                            $0.version = "0.2.0"
                            $0.waiting = 3
                            $0.scanError = "scanner_jammed"
                        }))
                #expect(try second.decoded(HeartbeatAnswer.self).settings == record.number)
                let heard = try #require(try collector.registry.heartbeat(of: station.id))
                #expect(heard.beat.waiting == 3)
                #expect(heard.scanErrorSince != nil)
                #expect(abs(heard.at.timeIntervalSince(collector.clock.now)) < 5)
                let seen = try #require(try collector.registry.station(station.id))
                #expect(seen.agentVersion == "0.2.0")
                #expect(abs(seen.lastSeenAt.timeIntervalSince(collector.clock.now)) < 5)
            }
        }
    }

    @Test("What is too long, has strange texts, or comes too often or from nobody is refused, and nothing is kept")
    func refused() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                let long = try await tell(client, station, Data(count: Heartbeat.maximumByteLength + 1))
                #expect(long.status == 413)
                for bad in [
                    Data("{}".utf8), Data("[]".utf8), try Wire.encode(beat { $0.version = "" }),
                    try Wire.encode(beat { $0.lastError = "a\nb" }), try Wire.encode(beat { $0.waiting = -1 }),
                    try Wire.encode(beat { $0.scanners = .init(repeating: .init(name: "x", isThere: nil), count: 4) }),
                ] {
                    let answer = try await tell(client, station, bad)
                    #expect(answer.status == 400)
                    #expect(answer.code == .malformedRequest)
                }
                #expect(try await client.send(.post, "/v1/heartbeats", [:], Data("{}".utf8)).status == 401)
                #expect(try collector.registry.heartbeat(of: station.id) == nil)
                for _ in 0..<20 { _ = try await tell(client, station, Data("{}".utf8)) }
                let often = try await tell(client, station, try Wire.encode(beat()))
                #expect(often.status == 429)
                #expect(often.headers[.retryAfter] != nil)
            }
        }
    }

    @Test("The longest heartbeat that an agent sends is within the limit, and loses no whole character")
    func longest() throws {
        let long = String(repeating: "ộ\u{7}\"", count: 500)
        let beat = Heartbeat(
            version: long, system: long, waiting: .max, bytesWaiting: .max, oldestWaiting: Date(), refused: .max,
            isPaused: true, diskFree: .max, scanners: .init(repeating: .init(name: long, isThere: false), count: 9),
            lastScan: Date(), scanError: long, lastError: long, clockOffset: -4_000_000_000, settings: .max,
            settingsError: long
        ).bounded
        #expect(beat.fault == nil)
        #expect(try Wire.encode(beat).count <= Heartbeat.maximumByteLength)
        #expect(beat.version.hasPrefix("ộ"))
    }

    @Test("Settings are told signed, by a tag, the nearest first, and with a number that never goes back")
    func settings() async throws {
        try await withCollector { collector in
            let station = try await collector.station()
            try await collector.routed { client in
                func ask(_ tag: String? = nil) async throws -> Answer {
                    var headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
                    headers[.ifNoneMatch] = tag
                    return try await client.send(.get, "/v1/settings", headers)
                }
                func document(_ answer: Answer) throws -> SettingsDocument {
                    try SettingsDocument.open(
                        try answer.decoded(Envelope.self), with: collector.key.verificationKey)
                }
                #expect(try await ask().status == 204)
                try collector.registry.set(
                    StationSettings(bandwidth: "512", profile: "fine"), for: nil, by: "test", at: collector.clock.now)
                let first = try await ask()
                #expect(first.headers[.contentType] == "application/vnd.dsse+json")
                let wide = try document(first)
                #expect((wide.site, wide.collector) == (TestCollector.commune, TestCollector.identity))
                #expect(wide.settings == StationSettings(bandwidth: "512", profile: "fine"))
                let tag = try #require(first.headers[.eTag])
                #expect(try await ask(tag).status == 304)

                try collector.registry.set(
                    StationSettings(bandwidth: "64"), for: TestCollector.commune, by: "test", at: collector.clock.now)
                let second = try await ask(tag)
                #expect(second.status == 200)
                let near = try document(second)
                #expect(near.settings == StationSettings(bandwidth: "64", profile: "fine"))
                #expect(near.number > wide.number)
                // Another office's leave this one's as they are, and number it anew all the same.
                try collector.registry.set(
                    StationSettings(profile: "text"), for: TestCollector.otherCommune, by: "test",
                    at: collector.clock.now)
                try collector.registry.set(
                    StationSettings(), for: TestCollector.commune, by: "test",
                    at: collector.clock.now.addingTimeInterval(-86_400))
                let back = try document(try await ask())
                #expect(back.settings == wide.settings)
                #expect(back.number > near.number, "also when the clock was put back")
                #expect(try await client.send(.get, "/v1/settings").status == 401)
                let trail = try collector.registry.auditTrail()
                #expect(trail.count { $0.action == "settings.set" } == 4)
            }
        }
    }
}
