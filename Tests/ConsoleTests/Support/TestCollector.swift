import Console
import ContentStore
import Dossiers
import Exchange
import Foundation
import Hummingbird
import HummingbirdTesting
import Intake
import Logging
import Registry
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// A collector in a temporary directory, with two sites.
struct TestCollector: Sendable {
    static let commune = SiteID(rawValue: "st-31498")!
    static let otherCommune = SiteID(rawValue: "st-31501")!
    static let identity = "c-0123456789abcdef"

    let root: FilePath
    let registry: Registry
    let store: ContentStore
    let key: SigningKey
    let intake: Intake
    let console: Console
    let clock: TestClock
    /// Everything that was asked and answered through `client`.
    let exchanges: ExchangeLog
    let log: LogRecord

    /// A client that goes through the router, without a network.
    func routed<Result: Sendable>(_ body: @Sendable (Caller) async throws -> Result) async throws -> Result {
        try await console.application(on: Self.loopback).test(.router) { client in
            try await body(Caller(client: client, log: exchanges))
        }
    }

    /// A client over one connection to a server on loopback; the server's port is `client.port`.
    func live<Result: Sendable>(_ body: @Sendable (Caller) async throws -> Result) async throws -> Result {
        try await console.application(on: Self.loopback).test(.live) { client in
            try await body(Caller(client: client, log: exchanges))
        }
    }

    private static let loopback = ListenAddress("127.0.0.1:0")!

    /// A new join token.
    func joinToken(for site: SiteID = commune, lifetime: Double = 3600) throws -> (id: String, secret: String) {
        let (token, secret) = try registry.issueToken(for: site, lifetime: lifetime, by: "test", at: clock.now)
        return (token.id, secret.text)
    }

    /// A station that has enrolled.
    func station(at site: SiteID = commune) async throws -> TestStation {
        let key = SigningKey()
        let request = EnrolmentRequest(
            token: try joinToken(for: site).secret, publicKey: key.verificationKey.derRepresentation, label: "PC 1",
            agentVersion: "0.1.0")
        let envelope = key.seal(try Wire.encode(request), type: EnrolmentRequest.payloadType)
        let answer = try await intake.enrol(try Wire.encode(envelope))
        return TestStation(id: answer.station, site: site, key: key, clock: clock)
    }
}

/// Gives `body` a collector, and removes it afterwards.
func withCollector<Result: Sendable>(
    limits: ConsoleLimits = ConsoleLimits(), isBehindProxy: Bool = false, minimumFreeBytes: Int = 0,
    busyTimeout: Double = 10,
    _ body: @Sendable (TestCollector) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { root in
        let key = SigningKey()
        let registry = try Registry.open(
            at: root.appending("registry.sqlite").string, identityKey: IdentityKey(of: key), busyTimeout: busyTimeout)
        let store = try ContentStore(directory: root.appending("blobs"))
        let clock = TestClock()
        let sites = [TestCollector.commune, TestCollector.otherCommune].map { id in
            Site(
                id: id, name: "Xã \(id)", level: .commune, parent: nil, statisticalCode: nil,
                validFrom: CalendarDay(year: 2021, month: 1, day: 1)!)
        }
        _ = try registry.changeSites(by: "test", from: "test", at: clock.now) { (_: SiteRecords) throws(Never) in
            SiteChanges(added: sites)
        }
        let log = LogRecord()
        let logger = log.logger()
        let intake = Intake(
            registry: registry, store: store, key: key, identity: TestCollector.identity,
            settings: IntakeSettings(minimumFreeBytes: minimumFreeBytes), logger: logger, now: { clock.now })
        try await intake.start()
        let console = Console(
            intake: intake, registry: registry, organisation: "Sóc Trăng", version: "0.1.0", limits: limits,
            isBehindProxy: isBehindProxy,
            hasher: .cheap, logger: logger, now: { clock.now })
        return try await body(
            TestCollector(
                root: root, registry: registry, store: store, key: key, intake: intake, console: console, clock: clock,
                exchanges: ExchangeLog(), log: log))
    }
}

/// The time, as tests set it.
final class TestClock: Sendable {
    private let offset = Mutex<Double>(0)

    var now: Date { Date().addingTimeInterval(offset.withLock { $0 }) }

    func advance(by seconds: Double) { offset.withLock { $0 += seconds } }
}
