package import Dossiers
package import Exchange
package import FoundationEssentials

/// Something that somebody who watches delivery would want to see. Records in the outbox tell the same, and stay.
package enum DeliveryEvent: Sendable, Hashable {
    case announced(ContentDigest)
    /// Bytes handed to the network so far, of all that the collector wants; goes back when a cut lost some.
    case sending(ContentDigest, sentBytes: Int, totalBytes: Int)
    case settled(ContentDigest, Receipt)
    case problem(ContentDigest, SubmissionProblem)
    case station(StationProblem?)
    case clock(ClockCorrection)
    case link(LinkStatus)
}

/// How the link to the collector is doing.
package struct LinkStatus: Sendable, Hashable {
    /// What delivery is at.
    package enum Activity: Sendable, Hashable {
        /// All is delivered.
        case idle
        case working
        /// Somebody asked it to rest, or the hours allow no traffic.
        case paused
        /// Nothing gets through, or the collector asked to be left alone, and why.
        case waiting(Failure)
    }

    package var activity: Activity
    /// Since when nothing gets through, by the PC's clock put right; nil when the last request got through.
    package var offlineSince: Date?
    /// Whether the collector has answered anything since delivery began.
    package var hasContact: Bool
    /// When it is tried again.
    package var nextRetryAt: Date?
    /// The link as last measured.
    package var bytesPerSecond: Double?

    package init(
        activity: Activity, offlineSince: Date? = nil, hasContact: Bool = false, nextRetryAt: Date? = nil,
        bytesPerSecond: Double? = nil
    ) {
        self.activity = activity
        self.offlineSince = offlineSince
        self.hasContact = hasContact
        self.nextRetryAt = nextRetryAt
        self.bytesPerSecond = bytesPerSecond
    }
}
