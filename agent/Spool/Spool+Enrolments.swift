import Dossiers
import Exchange
import FoundationEssentials

/// Where submissions went: a manifest can supersede another of the same site at the same collector only, for no other
/// has it. After a move to a successor's site a dossier is stated there anew, as a whole; what it was before stays in the
/// history of the former site.
extension Spool {
    /// Notes where an enrolment sends what it seals, before another takes its place.
    package func noteEnrolment(_ identity: EnrolledStation) throws(SpoolError) {
        try write { try record(identity) }
    }

    func record(_ identity: EnrolledStation) throws(SQLiteError) {
        try database.run(
            "INSERT OR REPLACE INTO enrolment (station, site, collector) VALUES (?, ?, ?)",
            .text(identity.station.rawValue), .text(identity.site.rawValue), .text(identity.collector))
    }

    /// The last submission of a dossier that stands at the collector of `identity` under its site; nil when there is none.
    func lastStanding(of dossier: Int, at identity: EnrolledStation) throws -> ContentDigest? {
        let digests = try database.rows(
            """
            SELECT digest FROM submission
            WHERE dossier = ? AND state IN ('sealed', 'announced', 'received') ORDER BY id DESC
            """, .integer(dossier)
        ) { row throws(SQLiteError) in try row.value(0) as ContentDigest }
        return try digests.first { try isKnown($0, at: identity) }
    }

    /// Whether a submission was sealed for the collector and the site of `identity`.
    func isKnown(_ digest: ContentDigest, at identity: EnrolledStation) throws(SQLiteError) -> Bool {
        let row = try database.row(
            """
            SELECT enrolment.site, enrolment.collector, submission.envelope
            FROM submission LEFT JOIN enrolment ON enrolment.station = submission.station
            WHERE submission.digest = ?
            """, .text(digest.rawValue)
        ) { row throws(SQLiteError) in (row.optionalText(0), row.optionalText(1), row.blob(2)) }
        guard let (site, collector, bytes) = row else { return false }
        if let site, let collector { return site == identity.site.rawValue && collector == identity.collector }
        // Sealed by an enrolment that nobody noted: there was one collector then, and the manifest states the site.
        let manifest = (try? Wire.decode(Envelope.self, from: bytes)).flatMap {
            try? Wire.decode(Manifest.self, from: $0.payload)
        }
        return manifest?.site == identity.site
    }
}
