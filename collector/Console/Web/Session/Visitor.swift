import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// Somebody with a session, and what they may do.
struct Visitor: Sendable {
    let session: WebSession
    let access: Access
    /// The name of the office that the account is limited to.
    let scopeName: String?

    var account: AccountRecord { session.account }

    /// Refuses unless the account has `permission` anywhere.
    func require(_ permission: Permission) throws(WebProblem) {
        guard access.allows(permission) else { throw .forbidden }
    }

    /// Refuses unless the account has `permission` for the whole province.
    func requireThroughout(_ permission: Permission) throws(WebProblem) {
        guard access.allowsThroughout(permission) else { throw .forbidden }
    }

    /// Refuses unless the account has `permission` at `site`.
    func require(_ permission: Permission, at site: SiteID) throws(WebProblem) {
        guard access.allows(permission, at: site) else { throw .forbidden }
    }

    /// An entry for the audit trail of what the visitor sees or does.
    ///
    /// - Parameters:
    ///   - subject: an identity; never a name of a citizen.
    ///   - reason: in the visitor's words, where it was asked.
    func entry(
        _ action: String, _ subject: String, site: SiteID? = nil, reason: String? = nil, detail: String = "",
        at now: Date
    ) -> AuditEntry {
        AuditEntry(
            at: now, actor: account.actor, action: action, subject: subject, detail: detail, site: site, reason: reason)
    }
}
