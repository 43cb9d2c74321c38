internal import Exchange

extension StationProblem {
    /// Whether `code`, in answer to a manifest, means that none can follow before the matter is mended.
    static func blocksChain(_ code: ErrorCode) -> Bool {
        switch code {
        case .sequenceGap, .sequenceReused, .chainFork, .malformedRequest, .tooLarge, .wrongSite, .wrongStation,
            .badSignature, .unsupportedPayloadType, .malformedManifest, .ruleBroken, .siteClosed, .unknownSuperseded,
            .notFound:
            true
        case .unauthorized, .clockSkew, .unknownStation, .stationRevoked, .stationReplaced, .uploadGone,
            .offsetMismatch, .checksumMismatch, .pageMismatch, .uploadTooLong, .unsupportedTusVersion, .tokenInvalid,
            .tokenExpired, .tokenUsed, .tokenRevoked, .rateLimited, .storageFull, .unavailable, .internalError:
            false
        }
    }

    /// The problem that `code`, in answer to `manifest`, is.
    static func blocking(_ code: ErrorCode, _ failure: Failure, manifest: OutgoingManifest) -> StationProblem {
        switch code {
        case .sequenceGap, .sequenceReused, .chainFork:
            let expected: Int? = if case .problem(let problem, _) = failure { problem.expectedSequence } else { nil }
            return .chainBroken(code, sequence: manifest.sequence, expectedSequence: expected)
        default: return .manifestNotTaken(sequence: manifest.sequence, failure)
        }
    }
}
