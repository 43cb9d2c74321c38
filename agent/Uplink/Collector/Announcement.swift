package import Exchange

/// What the collector answers to a manifest.
package struct Announcement: Sendable, Hashable {
    package var status: SubmissionStatus
    /// The upload for the needed pages, relative to the collector's base URL; nil when nothing is awaited.
    package var upload: String?
    /// Bytes of the upload that the collector has already.
    package var offset: Int

    package init(status: SubmissionStatus, upload: String? = nil, offset: Int = 0) {
        self.status = status
        self.upload = upload
        self.offset = offset
    }
}

/// What the collector answers to bytes.
package struct Appended: Sendable, Hashable {
    /// Bytes of the upload that the collector has on its disk.
    package var offset: Int
    /// The receipt, when these were the last bytes and it fitted.
    package var receipt: Envelope?
    /// Seconds from the first byte sent to the answer.
    package var seconds: Double

    package init(offset: Int, receipt: Envelope? = nil, seconds: Double = 0) {
        self.offset = offset
        self.receipt = receipt
        self.seconds = seconds
    }
}
