import Exchange
import FoundationEssentials
import Logging
import Synchronization

@testable import Uplink

/// A courier on its way between an outbox and a collector, over real HTTP.
struct Delivery {
    let courier: Courier
    let outbox: MemoryOutbox
    let collector: ScriptedCollector
    let transport: CurlTransport
    let events: EventLog

    /// Waits until `condition` holds; the test's time limit ends it otherwise.
    func until(_ condition: () async throws -> Bool) async throws {
        while !(try await condition()) { try await Task.sleep(for: .milliseconds(5)) }
    }

    func untilAllReceipted() async throws {
        try await until { await outbox.entries.allSatisfy { $0.receipt != nil } }
    }
}

/// Everything that a courier reported.
final class EventLog: Sendable {
    private let list = Mutex<[DeliveryEvent]>([])

    var events: [DeliveryEvent] { list.withLock { $0 } }

    func add(_ event: DeliveryEvent) { list.withLock { $0.append(event) } }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a courier that delivers `stack` to a collector of the contract, while `body` runs.
///
/// - Parameters:
///   - prepare: edits the collector before anything is sent.
///   - port: gives the port to connect to, when something stands between.
func withDelivery<Value: Sendable>(
    of stack: Stack, outbox: MemoryOutbox? = nil,
    settings: CourierSettings = CourierSettings(pollInterval: .milliseconds(20)),
    transportSettings: TransportSettings = TransportSettings(version: "0"), time: any Timekeeper = SystemTime(),
    chance: @escaping @Sendable () -> Double = { 0.01 }, via port: (@Sendable (Int) async throws -> Int)? = nil,
    prepare: @escaping @Sendable (ScriptedCollector) async throws -> Void = { _ in },
    _ body: @Sendable @escaping (Delivery) async throws -> Value
) async throws -> Value {
    let model = ModelCollector(station: stack.station, stationKey: stack.key.verificationKey)
    let collector = ScriptedCollector(model)
    let outbox = outbox ?? stack.outbox
    let identity = stack.identity(of: model)
    return try await withServer(collector) { serverPort in
        try await prepare(collector)
        let port = try await port?(serverPort) ?? serverPort
        let transport = try CurlTransport(to: CollectorAddress("http://127.0.0.1:\(port)"), settings: transportSettings)
        let events = EventLog()
        let courier = Courier(
            identity: identity, transport: transport, outbox: outbox, settings: settings, time: time, chance: chance,
            logger: quiet, report: { events.add($0) })
        let delivery = Delivery(
            courier: courier, outbox: outbox, collector: collector, transport: transport, events: events)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await courier.run()
                return nil
            }
            group.addTask { try await body(delivery) }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }
}
