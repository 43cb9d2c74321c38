import Dossiers
import Exchange
import GRDB

/// The rows that say by whom, on which day, and with how many pages a complete manifest was sealed.
enum SealingRows {
    static func insert(_ manifest: Manifest, as id: Int64, in db: Database) throws {
        let officer = try LoadScope(.officer, manifest.operatorName, at: manifest.site).id(in: db)
        try db.cachedStatement(sql: "INSERT INTO sealing (manifest, officer, day, pages) VALUES (?, ?, ?, ?)")
            .execute(arguments: [id, officer, manifest.sealingDay.number, manifest.pageCount])
    }
}

extension Manifest {
    /// The day of sealing in Việt Nam.
    var sealingDay: CalendarDay { CalendarDay(sealedAt) }

    /// Pages in all documents, also those that it names twice.
    var pageCount: Int { documents.reduce(0) { $0 + $1.pages.count } }
}
