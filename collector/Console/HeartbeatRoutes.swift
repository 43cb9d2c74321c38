import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import Registry

/// Where stations tell how they are.
struct HeartbeatRoutes: Sendable {
    let registry: Registry
    let gate: StationGate
    let limits: ConsoleLimits
    let now: @Sendable () -> Date
    private let limiter: RateLimiter

    init(registry: Registry, gate: StationGate, limits: ConsoleLimits, now: @escaping @Sendable () -> Date) {
        self.registry = registry
        self.gate = gate
        self.limits = limits
        self.now = now
        limiter = RateLimiter(burst: limits.heartbeatBurst, interval: limits.heartbeatInterval)
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/heartbeats", [.post: tell])] }

    @concurrent
    private func tell(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        if let wait = limiter.take(station.station.rawValue) { throw ProblemAnswer.tooManyHeartbeats(retryAfter: wait) }
        let bytes = try await JSONBody(limits).read(
            request, context, limit: Heartbeat.maximumByteLength, expected: "application/json")
        let beat: Heartbeat
        do { beat = try Wire.decode(Heartbeat.self, from: bytes) } catch {
            throw IntakeError(.malformedRequest, "the heartbeat is not of the documented form: \(error.detail)")
        }
        if let fault = beat.fault { throw IntakeError(.malformedRequest, "the heartbeat cannot be kept: \(fault)") }
        let moment = now()
        let answer = try await registry.perform { registry throws(RegistryError) in
            try registry.record(beat, of: station.station, at: moment)
            let today = CalendarDay(moment)
            return HeartbeatAnswer(
                settings: try registry.effectiveSettings(of: station.site, on: today)?.number,
                successor: try registry.handoverTarget(of: station.site, on: today))
        }
        return .json(answer)
    }
}
