/// What an administrator may set of intake.
package struct IntakeSettings: Sendable, Hashable {
    /// Below this many free bytes the collector takes no more manifests and pages.
    package var minimumFreeBytes: Int
    /// Seconds for which an upload waits for its next bytes.
    package var uploadLifetime: Double
    /// Seconds after which an upload that is not used keeps no file open.
    package var idleTime: Double

    package init(
        minimumFreeBytes: Int = 1 << 30, uploadLifetime: Double = 7 * 86_400, idleTime: Double = 600
    ) {
        self.minimumFreeBytes = minimumFreeBytes
        self.uploadLifetime = uploadLifetime
        self.idleTime = idleTime
    }
}

/// What a message may be at most.
package enum IntakeLimit {
    /// Bytes of a posted envelope: a payload of 4 MiB in base64, and room for what is around it.
    package static let envelopeBytes = 6 << 20
    /// Bytes of an enrolment request.
    package static let enrolmentBytes = 64 << 10
    /// Bytes of one append with a checksum: they are held until the checksum is found right.
    package static let checkedAppendBytes = 8 << 20
}
