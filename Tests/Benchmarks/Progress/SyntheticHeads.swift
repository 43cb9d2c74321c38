import Crypto
import Dossiers
import Exchange
import Foundation
import GRDB
import TestSupport

/// Gives the last manifest of each station its envelope: the page of an office reads the scanner in it.
struct SyntheticHeads {
    private let db: Database

    init(_ db: Database) { self.db = db }

    func write() throws {
        let heads = try Row.fetchAll(
            db,
            sql: """
                SELECT manifest.id, station.id AS station FROM station
                    JOIN manifest ON manifest.station = station.id AND manifest.sequence = station.headSequence
                """)
        for head in heads {
            let dossier = try SyntheticDossier(head["id"], in: db)
            guard let id = StationID(rawValue: head["station"]) else {
                throw CannotMeasure("a station of the synthetic province has no right name")
            }
            var station = SampleStation(id: id, site: dossier.site)
            let sealed = dossier.seal(at: &station)
            let digest = Data(SHA256.hash(data: sealed.envelope.payload))
            try db.execute(
                sql: "UPDATE manifest SET digest = ?, envelope = ? WHERE id = ?",
                arguments: [digest, sealed.bytes, head["id"] as Int64])
            try db.execute(
                sql: "UPDATE station SET headDigest = ? WHERE id = ?",
                arguments: [digest, id.rawValue])
        }
    }
}
