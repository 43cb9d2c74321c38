/// A stable code of what went wrong, on the wire and in receipts. A code never changes its meaning.
package enum ErrorCode: String, Codable, Sendable, Hashable, CaseIterable {
    /// The request is not of the documented form.
    case malformedRequest = "malformed_request"
    /// The request is over a documented limit.
    case tooLarge = "too_large"
    case notFound = "not_found"
    /// No bearer token, or one that does not verify.
    case unauthorized
    /// The bearer token is of another time; the `Date` header of the answer tells the collector's.
    case clockSkew = "clock_skew"
    case unknownStation = "unknown_station"
    /// The station was revoked by an administrator.
    case stationRevoked = "station_revoked"
    /// The station enrolled again; its former key signs no more.
    case stationReplaced = "station_replaced"
    /// The manifest or request names a site other than the station's.
    case wrongSite = "wrong_site"
    /// The manifest names a station other than the one that sends it.
    case wrongStation = "wrong_station"
    case badSignature = "bad_signature"
    case unsupportedPayloadType = "unsupported_payload_type"
    case malformedManifest = "malformed_manifest"
    /// The manifest is beyond the next place in the chain.
    case sequenceGap = "sequence_gap"
    /// The place is taken by another manifest: a cloned or rolled-back station.
    case sequenceReused = "sequence_reused"
    /// The manifest's `previous` is not the head of the chain: a cloned or rolled-back station.
    case chainFork = "chain_fork"
    /// A rule of the manifest is broken; in a receipt of refusal.
    case ruleBroken = "rule_broken"
    /// The site is closed; in a receipt of refusal.
    case siteClosed = "site_closed"
    /// `supersedes` names a manifest that is not an accepted one of the same dossier and site.
    case unknownSuperseded = "unknown_superseded"
    /// The upload is finished, expired or lost: post the manifest again.
    case uploadGone = "upload_gone"
    /// `Upload-Offset` is not the offset the upload has reached.
    case offsetMismatch = "offset_mismatch"
    /// The bytes do not have the digest in `Upload-Checksum`.
    case checksumMismatch = "checksum_mismatch"
    /// A page's bytes do not have the digest that its manifest names.
    case pageMismatch = "page_mismatch"
    /// More bytes were sent than the upload has left.
    case uploadTooLong = "upload_too_long"
    case unsupportedTusVersion = "unsupported_tus_version"
    case tokenInvalid = "token_invalid"
    case tokenExpired = "token_expired"
    case tokenUsed = "token_used"
    case tokenRevoked = "token_revoked"
    /// More was asked than one station may ask in that time; `Retry-After` tells when to go on.
    case rateLimited = "rate_limited"
    /// The collector's disk is nearly full; try again later.
    case storageFull = "storage_full"
    case unavailable
    case internalError = "internal_error"
}
