import Exchange
import HTTPTypes
import Intake

extension ProblemAnswer {
    /// How an error of intake is told over HTTP.
    init(_ error: IntakeError) {
        let (status, title) = Self.form(of: error.code)
        self.init(
            error.code, status: status, title: title, detail: error.detail, expectedSequence: error.expectedSequence,
            page: error.page)
        if let seconds = error.retryAfter { headers[.retryAfter] = "\(seconds)" }
        if let offset = error.offset { headers[.uploadOffset] = "\(offset)" }
        if status == 401 { headers[.wwwAuthenticate] = Self.challenge(error.code) }
    }

    /// No bearer token was sent.
    static var noToken: ProblemAnswer {
        ProblemAnswer(
            IntakeError(
                .unauthorized,
                "the request has no bearer token; send Authorization: Bearer and a token signed by the "
                    + "station"))
    }

    private static func challenge(_ code: ErrorCode) -> String {
        code == .unauthorized ? "Bearer" : #"Bearer error="invalid_token", error_description="\#(code.rawValue)""#
    }

    /// The HTTP status of each code, and its title: the same whatever the case.
    private static func form(of code: ErrorCode) -> (status: Int, title: String) {
        switch code {
        case .malformedRequest: (400, "The request is not of the documented form")
        case .tooLarge: (413, "The request is too large")
        case .notFound: (404, "There is no such thing here")
        case .unauthorized: (401, "The request is not authorised")
        case .clockSkew: (401, "The bearer token is of another time")
        case .unknownStation: (401, "The station is not known")
        case .stationRevoked: (403, "The station was revoked")
        case .stationReplaced: (403, "The station was replaced by a later enrolment")
        case .wrongSite: (403, "This belongs to another site")
        case .wrongStation: (403, "This belongs to another station")
        case .badSignature: (422, "The signature does not verify")
        case .unsupportedPayloadType: (422, "This kind of payload is not taken here")
        case .malformedManifest: (422, "The manifest cannot be read")
        case .sequenceGap: (409, "The manifest is beyond the next place in the chain")
        case .sequenceReused: (409, "The place in the chain is taken")
        case .chainFork: (409, "The manifest does not follow the last one")
        case .ruleBroken: (422, "A rule is broken")
        case .siteClosed: (409, "The site is closed")
        case .unknownSuperseded: (422, "The manifest supersedes what is not there")
        case .uploadGone: (410, "The upload is gone")
        case .offsetMismatch: (409, "The upload is at another offset")
        case .checksumMismatch: (Tus.checksumMismatchStatus, "The bytes do not have the checksum sent with them")
        case .pageMismatch: (422, "A page is not what its manifest names")
        case .uploadTooLong: (413, "These are more bytes than the upload takes")
        case .unsupportedTusVersion: (412, "This version of tus is not spoken here")
        case .tokenInvalid: (403, "The join token is not valid")
        case .tokenExpired: (403, "The join token has expired")
        case .tokenUsed: (403, "The join token has been used")
        case .tokenRevoked: (403, "The join token was revoked")
        case .rateLimited: (429, "Too much was asked in a short time")
        case .storageFull: (507, "The collector's disk is nearly full")
        case .unavailable: (503, "The collector cannot answer now")
        case .internalError: (500, "The collector failed")
        }
    }
}
