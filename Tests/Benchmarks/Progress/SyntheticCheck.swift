import Crypto
import Dossiers
import Exchange
import Foundation
import GRDB
import Registry
import TestSupport

/// Proves that the rows of a `SyntheticProvince` are those that the collector itself derives.
///
/// Every dossier is read back from the index, sealed as a manifest and taken in by the functions of `Registry`, into an
/// index with the same offices. `recount` must find nothing wrong there, and facts and counters must be the same in
/// both.
struct SyntheticCheck {
    /// The index that was filled by SQL.
    let synthetic: String
    /// An index with the offices and nothing more.
    let taken: String

    func run() throws {
        let registry = try Registry.open(at: taken)
        try takeIn(registry)
        let summary = try registry.recount(by: "bench", at: Date()) { _ in }
        try registry.close()
        guard summary.differences == 0 else {
            throw CannotMeasure("recount finds \(summary.differences) differences in what was taken in")
        }
        try compare()
    }

    private func takeIn(_ registry: Registry) throws {
        let key = SigningKey()
        let terms = SubmissionTerms(
            now: SampleStation.noon, uploadLifetime: 3600, isStored: { _, _ in true },
            sign: { key.seal(try! Wire.encode($0), type: Receipt.payloadType) })
        var stations: [SiteID: SampleStation] = [:]
        for (site, sealing) in try dossiers() {
            if stations[site] == nil { stations[site] = try enrol(site, at: registry) }
            let sealed = sealing(&stations[site]!)
            let received = ReceivedManifest(
                envelope: sealed.bytes, digest: sealed.digest, manifest: sealed.manifest, refusal: nil)
            _ = try registry.announce(received, terms: terms).get()
            guard try registry.complete(sealed.digest, terms: terms)?.state == .complete else {
                throw CannotMeasure("a dossier that was taken in is not complete")
            }
        }
    }

    private func enrol(_ site: SiteID, at registry: Registry) throws -> SampleStation {
        let key = SigningKey()
        let (_, secret) = try registry.issueToken(for: site, lifetime: 3600, by: "bench", at: SampleStation.noon)
        let request = EnrolmentRequest(
            token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "bench", agentVersion: "bench")
        guard
            case .enrolled(let station, _, _) = try registry.enrol(
                request, key: key.verificationKey, at: SampleStation.noon)
        else { throw CannotMeasure("a station could not be enrolled") }
        return SampleStation(id: station.id, site: site, key: key)
    }

    /// How to seal each dossier of the index, in order.
    private func dossiers() throws -> [(SiteID, (inout SampleStation) -> SealedManifest)] {
        let queue = try DatabaseQueue(path: synthetic)
        defer { try? queue.close() }
        return try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.site, m.dossierCode, m.sealedAt, d.componentsComplete, m.id,
                        c.authority AS cAuthority, c.level AS cLevel, r.authority, r.level, r.number, r.issuedOn, r.inForce
                    FROM manifest AS m JOIN dossier AS d ON d.manifest = m.id
                        JOIN document AS c ON c.manifest = m.id AND c.role = 'component'
                        JOIN document AS r ON r.manifest = m.id AND r.role = 'result' ORDER BY m.id
                    """
            ).map { row in
                let component = Document(
                    role: .component, type: "CCCD", authority: row["cAuthority"],
                    level: Level(rawValue: row["cLevel"])!, pages: try pages(of: row["id"], "component", in: db))
                let result = Document(
                    role: .result, type: "GKS", number: row["number"], issuedOn: CalendarDay(number: row["issuedOn"]),
                    authority: row["authority"], level: Level(rawValue: row["level"])!, inForce: row["inForce"],
                    pages: try pages(of: row["id"], "result", in: db))
                let (code, isComplete): (String, Bool) = (row["dossierCode"], row["componentsComplete"])
                let sealedAt = Date(timeIntervalSince1970: Double(row["sealedAt"] as Int))
                return (
                    SiteID(rawValue: row["site"])!,
                    { station in
                        station.seal(
                            code, documents: [component, result], sealedAt: sealedAt, isComplete: isComplete)
                    }
                )
            }
        }
    }

    private func pages(of manifest: Int64, _ role: String, in db: Database) throws -> [Page] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT digest, byteLength FROM document JOIN page ON page.document = document.id
                    JOIN blob ON blob.id = page.blob WHERE manifest = ? AND role = ? ORDER BY page.position
                """, arguments: [manifest, role]
        ).map { row in
            Page(
                digest: ContentDigest(bytes: row["digest"] as Data), byteLength: row["byteLength"], width: 1654,
                height: 2339, resolution: 200, colourMode: .colour, scanner: "bench", scannedAt: SampleStation.noon)
        }
    }

    /// What is derived, as it is read; scopes of loads are compared by what they say, for their numbers are those of the
    /// order of arrival.
    private static let derived = [
        (
            "dossierFact",
            """
            SELECT dossierCode, f.site, day, isDigitised, papers, reusedPapers, s.name, s.site, pages
            FROM %.dossierFact AS f JOIN %.loadScope AS s ON s.id = f.procedure
            """
        ),
        ("resultFact", "SELECT * FROM %.resultFact"), ("counter", "SELECT * FROM %.counter"),
        (
            "officerLoad",
            """
            SELECT s.name, s.site, day, submissions, dossiers, pages
            FROM %.officerLoad AS l JOIN %.loadScope AS s ON s.id = l.scope
            """
        ),
        (
            "procedureLoad",
            """
            SELECT s.name, s.site, day, dossiers, digitised, pages
            FROM %.procedureLoad AS l JOIN %.loadScope AS s ON s.id = l.scope
            """
        ),
    ]

    private func compare() throws {
        let queue = try DatabaseQueue(path: synthetic)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH ? AS taken", arguments: [taken])
            for (table, rows) in Self.derived {
                let (filled, taken) = (
                    rows.replacingOccurrences(of: "%", with: "main"), rows.replacingOccurrences(of: "%", with: "taken")
                )
                let differences = try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM (
                            SELECT * FROM (\(filled) EXCEPT \(taken)) UNION ALL SELECT * FROM (\(taken) EXCEPT \(filled)))
                        """)
                guard differences == 0 else {
                    throw CannotMeasure("\(differences ?? 0) rows of \(table) are not those that the collector derives")
                }
            }
        }
    }
}
