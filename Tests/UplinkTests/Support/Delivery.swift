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

extension Delivery {
    /// Runs the courier while `body` does, and ends it after.
    func whileRunning<Value: Sendable>(_ body: @escaping @Sendable (Delivery) async throws -> Value) async throws
        -> Value
    {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await courier.run()
                return nil
            }
            group.addTask { try await body(self) }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }
}

/// A courier that delivers from `outbox` to a loopback port.
func makeDelivery(
    of stack: Stack, identity: StationIdentity, outbox: MemoryOutbox, collector: ScriptedCollector, port: Int,
    settings: CourierSettings = CourierSettings(pollInterval: .milliseconds(20)),
    transportSettings: TransportSettings = TransportSettings(version: "0"), time: any Timekeeper = SystemTime(),
    chance: @escaping @Sendable () -> Double = { 0.01 }
) throws -> Delivery {
    let transport = try CurlTransport(to: CollectorAddress("http://127.0.0.1:\(port)"), settings: transportSettings)
    let events = EventLog()
    let courier = Courier(
        identity: identity, transport: transport, outbox: outbox, settings: settings, time: time, chance: chance,
        logger: quiet, report: { events.add($0) })
    return Delivery(courier: courier, outbox: outbox, collector: collector, events: events)
}

/// Runs a courier that delivers `stack` to a collector of the contract, while `body` runs.
///
/// - Parameter prepare: edits the collector before anything is sent.
func withDelivery<Value: Sendable>(
    of stack: Stack, outbox: MemoryOutbox? = nil,
    settings: CourierSettings = CourierSettings(pollInterval: .milliseconds(20)), time: any Timekeeper = SystemTime(),
    chance: @escaping @Sendable () -> Double = { 0.01 },
    prepare: @escaping @Sendable (ScriptedCollector) async throws -> Void = { _ in },
    _ body: @Sendable @escaping (Delivery) async throws -> Value
) async throws -> Value {
    let model = ModelCollector(station: stack.station, stationKey: stack.key.verificationKey)
    let collector = ScriptedCollector(model)
    let outbox = outbox ?? stack.outbox
    return try await withServer(collector) { port in
        try await prepare(collector)
        return try await makeDelivery(
            of: stack, identity: stack.identity(of: model), outbox: outbox, collector: collector, port: port,
            settings: settings, time: time, chance: chance
        ).whileRunning(body)
    }
}
