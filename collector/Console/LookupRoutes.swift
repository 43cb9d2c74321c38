import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake

/// Where officers look papers up before they scan them.
struct LookupRoutes: Sendable {
    let intake: Intake
    let gate: StationGate
    let limits: ConsoleLimits
    private let limiter: RateLimiter

    init(intake: Intake, gate: StationGate, limits: ConsoleLimits) {
        self.intake = intake
        self.gate = gate
        self.limits = limits
        limiter = RateLimiter(burst: limits.lookupBurst, interval: limits.lookupInterval)
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/lookups", [.post: lookUp])] }

    @concurrent
    private func lookUp(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let station = try await gate.station(of: request)
        if let wait = limiter.take(station.station.rawValue) { throw ProblemAnswer.tooManyLookups(retryAfter: wait) }
        let bytes = try await JSONBody(limits).read(
            request, context, limit: limits.smallBody, expected: "application/json")
        return .json(try await intake.lookUp(bytes, from: station))
    }
}
