import Dossiers
package import FoundationEssentials

/// What a station has done since a moment, and what waits.
package struct StationFigures: Sendable, Hashable {
    /// Submissions that the collector does not know of yet, whose pages are on their way, and that were refused.
    package var waiting: Int
    package var uploading: Int
    package var refused: Int
    /// Bytes that the collector has not acknowledged.
    package var bytesWaiting: Int
    /// Dossiers sealed since the moment, and those of them that the collector has received in full.
    package var dossiers: Int
    package var confirmed: Int
    /// Pages of dossiers that were opened or sealed since the moment.
    package var pages: Int
}

extension Spool {
    /// What was done since `moment`, and what waits.
    package func figures(since moment: Date) throws(SpoolError) -> StationFigures {
        try read {
            let queue = try database.row(
                """
                SELECT count(*) FILTER (WHERE state = 'sealed'), count(*) FILTER (WHERE state = 'announced'),
                    count(*) FILTER (WHERE state = 'refused'),
                    coalesce(sum(bytes - sentBytes) FILTER (WHERE state IN ('sealed', 'announced')), 0)
                FROM submission WHERE state IN ('sealed', 'announced', 'refused')
                """
            ) { row throws(SQLiteError) in (row.int(0), row.int(1), row.int(2), row.int(3)) }
            let sealed = try database.row(
                """
                SELECT count(*), coalesce(sum(isConfirmed), 0) FROM (SELECT min(state = 'received') AS isConfirmed
                    FROM submission WHERE sealedAt >= ? AND state <> 'replaced' GROUP BY dossier)
                """, .init(moment)
            ) { row throws(SQLiteError) in (row.int(0), row.int(1)) }
            let pages = try database.row(
                """
                SELECT count(*) FROM page JOIN document ON document.id = page.document
                WHERE page.removal IS NULL AND document.dossier IN (SELECT id FROM dossier WHERE openedAt >= ?1
                    UNION SELECT dossier FROM submission WHERE sealedAt >= ?1)
                """, .init(moment)
            ) { row throws(SQLiteError) in row.int(0) }
            return StationFigures(
                waiting: queue?.0 ?? 0, uploading: queue?.1 ?? 0, refused: queue?.2 ?? 0, bytesWaiting: queue?.3 ?? 0,
                dossiers: sealed?.0 ?? 0, confirmed: sealed?.1 ?? 0, pages: pages ?? 0)
        }
    }

    /// A number that changes whenever another process has written to the spool.
    package func outsideChanges() throws(SpoolError) -> Int {
        try read { try database.row("PRAGMA data_version") { row throws(SQLiteError) in row.int(0) } ?? 0 }
    }
}
