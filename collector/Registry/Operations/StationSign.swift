package import Dossiers
package import Exchange
package import Foundation
import GRDB

/// What is seen of a station from afar: no key, no chain.
package struct StationSign: Sendable, Hashable, Identifiable {
    package var id: StationID
    package var site: SiteID
    /// A label for people.
    package var label: String
    package var agentVersion: String
    package var enrolledAt: Date
    package var lastSeenAt: Date
    package var standing: StationRecord.Standing

    package init(
        id: StationID, site: SiteID, label: String, agentVersion: String, enrolledAt: Date, lastSeenAt: Date,
        standing: StationRecord.Standing
    ) {
        self.id = id
        self.site = site
        self.label = label
        self.agentVersion = agentVersion
        self.enrolledAt = enrolledAt
        self.lastSeenAt = lastSeenAt
        self.standing = standing
    }
}

extension Registry {
    /// The stations of `sites` (nil: all), by office and time of enrolment.
    package func stationSigns(of sites: Set<SiteID>? = nil) throws(RegistryError) -> [StationSign] {
        try read { db in
            // There are some hundred stations in a province: whoever asks for a part gets it from all.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT id, site, label, agentVersion, enrolledAt, lastSeenAt,
                        CASE WHEN revokedAt IS NOT NULL THEN 'revoked' WHEN replacedBy IS NOT NULL THEN 'replaced'
                            ELSE 'active' END AS standing
                    FROM station ORDER BY site, enrolledAt, id
                    """)
            var signs: [StationSign] = []
            while let row = try rows.next() {
                let site: SiteID = try row.value("site")
                guard sites?.contains(site) ?? true else { continue }
                signs.append(
                    StationSign(
                        id: try row.value("id"), site: site, label: row["label"], agentVersion: row["agentVersion"],
                        enrolledAt: row.date("enrolledAt"), lastSeenAt: row.date("lastSeenAt"),
                        standing: try row.value("standing")))
            }
            return signs
        }
    }

    /// The scanners that the last submission of the station names, in the order of their names.
    ///
    /// Only what was sealed last is read, and nothing where that is an unusually long manifest.
    package func scannersInUse(at station: StationID) throws(RegistryError) -> [String] {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, length(envelope) AS size FROM manifest WHERE station = ? ORDER BY sequence DESC LIMIT 1
                    """, arguments: [station.rawValue])
            guard let row, row["size"] <= Self.longestReadForScanners else { return [] }
            let manifest = try ManifestRow.manifest(row["id"], in: db)
            return Set(manifest.distinctPages.compactMap(\.scanner)).sorted()
        }
    }

    private static let longestReadForScanners = 256 << 10
}
