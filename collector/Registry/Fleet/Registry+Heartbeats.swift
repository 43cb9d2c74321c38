package import Dossiers
package import Exchange
package import Foundation
import GRDB

extension Registry {
    /// Keeps what a station told last, and that it was heard of. Its version is that of the program it runs now.
    package func record(_ beat: Heartbeat, of station: StationID, at now: Date) throws(RegistryError) {
        try write { db in
            try db.execute(
                sql: """
                    INSERT INTO heartbeat (station, receivedAt, scanErrorSince, beat) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (station) DO UPDATE SET receivedAt = excluded.receivedAt, beat = excluded.beat,
                        scanErrorSince = CASE WHEN excluded.scanErrorSince IS NULL THEN NULL
                            ELSE ifnull(scanErrorSince, excluded.scanErrorSince) END
                    """,
                arguments: [
                    station.rawValue, now.seconds, beat.scanError == nil ? nil : now.seconds,
                    String(decoding: try Wire.encode(beat), as: UTF8.self),
                ])
            try db.execute(
                sql: "UPDATE station SET lastSeenAt = MAX(lastSeenAt, ?), agentVersion = ? WHERE id = ?",
                arguments: [now.seconds, beat.version, station.rawValue])
        }
    }

    /// The stations of `sites` (nil: all) with what each told last, by office and time of enrolment.
    package func stationHealth(of sites: Set<SiteID>? = nil) throws(RegistryError) -> [StationHealth] {
        let signs = try stationSigns(of: sites)
        let heard = try read { db in
            var heard: [String: StationHealth.Heard] = [:]
            let rows = try Row.fetchCursor(db, sql: "SELECT station, receivedAt, scanErrorSince, beat FROM heartbeat")
            while let row = try rows.next() { heard[row["station"]] = try StationHealth.Heard(row) }
            return heard
        }
        return signs.map { StationHealth(sign: $0, heard: heard[$0.id.rawValue]) }
    }

    /// The last heartbeat of a station; nil before the first.
    package func heartbeat(of station: StationID) throws(RegistryError) -> StationHealth.Heard? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM heartbeat WHERE station = ?", arguments: [station.rawValue])
                .map(StationHealth.Heard.init)
        }
    }

    /// How many receipts were ever issued: their numbers run from 1 without a gap.
    package func receiptCount() throws(RegistryError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT max(number) FROM receipt") ?? 0 }
    }
}

extension StationHealth.Heard {
    fileprivate init(_ row: Row) throws {
        let text: String = row["beat"]
        guard let beat = try? Wire.decode(Heartbeat.self, from: Data(text.utf8)) else {
            throw RegistryError.damaged(reason: "a heartbeat is unreadable")
        }
        self.init(at: row.date("receivedAt"), beat: beat, scanErrorSince: row.optionalDate("scanErrorSince"))
    }
}
