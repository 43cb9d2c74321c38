package import Dossiers

/// An error answer: problem details for HTTP APIs (RFC 9457), with a stable `code` beside them.
package struct Problem: Error, Codable, Sendable, Hashable {
    /// Media type of the answer.
    package static let mediaType = "application/problem+json"

    package var type: String
    package var title: String
    /// HTTP status.
    package var status: Int
    /// What happened, to what, and what to do next.
    package var detail: String
    /// An `ErrorCode`; of a later collector, one that this version may not know. The rest of the answer holds all the same.
    package var code: String
    /// The next free place in the chain, with the chain's errors.
    package var expectedSequence: Int?
    /// The page at fault, with `page_mismatch`.
    package var page: ContentDigest?

    package init(
        _ code: ErrorCode, status: Int, title: String, detail: String, expectedSequence: Int? = nil,
        page: ContentDigest? = nil
    ) {
        type = "urn:sohoa:problem:\(code.rawValue)"
        self.code = code.rawValue
        self.status = status
        self.title = title
        self.detail = detail
        self.expectedSequence = expectedSequence
        self.page = page
    }

    /// A problem with a code that is none of the station API's: the API for other systems has some of its own.
    package init(code: String, status: Int, title: String, detail: String) {
        type = "urn:sohoa:problem:\(code)"
        self.code = code
        self.status = status
        self.title = title
        self.detail = detail
    }

    /// The code, when this version knows it.
    package var knownCode: ErrorCode? { ErrorCode(rawValue: code) }
}
