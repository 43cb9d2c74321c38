package import FoundationEssentials
package import Scanning

/// How the link to the province is doing, as an officer needs to know it.
package struct LinkState: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        /// Nothing waits.
        case idle
        case working
        case paused
        /// Nothing gets through.
        case offline
    }

    package var state: State
    /// Whether the province has answered anything since the program began. Before that, `idle` says nothing of the link:
    /// an empty queue asks nobody.
    package var hasContact: Bool
    /// Since when nothing gets through.
    package var since: Date?
    package var nextRetryAt: Date?
    /// The link as last measured.
    package var bytesPerSecond: Double?
    /// Why nothing gets through.
    package var reason: BilingualText?

    package init(
        state: State = .idle, hasContact: Bool = false, since: Date? = nil, nextRetryAt: Date? = nil,
        bytesPerSecond: Double? = nil,
        reason: BilingualText? = nil
    ) {
        self.state = state
        self.hasContact = hasContact
        self.since = since
        self.nextRetryAt = nextRetryAt
        self.bytesPerSecond = bytesPerSecond
        self.reason = reason
    }
}

extension LinkState {
    /// Why nothing gets through, when it is the usual.
    package static let noNetwork = BilingualText(
        vietnamese: "Mất kết nối với tỉnh. Cứ tiếp tục quét; hệ thống tự tải lên khi có mạng.",
        english: "There is no connection to the province. Go on scanning; all is sent when it is back.")
}
