package import Dossiers
package import Foundation

/// A one-off permission to enrol one station at one site. The secret itself is not kept.
package struct JoinToken: Sendable, Hashable, Identifiable, Codable {
    /// Names the token in lists; no secret.
    package var id: String
    package var site: SiteID
    package var issuedBy: String
    package var issuedAt: Date
    package var expiresAt: Date
    package var usedAt: Date?
    package var revokedAt: Date?

    /// What may be done with it at `now`.
    package func state(at now: Date) -> State {
        if usedAt != nil { return .used }
        if revokedAt != nil { return .revoked }
        return now >= expiresAt ? .expired : .open
    }

    /// The life of a join token.
    package enum State: String, Sendable, Hashable, Codable {
        case open, used, revoked, expired
    }
}
