package import Dossiers
package import Foundation
import GRDB

/// That somebody opened a dossier on the province's pages, for a reason that stands in the audit trail.
package struct Opening: Sendable, Hashable {
    package let reason: String
    package let openedAt: Date
}

extension Registry {
    /// Opens a dossier at a site for the rest of a session, and notes it in the audit trail.
    ///
    /// - Parameter entry: says who opens what, and why.
    package func open(
        _ code: DossierCode, at site: SiteID, in session: WebSession, reason: String, entry: AuditEntry
    ) throws(RegistryError) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO opening (session, dossierCode, site, reason, openedAt) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET reason = excluded.reason, openedAt = excluded.openedAt
                    """,
                arguments: [session.digest.data, code.rawValue, site.rawValue, reason, entry.at.seconds])
            try entry.insert(in: db)
        }
    }

    /// Whether and why the dossier is open in the session.
    package func opening(
        of code: DossierCode, at site: SiteID, in session: WebSession
    ) throws(RegistryError) -> Opening? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT reason, openedAt FROM opening WHERE session = ? AND dossierCode = ? AND site = ?",
                arguments: [session.digest.data, code.rawValue, site.rawValue]
            ).map { Opening(reason: $0["reason"], openedAt: $0.date("openedAt")) }
        }
    }

    /// Whether a manifest of the dossier at the site names the page.
    package func names(
        _ page: ContentDigest, in code: DossierCode, at site: SiteID
    ) throws(RegistryError) -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM manifest JOIN document ON document.manifest = manifest.id
                            JOIN page ON page.document = document.id JOIN blob ON blob.id = page.blob
                        WHERE manifest.dossierCode = ? AND manifest.site = ? AND blob.digest = ?)
                    """, arguments: [code.rawValue, site.rawValue, page.data]) ?? false
        }
    }
}
