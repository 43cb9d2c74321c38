package import Dossiers
package import Exchange
import Foundation
import GRDB

/// What a report is frozen into: its place, and the figures as they are at this moment.
package struct SnapshotPlace {
    package let number: Int
    package let previous: ContentDigest?
    package let figures: FiguresReader
}

extension Registry {
    /// Keeps the document that `make` signs as the next frozen report, and notes it in the audit trail.
    ///
    /// The figures are read in the transaction that keeps the document: nothing comes between.
    ///
    /// - Parameter make: gets the place; the signed document, or the reason why there is none.
    package func freeze<Refusal: Error>(
        _ make: (SnapshotPlace) throws(RegistryError) -> Result<(head: SnapshotHead, envelope: Envelope), Refusal>
    ) throws(RegistryError) -> Result<StoredSnapshot, Refusal> {
        try write { db in
            let last = try Row.fetchOne(db, sql: "SELECT number, digest FROM snapshot ORDER BY number DESC LIMIT 1")
            let number: Int = last?["number"] ?? 0
            let place = SnapshotPlace(
                number: number + 1, previous: last?.digest("digest"), figures: FiguresReader(db: db))
            let (head, envelope): (SnapshotHead, Envelope)
            switch try make(place) {
            case .failure(let refusal): return .failure(refusal)
            case .success(let made): (head, envelope) = made
            }
            let snapshot = StoredSnapshot(
                number: place.number, digest: envelope.payloadDigest, period: head.period, day: head.day,
                frozenAt: head.frozenAt, frozenBy: head.frozenBy, envelope: try Wire.encode(envelope))
            try snapshot.insert(in: db)
            try AuditEntry(
                at: head.frozenAt, actor: head.frozenBy, action: "report.freeze", subject: "report \(place.number)",
                detail: "\(head.period) as of \(head.day), \(snapshot.digest)"
            ).insert(in: db)
            return .success(snapshot)
        }
    }

    /// The frozen reports, the newest first.
    package func snapshots() throws(RegistryError) -> [StoredSnapshot] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM snapshot ORDER BY number DESC").map(StoredSnapshot.init(row:))
        }
    }

    /// The frozen report of that number.
    package func snapshot(_ number: Int) throws(RegistryError) -> StoredSnapshot? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM snapshot WHERE number = ?", arguments: [number])
                .map(StoredSnapshot.init(row:))
        }
    }
}

extension StoredSnapshot {
    fileprivate init(row: Row) {
        self.init(
            number: row["number"], digest: row.digest("digest"), period: row["period"],
            day: CalendarDay(number: row["day"]), frozenAt: row.date("frozenAt"), frozenBy: row["frozenBy"],
            envelope: row["envelope"])
    }

    fileprivate func insert(in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO snapshot (number, digest, period, day, frozenAt, frozenBy, envelope)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [number, digest.data, period, day.number, frozenAt.seconds, frozenBy, envelope])
    }
}
