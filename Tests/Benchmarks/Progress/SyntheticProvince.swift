import Dossiers
import Foundation
import GRDB

/// Some years of a province's dossiers, written into a collector's index by SQL instead of one transaction a dossier.
///
/// The rows are those that taking the dossiers in leaves: statements, facts and counters (`SyntheticCheck` proves it).
/// What no page and no report reads is left out: envelopes are empty but for the last of each station, from which its
/// page tells the scanner, and stations have no keys that sign.
struct SyntheticProvince {
    /// In all; a multiple of `years`.
    let dossiers: Int
    /// How many years they are spread over, as many in each.
    let years: Int
    let firstYear: Int

    init(dossiers: Int, years: Int = 1, firstYear: Int = 2021) {
        precondition(dossiers.isMultiple(of: years))
        self.dossiers = dossiers
        self.years = years
        self.firstYear = firstYear
    }

    /// Dossiers that count for R1: all but those whose components are incomplete.
    var digitisedDossiers: Int { dossiers - dossiers / 10 }

    /// The last year, of which reports are made.
    var year: Int { firstYear + years - 1 }
    /// Pages of a dossier: three of a component, two of the result.
    static let pages = 5

    /// Fills the index at `path`, which has the offices and nothing more.
    ///
    /// - Parameter say: tells those who watch.
    func fill(_ path: String, say: (String) -> Void = { _ in }) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            // An index that is cut off is made anew.
            try db.execute(
                sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000; PRAGMA threads = 2")
            db.add(function: SyntheticDigests.ofText)
            db.add(function: SyntheticDigests.spread)
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA foreign_keys = OFF")
            let start = ContinuousClock.now
            for (step, statement) in try script(in: db).enumerated() {
                try db.execute(sql: statement)
                if dossiers >= 5_000_000 {
                    say("progress: \(Int((.now - start).seconds)) s, \(step + 1). \(statement.prefix(60))…")
                }
            }
            try SyntheticHeads(db).write()
            try db.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try queue.close()
    }

    /// All statements in order. Indexes over large tables are made when these are full, and so is the index of names:
    /// in order, each page of them is written once.
    private func script(in db: Database) throws -> [String] {
        let deferred = try Row.fetchAll(
            db,
            sql: """
                SELECT type, name, sql FROM sqlite_schema
                WHERE type IN ('index', 'trigger') AND sql NOT NULL AND tbl_name IN
                    ('manifest', 'receipt', 'dossier', 'document', 'page', 'blob', 'siteBlob', 'dossierFact',
                        'resultFact', 'sealing', 'acceptance')
                ORDER BY type, name
                """)
        let drops = deferred.map { "DROP \($0["type"] as String) \($0["name"] as String)" }
        return drops + statements + deferred.map { $0["sql"] } + sums
    }
}
