package import Dossiers
import GRDB

/// A dossier that uses a paper of another instead of a scan of its own.
package struct DossierReuse: Sendable, Hashable {
    package let dossier: DossierCode
    package let site: SiteID
}

extension Registry {
    /// The dossiers that use papers of this one, at most a hundred, the latest to arrive first.
    package func reuses(of code: DossierCode, at site: SiteID) throws(RegistryError) -> [DossierReuse] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT user.dossierCode, user.site FROM manifest
                        JOIN document ON document.reusedFrom = manifest.digest
                        JOIN manifest AS user ON user.id = document.manifest
                    WHERE manifest.dossierCode = ? AND manifest.site = ? AND user.isEffective
                    ORDER BY user.id DESC LIMIT 100
                    """, arguments: [code.rawValue, site.rawValue]
            ).map { DossierReuse(dossier: try $0.value("dossierCode"), site: try $0.value("site")) }
        }
    }
}
