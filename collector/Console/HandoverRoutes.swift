import Dossiers
import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import Registry

/// Where stations of an office that was merged or renamed get the token to go on under its successor.
struct HandoverRoutes: Sendable {
    let registry: Registry
    let gate: StationGate
    let now: @Sendable () -> Date
    private let limiter: RateLimiter

    /// Seconds that the token is good for: a station uses it at once, and asks again when its link broke meanwhile.
    private static let lifetime = 3600.0

    init(registry: Registry, gate: StationGate, limits: ConsoleLimits, now: @escaping @Sendable () -> Date) {
        self.registry = registry
        self.gate = gate
        self.now = now
        limiter = RateLimiter(burst: limits.handoverBurst, interval: limits.handoverInterval)
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/handovers", [.post: handOver])] }

    @concurrent
    private func handOver(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        if let wait = limiter.take(station.station.rawValue) { throw ProblemAnswer.tooManyHandovers(retryAfter: wait) }
        let moment = now()
        let answer = try await registry.perform { registry throws(RegistryError) -> HandoverAnswer? in
            guard let site = try registry.handoverTarget(of: station.site, on: CalendarDay(moment)) else { return nil }
            let (_, secret) = try registry.issueToken(
                for: site, lifetime: Self.lifetime, by: station.station.rawValue, at: moment)
            return HandoverAnswer(site: site, token: secret.text)
        }
        guard let answer else {
            throw IntakeError(.notFound, "no office takes over the stations of \(station.site); go on as before")
        }
        var response = Response.json(answer, status: .created)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
