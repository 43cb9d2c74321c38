import Dossiers
package import FoundationEssentials

/// What a station has done since a moment, and what waits.
package struct StationFigures: Sendable, Hashable {
    /// Submissions that the collector does not know of yet, those whose pages are on their way, and dossiers whose latest
    /// submission was refused.
    package var waiting: Int
    package var uploading: Int
    package var refused: Int
    /// Bytes that the collector has not acknowledged.
    package var bytesWaiting: Int
    /// Dossiers sealed since the moment, and those of them that the collector has received in full.
    package var dossiers: Int
    package var confirmed: Int
    /// Those of them that are still on their way: neither received nor refused.
    package var underWay: Int
    /// Pages that came in since the moment, of dossiers that are open or were sealed since.
    package var pages: Int
}

extension Spool {
    /// What was done since `moment`, and what waits.
    package func figures(since moment: Date) throws(SpoolError) -> StationFigures {
        try read {
            let queue = try database.row(
                """
                SELECT count(*) FILTER (WHERE state = 'sealed'), count(*) FILTER (WHERE state = 'announced'),
                    coalesce(sum(bytes - sentBytes), 0)
                FROM submission WHERE state IN ('sealed', 'announced')
                """
            ) { row throws(SQLiteError) in (row.int(0), row.int(1), row.int(2)) }
            let standing = try database.row(
                """
                SELECT count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE sealedAt >= ?1),
                    count(*) FILTER (WHERE sealedAt >= ?1 AND state = 'received'),
                    count(*) FILTER (WHERE sealedAt >= ?1 AND state IN ('sealed', 'announced'))
                FROM submission
                WHERE id IN (SELECT max(id) FROM submission WHERE state <> 'replaced' GROUP BY dossier)
                """, .init(moment)
            ) { row throws(SQLiteError) in (row.int(0), row.int(1), row.int(2), row.int(3)) }
            let pages = try database.row(
                """
                SELECT count(*) FROM page JOIN document ON document.id = page.document
                WHERE page.removal IS NULL
                    AND json_extract(page.description, '$.scannedAt')
                        >= strftime('%Y-%m-%dT%H:%M:%SZ', ?1, 'unixepoch')
                    AND document.dossier IN (SELECT id FROM dossier WHERE isOpen OR openedAt >= ?1
                        UNION SELECT dossier FROM submission WHERE sealedAt >= ?1)
                """, .init(moment)
            ) { row throws(SQLiteError) in row.int(0) }
            return StationFigures(
                waiting: queue?.0 ?? 0, uploading: queue?.1 ?? 0, refused: standing?.0 ?? 0,
                bytesWaiting: queue?.2 ?? 0, dossiers: standing?.1 ?? 0, confirmed: standing?.2 ?? 0,
                underWay: standing?.3 ?? 0, pages: pages ?? 0)
        }
    }

    /// A number that changes whenever another process has written to the spool.
    package func outsideChanges() throws(SpoolError) -> Int {
        try read { try database.row("PRAGMA data_version") { row throws(SQLiteError) in row.int(0) } ?? 0 }
    }
}
