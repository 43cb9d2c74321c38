import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport

/// A dossier of a `SyntheticProvince`, read back from its rows so that it can be sealed.
struct SyntheticDossier {
    let site: SiteID
    private let code: String
    private let owner: String
    private let isComplete: Bool
    private let sealedAt: Date
    private let documents: [Document]

    /// - Parameter manifest: the row of its one manifest.
    init(_ manifest: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                SELECT m.site, m.dossierCode, m.sealedAt, d.ownerName, d.componentsComplete
                FROM manifest AS m JOIN dossier AS d ON d.manifest = m.id WHERE m.id = ?
                """)
        guard let row = try Row.fetchOne(statement, arguments: [manifest]), let site = SiteID(rawValue: row["site"])
        else { throw CannotMeasure("the synthetic province has no manifest \(manifest)") }
        self.site = site
        (code, owner, isComplete) = (row["dossierCode"], row["ownerName"], row["componentsComplete"])
        sealedAt = Date(timeIntervalSince1970: Double(row["sealedAt"] as Int))
        documents = try Self.documents(of: manifest, in: db)
    }

    /// The number of dossiers.
    static func count(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(id) FROM manifest") ?? 0
    }

    func seal(at station: inout SampleStation) -> SealedManifest {
        station.seal(code, owner: owner, documents: documents, sealedAt: sealedAt, isComplete: isComplete)
    }

    private static func documents(of manifest: Int64, in db: Database) throws -> [Document] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, role, type, number, issuedOn, authority, level, inForce FROM document
                WHERE manifest = ? ORDER BY position
                """)
        return try Row.fetchAll(statement, arguments: [manifest]).map { row in
            guard let role = DocumentRole(rawValue: row["role"]), let level = Level(rawValue: row["level"]) else {
                throw CannotMeasure("a paper of the synthetic province cannot be read")
            }
            return Document(
                role: role, type: row["type"], number: row["number"],
                issuedOn: (row["issuedOn"] as Int?).map { CalendarDay(number: $0) }, authority: row["authority"],
                level: level, inForce: row["inForce"], pages: try pages(of: row["id"], in: db))
        }
    }

    private static func pages(of document: Int64, in db: Database) throws -> [Page] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT digest, byteLength FROM page JOIN blob ON blob.id = page.blob
                WHERE document = ? ORDER BY page.position
                """)
        return try Row.fetchAll(statement, arguments: [document]).map { row in
            Page(
                digest: ContentDigest(bytes: row["digest"] as Data), byteLength: row["byteLength"], width: 1654,
                height: 2339, resolution: 200, colourMode: .colour, scanner: "bench", scannedAt: SampleStation.noon)
        }
    }
}
