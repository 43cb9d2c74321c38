import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// What answers another system.
typealias SystemHandler = @Sendable @concurrent (SystemAsk) async throws -> Response

/// The one way into the API for other systems: who asks, whether they may, and not too often.
struct SystemGate: Sendable {
    let registry: Registry
    let limits: ConsoleLimits
    let isBehindProxy: Bool
    let now: @Sendable () -> Date
    private let requests: RateLimiter
    private let wrongTokens: RateLimiter

    init(registry: Registry, limits: ConsoleLimits, isBehindProxy: Bool, now: @escaping @Sendable () -> Date) {
        self.registry = registry
        self.limits = limits
        self.isBehindProxy = isBehindProxy
        self.now = now
        requests = RateLimiter(burst: limits.systemBurst, interval: limits.systemInterval)
        wrongTokens = RateLimiter(burst: limits.wrongTokenBurst, interval: limits.wrongTokenInterval)
    }

    /// The media type of most answers.
    static let json = "application/json"
    /// Of signed documents.
    static let envelope = "application/vnd.dsse+json"

    /// An address, with its guard before it.
    ///
    /// - Parameters:
    ///   - permission: what the token must allow, at least at some office; nil: any token will do.
    ///   - mediaType: of the answer.
    func endpoint(
        _ path: String, needs permission: Permission?, gives mediaType: String = json,
        method: HTTPRequest.Method = .get, _ handler: @escaping SystemHandler
    ) -> Endpoint {
        Endpoint(
            "/api/v1" + path,
            [method: { request, context in try await answer(request, context, permission, mediaType, handler) }])
    }

    private func answer(
        _ request: Request, _ context: ConsoleContext, _ permission: Permission?, _ mediaType: String,
        _ handler: SystemHandler
    ) async throws -> Response {
        let moment = now()
        let (system, access) = try await system(of: request, context, at: moment)
        if let wait = requests.take(system.actor) { throw ProblemAnswer.tooManyRequests(retryAfter: wait) }
        if let permission, !access.allows(permission) { throw ProblemAnswer.missing(permission) }
        guard AcceptField(request.headers).takes(mediaType) else { throw ProblemAnswer.notAcceptable([mediaType]) }
        var response = try await handler(
            SystemAsk(
                request: request, context: context, registry: registry, system: system, access: access, now: moment))
        response.headers[.vary] = "Authorization"
        return response
    }

    /// Who has the token of `request`, and what they may.
    private func system(
        of request: Request, _ context: ConsoleContext, at moment: Date
    ) async throws -> (SystemRecord, Access) {
        guard let text = StationGate.bearerToken(in: request.headers) else { throw ProblemAnswer.noSystemToken }
        let digest = SystemToken(text)?.digest
        let found = try await registry.perform { registry throws(RegistryError) -> (SystemRecord, Access)? in
            guard let digest, let system = try registry.system(digest, at: moment) else { return nil }
            let reach =
                try system.scope.map { scope throws(RegistryError) in
                    try registry.siteRecords().reach(of: scope, on: CalendarDay(moment))
                } ?? .province
            return (system, Access(permissions: Set(system.permissions), reach: reach))
        }
        guard let (system, access) = found else {
            let address = ClientAddress(isBehindProxy: isBehindProxy).text(of: request, context)
            if let wait = wrongTokens.take(address) { throw ProblemAnswer.tooManyRequests(retryAfter: wait) }
            throw ProblemAnswer.wrongSystemToken
        }
        let state = system.state(at: moment)
        guard state == .open else { throw ProblemAnswer.closedSystem(state) }
        return (system, access)
    }
}
