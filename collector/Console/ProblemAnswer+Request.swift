import Exchange
import HTTPTypes

/// What can be wrong with a request before its matter is looked at.
extension ProblemAnswer {
    static func malformed(_ detail: String) -> ProblemAnswer {
        ProblemAnswer(
            .malformedRequest, status: 400, title: "The request is not of the documented form", detail: detail)
    }

    static let noSuchPlace = ProblemAnswer(
        .notFound, status: 404, title: "There is nothing at this address",
        detail: "This collector has no such address; see /openapi.json for those it has.")

    static func wrongMethod(allowed: [HTTPRequest.Method]) -> ProblemAnswer {
        let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        return ProblemAnswer(
            .malformedRequest, status: 405, title: "This address does not take this method",
            detail: "Use one of \(list).", headers: [.allow: list])
    }

    static func wrongMediaType(expected: String) -> ProblemAnswer {
        ProblemAnswer(
            .malformedRequest, status: 415, title: "The content is of the wrong media type",
            detail: "Send it with Content-Type: \(expected).")
    }

    static func tooLarge(limit: Int) -> ProblemAnswer {
        ProblemAnswer(
            .tooLarge, status: 413, title: "The request is too large",
            detail: "The body may have \(limit) bytes at most.")
    }

    static let stalled = ProblemAnswer(
        .unavailable, status: 408, title: "The request took too long",
        detail: "Its body brought nothing, or too little, for too long. What arrived of an upload is kept; ask for its "
            + "offset and go on from there.", headers: [.retryAfter: "1"])

    static let broken = ProblemAnswer(
        .unavailable, status: 400, title: "The request was cut off",
        detail:
            "Its body ended before it was complete. What arrived of an upload is kept; ask for its offset and go on "
            + "from there.")

    static let takenOver = ProblemAnswer(
        .offsetMismatch, status: 409, title: "Another request took the upload over",
        detail: "A later request for the same upload ended this one. What arrived is kept.")

    static func tooManyEnrolments(retryAfter: Duration) -> ProblemAnswer {
        let seconds = max(1, Int(retryAfter.components.seconds) + 1)
        return ProblemAnswer(
            .unavailable, status: 429, title: "Too many enrolments from this address",
            detail: "Try again in \(seconds) seconds.", headers: [.retryAfter: "\(seconds)"])
    }

    static func tooManyLookups(retryAfter: Duration) -> ProblemAnswer {
        let seconds = max(1, Int(retryAfter.components.seconds) + 1)
        return ProblemAnswer(
            .rateLimited, status: 429, title: "Too many lookups from this station",
            detail: "Try again in \(seconds) seconds.", headers: [.retryAfter: "\(seconds)"])
    }

    static func tooManyHeartbeats(retryAfter: Duration) -> ProblemAnswer {
        let seconds = max(1, Int(retryAfter.components.seconds) + 1)
        return ProblemAnswer(
            .rateLimited, status: 429, title: "Too many heartbeats from this station",
            detail: "Try again in \(seconds) seconds.", headers: [.retryAfter: "\(seconds)"])
    }

    static func tooManyHandovers(retryAfter: Duration) -> ProblemAnswer {
        let seconds = max(1, Int(retryAfter.components.seconds) + 1)
        return ProblemAnswer(
            .rateLimited, status: 429, title: "Too many tokens for this station",
            detail: "Try again in \(seconds) seconds.", headers: [.retryAfter: "\(seconds)"])
    }

    static let unsupportedTusVersion = ProblemAnswer(
        .unsupportedTusVersion, status: 412, title: "This version of tus is not spoken here",
        detail: "Send Tus-Resumable: \(Tus.version).", headers: [.tusVersion: Tus.version])

    static let busy = ProblemAnswer(
        .unavailable, status: 503, title: "The collector cannot answer now",
        detail: "The collector is busy; try again in a moment.", headers: [.retryAfter: "5"])

    static let unexpected = ProblemAnswer(
        .internalError, status: 500, title: "The collector failed",
        detail: "This is a fault of the collector; its log has the cause. Nothing that was acknowledged is lost. Try "
            + "again later.", headers: [.retryAfter: "60"])
}
