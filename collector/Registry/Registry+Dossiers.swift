package import Dossiers
import Exchange
import Foundation
import GRDB

extension Registry {
    /// Everything known of a dossier, by site: one code may have been scanned at several.
    package func dossier(_ code: DossierCode, at site: SiteID? = nil) throws(RegistryError) -> [DossierRecord] {
        try read { db in
            let sites = try String.fetchAll(
                db,
                sql:
                    "SELECT DISTINCT site FROM manifest WHERE dossierCode = ?1 AND (?2 IS NULL OR site = ?2) ORDER BY site",
                arguments: [code.rawValue, site?.rawValue])
            return try sites.compactMap(SiteID.init(rawValue:)).map { site in
                DossierRecord(
                    code: code, site: site,
                    isDigitised: try DossierFact.fetch(code, in: db)?.isDigitised ?? false,
                    manifests: try ManifestRecord.fetchAll(site: site, code: code, in: db))
            }
        }
    }

    /// The manifest of that digest, and what became of it.
    package func manifest(_ digest: ContentDigest) throws(RegistryError) -> ManifestRecord? {
        try read { db in
            try ManifestRow.fetch(digest, in: db).map { try ManifestRecord($0, in: db) }
        }
    }

    /// Where complete manifests name the page.
    package func uses(of page: ContentDigest) throws(RegistryError) -> [PageUse] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT manifest.digest, manifest.site, manifest.dossierCode, manifest.isEffective,
                        document.position AS document, page.position AS page
                    FROM blob JOIN page ON page.blob = blob.id JOIN document ON document.id = page.document
                        JOIN manifest ON manifest.id = document.manifest
                    WHERE blob.digest = ? ORDER BY manifest.id, document.position, page.position
                    """, arguments: [page.data]
            ).map { row in
                PageUse(
                    manifest: row.digest("digest"), site: try row.value("site"),
                    dossier: try row.value("dossierCode"), document: row["document"], page: row["page"],
                    isEffective: row["isEffective"])
            }
        }
    }
}

extension DossierSummary {
    /// What stands of a dossier at a site.
    static func fetch(site: SiteID, code: DossierCode, in db: Database) throws -> DossierSummary {
        let rows = try ManifestRow.group(site: site, code: code, in: db)
        let all = try Int.fetchOne(
            db, sql: "SELECT MAX(sealedAt) FROM manifest WHERE dossierCode = ? AND site = ?",
            arguments: [code.rawValue, site.rawValue])
        let complete = rows.filter { $0.state == .complete }
        let last =
            complete.filter(\.isEffective).max { $0.order < $1.order } ?? complete.max { $0.order < $1.order }
        let stated = try last.flatMap { last in
            try Row.fetchOne(
                db, sql: "SELECT ownerName, procedure FROM dossier WHERE manifest = ?", arguments: [last.id])
        }
        return DossierSummary(
            code: code, site: site, ownerName: stated?["ownerName"], procedure: stated?["procedure"],
            lastSealedAt: Date(seconds: all ?? 0), manifests: rows.count,
            announced: rows.count { $0.state == .announced },
            isDigitised: try DossierFact.fetch(code, in: db)?.isDigitised ?? false)
    }
}

extension ManifestRecord {
    init(_ row: ManifestRow, in db: Database) throws {
        let receiptEnvelope = try ReceiptRows.envelope(of: row, in: db)
        let supersededBy = try Row.fetchAll(
            db,
            sql: """
                SELECT manifest.digest FROM supersession JOIN manifest ON manifest.id = supersession.manifest
                WHERE supersession.superseded = ? ORDER BY manifest.id
                """, arguments: [row.id])
        self.init(
            digest: row.digest, manifest: try ManifestRow.manifest(row.id, in: db),
            envelope: try ManifestRow.envelope(row.id, in: db), announcedAt: row.announcedAt, state: row.state,
            isEffective: row.isEffective, supersededBy: supersededBy.map { $0.digest("digest") },
            receipt: try receiptEnvelope.map { try Wire.decode(Receipt.self, from: $0.payload) },
            receiptEnvelope: receiptEnvelope)
    }

    fileprivate static func fetchAll(site: SiteID, code: DossierCode, in db: Database) throws -> [ManifestRecord] {
        try Row.fetchAll(
            db, sql: "SELECT \(ManifestRow.columns) FROM manifest WHERE dossierCode = ? AND site = ? ORDER BY id",
            arguments: [code.rawValue, site.rawValue]
        ).map { try ManifestRecord(ManifestRow(row: $0), in: db) }
    }
}
