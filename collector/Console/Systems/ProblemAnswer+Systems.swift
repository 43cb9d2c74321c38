import Dossiers
import Exchange
import HTTPTypes
import Registry

/// What can be wrong with a request of another system.
extension ProblemAnswer {
    private init(
        _ code: SystemCode, status: Int, title: String, detail: String, headers: HTTPFields = [:]
    ) {
        self.init(
            Problem(code: code.rawValue, status: status, title: title, detail: detail), headers: headers)
    }

    static let noSystemToken = ProblemAnswer(
        .unauthorized, status: 401, title: "The request is not authorised",
        detail: "Send Authorization: Bearer and a token that 'sohoa-collector system add' gave.",
        headers: [.wwwAuthenticate: "Bearer"])

    static let wrongSystemToken = ProblemAnswer(
        .unauthorized, status: 401, title: "The request is not authorised",
        detail: "The bearer token is no system's of this collector; ask its administrator for one.",
        headers: [.wwwAuthenticate: #"Bearer error="invalid_token", error_description="unauthorized""#])

    static func closedSystem(_ state: SystemRecord.State) -> ProblemAnswer {
        let code: SystemCode = state == .revoked ? .accessRevoked : .accessExpired
        return ProblemAnswer(
            code, status: 401, title: "The token opens nothing any more",
            detail: "It was revoked, or its time is over; ask the collector's administrator to renew it.",
            headers: [.wwwAuthenticate: #"Bearer error="invalid_token", error_description="\#(code.rawValue)""#])
    }

    static func missing(_ permission: Permission) -> ProblemAnswer {
        ProblemAnswer(
            .forbidden, status: 403, title: "The token does not allow this",
            detail: "It takes the permission \(permission.rawValue), which this system does not have.",
            headers: [.wwwAuthenticate: #"Bearer error="insufficient_scope", scope="\#(permission.rawValue)""#])
    }

    static let outsideScope = ProblemAnswer(
        .forbidden, status: 403, title: "The token does not allow this",
        detail: "This system is limited to an office and those below it, and what it asks for is not within.",
        headers: [.wwwAuthenticate: #"Bearer error="insufficient_scope""#])

    static func noSuch(_ thing: String) -> ProblemAnswer {
        ProblemAnswer(
            .notFound, status: 404, title: "There is no such thing here",
            detail: "There is no such \(thing), or it is not within this system's scope.")
    }

    static let reasonRequired = ProblemAnswer(
        .reasonRequired, status: 400, title: "A reason is required",
        detail:
            "Say in Sohoa-Reason why this is opened: 1 to \(SystemReason.longest) characters in percent-encoded UTF-8, "
            + "which stand in the audit trail.")

    static func notAcceptable(_ mediaTypes: [String]) -> ProblemAnswer {
        ProblemAnswer(
            .notAcceptable, status: 406, title: "The answer has none of the media types asked for",
            detail: "Accept \(mediaTypes.joined(separator: " or ")).")
    }

    static func tooManyRequests(retryAfter: Duration) -> ProblemAnswer {
        let seconds = max(1, Int(retryAfter.components.seconds) + 1)
        return ProblemAnswer(
            .rateLimited, status: 429, title: "Too much was asked in a short time",
            detail: "Try again in \(seconds) seconds.", headers: [.retryAfter: "\(seconds)"])
    }

    static let changedMeanwhile = ProblemAnswer(
        .changedMeanwhile, status: 412, title: "It has changed meanwhile",
        detail: "What If-Match names is not what is here now, and nothing was changed; get it again and decide anew.")

    static func impossible(_ detail: String) -> ProblemAnswer {
        ProblemAnswer(.ruleBroken, status: 422, title: "What is asked cannot be", detail: detail)
    }
}
