/// The stable codes of what goes wrong at the API for other systems. A code never changes its meaning; those that the
/// station API has too mean the same there.
enum SystemCode: String, Sendable, CaseIterable {
    /// The request is not of the documented form.
    case malformedRequest = "malformed_request"
    /// The request is over a documented limit.
    case tooLarge = "too_large"
    case notFound = "not_found"
    /// No bearer token, or one that is no system's.
    case unauthorized
    case accessExpired = "access_expired"
    case accessRevoked = "access_revoked"
    /// The token has not the permission, or not at that office.
    case forbidden
    /// Whoever opens a dossier says why: see `Sohoa-Reason`.
    case reasonRequired = "reason_required"
    /// The answer has none of the media types in `Accept`.
    case notAcceptable = "not_acceptable"
    /// `If-Match` names another state than there is.
    case changedMeanwhile = "changed_meanwhile"
    case rateLimited = "rate_limited"
    /// The request is of the right form, and what it asks cannot be.
    case ruleBroken = "rule_broken"
    case unavailable
    case internalError = "internal_error"
}
