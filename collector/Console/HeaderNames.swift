import Exchange
import HTTPTypes

/// Header fields of tus 1.0 and of this API. The names are constants of the right form, so that making them cannot fail.
extension HTTPField.Name {
    static let tusResumable = Self("Tus-Resumable")!
    static let tusVersion = Self("Tus-Version")!
    static let tusExtension = Self("Tus-Extension")!
    static let tusMaxSize = Self("Tus-Max-Size")!
    static let tusChecksumAlgorithm = Self("Tus-Checksum-Algorithm")!
    static let uploadOffset = Self("Upload-Offset")!
    static let uploadLength = Self("Upload-Length")!
    static let uploadExpires = Self("Upload-Expires")!
    static let uploadMetadata = Self("Upload-Metadata")!
    static let uploadChecksum = Self("Upload-Checksum")!
    static let methodOverride = Self("X-HTTP-Method-Override")!
    static let forwardedFor = Self("X-Forwarded-For")!
    static let sohoaReceipt = Self(HeaderName.receipt)!
    static let sohoaReason = Self("Sohoa-Reason")!
    static let link = Self("Link")!
    static let frameOptions = Self("X-Frame-Options")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let secFetchSite = Self("Sec-Fetch-Site")!
    static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!
    static let crossOriginResourcePolicy = Self("Cross-Origin-Resource-Policy")!
}
