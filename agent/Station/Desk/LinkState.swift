package import FoundationEssentials
package import Scanning

/// How the link to the province is doing, as an officer needs to know it.
package struct LinkState: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        /// All is delivered.
        case idle
        case working
        case paused
        /// Nothing gets through.
        case offline
    }

    package var state: State
    /// Since when nothing gets through.
    package var since: Date?
    package var nextRetryAt: Date?
    /// The link as last measured.
    package var bytesPerSecond: Double?
    /// Why nothing gets through.
    package var reason: BilingualText?

    package init(
        state: State = .idle, since: Date? = nil, nextRetryAt: Date? = nil, bytesPerSecond: Double? = nil,
        reason: BilingualText? = nil
    ) {
        self.state = state
        self.since = since
        self.nextRetryAt = nextRetryAt
        self.bytesPerSecond = bytesPerSecond
        self.reason = reason
    }
}
