package import Dossiers
package import Foundation

/// Who did what, to what, when. Holds codes and identities only, no names of citizens.
package struct AuditEntry: Sendable, Hashable, Codable {
    package var at: Date
    /// `account:` and a username, an account of the machine, a station, or `collector`.
    package var actor: String
    /// `noun.verb`, for instance `station.revoke`.
    package var action: String
    /// The identity of what it was done to.
    package var subject: String
    package var detail: String
    /// The office concerned; nil where it is none, or the province.
    package var site: SiteID?
    /// Why, in the words of whoever did it, where that is asked.
    package var reason: String?

    package init(
        at: Date, actor: String, action: String, subject: String, detail: String = "", site: SiteID? = nil,
        reason: String? = nil
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
        self.site = site
        self.reason = reason
    }
}
