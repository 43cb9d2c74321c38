internal import Exchange
internal import FoundationEssentials

/// The bearer token in use, and the next when it is due.
struct TokenCache {
    private let identity: StationIdentity
    private var current: (text: String, token: BearerToken)?

    init(identity: StationIdentity) { self.identity = identity }

    /// A token with at least a minute to live at `now`, which is the time put right.
    mutating func token(at now: Date) -> String {
        if let current, (current.token.issuedAt...current.token.expiresAt.addingTimeInterval(-60)).contains(now) {
            return current.text
        }
        let token = BearerToken(issuer: identity.station, audience: identity.collector, issuedAt: now)
        let text = token.signed(with: identity.key)
        current = (text, token)
        return text
    }

    mutating func drop() { current = nil }
}
