internal import Exchange

/// What a failure means for the work at hand.
package enum Setback: Error, Hashable, Sendable {
    /// Nothing gets through: everybody waits.
    case link(Failure)
    /// The collector wants to be left alone: everybody waits.
    case collector(Failure)
    /// This submission waits, or is given up when the problem is final. The others go on.
    case submission(SubmissionProblem)
    /// The station is at fault.
    case station(StationProblem)

    /// What a failed request means when nothing in the request itself explains it.
    init(_ failure: Failure) {
        switch failure {
        case .transport(.bodyUnreadable(let detail)): self = .submission(.pageUnreadable(nil, detail: detail))
        case .transport, .notTheCollector: self = .link(failure)
        case .problem(let problem, _):
            if let code = problem.knownCode {
                self.init(code, failure)
            } else {
                // A later collector's: what its status says has to do.
                self =
                    [429, 502, 503, 504].contains(problem.status) ? .collector(failure) : .submission(.failing(failure))
            }
        case .status(429, _), .status(502...504, _): self = .collector(failure)
        // Without the collector's words it is the network that says no.
        case .status(401, _), .status(403, _), .status(405, _), .status(407, _), .status(501, _), .status(511, _):
            self = .link(failure)
        case .status: self = .submission(.failing(failure))
        }
    }

    private init(_ code: ErrorCode, _ failure: Failure) {
        switch code {
        case .unauthorized, .clockSkew, .unknownStation, .stationRevoked, .stationReplaced:
            self = .station(.notAdmitted(code))
        case .rateLimited, .storageFull, .unavailable: self = .collector(failure)
        case .malformedRequest, .tooLarge, .notFound, .wrongSite, .wrongStation, .badSignature,
            .unsupportedPayloadType, .malformedManifest, .sequenceGap, .sequenceReused, .chainFork, .ruleBroken,
            .siteClosed, .unknownSuperseded, .uploadGone, .offsetMismatch, .checksumMismatch, .pageMismatch,
            .uploadTooLong, .unsupportedTusVersion, .tokenInvalid, .tokenExpired, .tokenUsed, .tokenRevoked,
            .internalError:
            self = .submission(.failing(failure))
        }
    }
}
