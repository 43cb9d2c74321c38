import FoundationEssentials
import HTTPTypes
import Hummingbird
import Intake
import NIOCore

/// Where stations enrol.
struct EnrolmentRoutes: Sendable {
    let intake: Intake
    let limits: ConsoleLimits
    let isBehindProxy: Bool
    private let limiter: RateLimiter

    init(intake: Intake, limits: ConsoleLimits, isBehindProxy: Bool) {
        self.intake = intake
        self.limits = limits
        self.isBehindProxy = isBehindProxy
        limiter = RateLimiter(burst: limits.enrolmentBurst, interval: limits.enrolmentInterval)
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/enrolments", [.post: enrol])] }

    @concurrent
    private func enrol(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        if let wait = limiter.take(ClientAddress(isBehindProxy: isBehindProxy).text(of: request, context)) {
            throw ProblemAnswer.tooManyEnrolments(retryAfter: wait)
        }
        let bytes = try await JSONBody(limits).read(request, context, limit: limits.smallBody)
        return .json(try await intake.enrol(bytes), status: .created)
    }
}
