import Crypto
import Dossiers
import Foundation
import GRDB

/// A year of a province's dossiers, written into a collector's index by SQL instead of one transaction a dossier.
///
/// The rows are those that taking the dossiers in leaves: statements, facts and counters (`SyntheticCheck` proves it).
/// What no report reads is left out: envelopes are empty, and stations have no keys that sign.
struct SyntheticProvince {
    let dossiers: Int

    /// Dossiers that count for R1: all but those whose components are incomplete.
    var digitisedDossiers: Int { dossiers - dossiers / 10 }

    /// The year in which all of it happens.
    static let year = 2021
    static let firstDay = CalendarDay(year: year, month: 1, day: 1)!
    /// Pages of a dossier: three of a component, two of the result.
    static let pages = 5

    /// Fills the index at `path`, which has the offices and nothing more.
    func fill(_ path: String) throws {
        var configuration = Configuration()
        // An index that is cut off is made anew.
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA temp_store = MEMORY")
            db.add(function: Self.digest)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF")
            for statement in Self.script {
                try db.execute(
                    sql: statement,
                    arguments: statement.contains(":dossiers") ? ["dossiers": dossiers] : [:])
            }
            try db.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }

    /// SHA-256 of a text.
    private static let digest = DatabaseFunction("digest", argumentCount: 1, pure: true) { values in
        let text = String.fromDatabaseValue(values[0]) ?? ""
        return Data(SHA256.hash(data: Data(text.utf8)))
    }
}
