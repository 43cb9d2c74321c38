import HTTPTypes

extension HTTPField.Name {
    static let tusResumable = Self("Tus-Resumable")!
    static let tusVersion = Self("Tus-Version")!
    static let uploadOffset = Self("Upload-Offset")!
    static let uploadLength = Self("Upload-Length")!
    static let uploadExpires = Self("Upload-Expires")!
    static let uploadMetadata = Self("Upload-Metadata")!
    static let uploadChecksum = Self("Upload-Checksum")!
    static let methodOverride = Self("X-HTTP-Method-Override")!
    static let sohoaReceipt = Self("Sohoa-Receipt")!
}
