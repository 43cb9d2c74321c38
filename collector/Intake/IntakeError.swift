package import Dossiers
package import Exchange

/// What intake could not do: a stable code, and a sentence that says what happened, to what, and what to do next.
package struct IntakeError: Error, Sendable, Hashable {
    package var code: ErrorCode
    package var detail: String
    /// The next free place in the chain, with the chain's errors.
    package var expectedSequence: Int?
    /// The page at fault, with `pageMismatch`.
    package var page: ContentDigest?
    /// The offset that the upload has reached, with `offsetMismatch`.
    package var offset: Int?
    /// Seconds after which another try makes sense.
    package var retryAfter: Int?

    package init(
        _ code: ErrorCode, _ detail: String, expectedSequence: Int? = nil, page: ContentDigest? = nil,
        offset: Int? = nil, retryAfter: Int? = nil
    ) {
        self.code = code
        self.detail = detail
        self.expectedSequence = expectedSequence
        self.page = page
        self.offset = offset
        self.retryAfter = retryAfter
    }
}

extension IntakeError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(detail)" }
}
