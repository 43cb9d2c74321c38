package import Foundation

/// Who did what, to what, when. Holds codes and identities only, no names of citizens.
package struct AuditEntry: Sendable, Hashable, Codable {
    package var at: Date
    /// An account, a station, or `collector`.
    package var actor: String
    /// `noun.verb`, for instance `station.revoke`.
    package var action: String
    /// The identity of what it was done to.
    package var subject: String
    package var detail: String

    package init(at: Date, actor: String, action: String, subject: String, detail: String = "") {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
    }
}
