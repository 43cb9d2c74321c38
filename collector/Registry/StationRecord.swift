package import Dossiers
package import Exchange
package import Foundation

/// One enrolment of one PC.
package struct StationRecord: Sendable, Hashable, Identifiable {
    package var id: StationID
    package var site: SiteID
    package var key: VerificationKey
    /// A label for people.
    package var label: String
    package var agentVersion: String
    package var enrolledAt: Date
    package var lastSeenAt: Date
    package var revokedAt: Date?
    /// The enrolment that took its place.
    package var replacedBy: StationID?
    /// The last place taken in the chain, 0 before the first.
    package var headSequence: Int
    package var headDigest: ContentDigest?

    /// Whether it may speak to the collector.
    package var standing: Standing {
        if revokedAt != nil { return .revoked }
        return replacedBy == nil ? .active : .replaced
    }

    /// Whether an enrolment holds.
    package enum Standing: String, Sendable, Hashable, Codable {
        case active, revoked, replaced
    }
}

/// What a station has delivered.
package struct StationCounts: Sendable, Hashable, Codable {
    /// Manifests whose pages are awaited.
    package var announced: Int
    package var complete: Int
    package var refused: Int
    /// When its latest receipt was issued.
    package var lastReceiptAt: Date?
}

/// How an enrolment ended.
package enum EnrolmentOutcome: Sendable, Hashable {
    /// Enrolled; again the same answer when a request is repeated because its answer was lost.
    case enrolled(StationRecord, siteName: String, level: Level)
    case tokenUnknown
    case tokenExpired
    case tokenUsed
    case tokenRevoked
    case siteClosed(SiteID)
    /// The key belongs to another enrolment.
    case keyTaken
}
