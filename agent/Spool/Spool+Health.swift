package import FoundationEssentials

/// How the queue stands, without naming anybody.
package struct QueueHealth: Sendable, Hashable {
    /// Submissions without an answer, and the bytes of them that the collector has not acknowledged.
    package var waiting: Int
    package var bytesWaiting: Int
    /// When the oldest of them was sealed.
    package var oldestWaiting: Date?
    /// Dossiers whose latest submission was refused.
    package var refused: Int
    /// The code of the latest problem or refusal of a submission that is not out of the way.
    package var lastProblem: String?
}

extension Spool {
    /// How the queue stands.
    package func queueHealth() throws(SpoolError) -> QueueHealth {
        try read {
            let waiting = try database.row(
                """
                SELECT count(*), coalesce(sum(bytes - sentBytes), 0), min(sealedAt) FROM submission
                WHERE state IN ('sealed', 'announced')
                """
            ) { row throws(SQLiteError) in (row.int(0), row.int(1), row.optionalInt(2)) }
            let refused = try database.row(
                """
                SELECT count(*) FROM submission WHERE state = 'refused'
                    AND id IN (SELECT max(id) FROM submission WHERE state <> 'replaced' GROUP BY dossier)
                """
            ) { row throws(SQLiteError) in row.int(0) }
            let problem = try database.row(
                """
                SELECT problemCode FROM submission WHERE problemCode IS NOT NULL AND (state IN ('sealed', 'announced')
                    OR id IN (SELECT max(id) FROM submission WHERE state <> 'replaced' GROUP BY dossier))
                ORDER BY id DESC LIMIT 1
                """
            ) { row throws(SQLiteError) in row.text(0) }
            return QueueHealth(
                waiting: waiting?.0 ?? 0, bytesWaiting: waiting?.1 ?? 0,
                oldestWaiting: waiting?.2.map { Date(timeIntervalSince1970: Double($0)) }, refused: refused ?? 0,
                lastProblem: problem)
        }
    }

    /// When the latest page came into the spool that is still in a dossier; nil when none did.
    package func lastPageAt() throws(SpoolError) -> Date? {
        try read {
            let text = try database.row(
                """
                SELECT CAST(strftime('%s', json_extract(description, '$.scannedAt')) AS INTEGER) FROM page
                ORDER BY id DESC LIMIT 1
                """
            ) { row throws(SQLiteError) in row.optionalInt(0) }
            return text.flatMap(\.self).map { Date(timeIntervalSince1970: Double($0)) }
        }
    }

    /// What SQLite finds wrong with the file; nil when it is whole.
    package func fault() throws(SpoolError) -> String? {
        try read {
            let found = try database.row("PRAGMA quick_check(1)") { row throws(SQLiteError) in row.text(0) } ?? ""
            return found == "ok" ? nil : found
        }
    }

    /// Every text here that names or numbers a person, or what a person owns: what must never leave in a log.
    package func personalTexts() throws(SpoolError) -> Set<String> {
        try read {
            let texts = try database.rows(
                """
                SELECT ownerName FROM dossier UNION SELECT ownerIdentityNumber FROM dossier
                UNION SELECT operator FROM dossier UNION SELECT name FROM officer UNION SELECT displayName FROM officer
                UNION SELECT operator FROM history UNION SELECT number FROM document
                """
            ) { row throws(SQLiteError) in row.text(0) }
            return Set(texts.filter { $0.utf8.count > 1 })
        }
    }
}

extension Spool {
    /// Why the last scan of the latest dossier that was scanned stopped short; nil when it ended well.
    package func lastInterruption() throws(SpoolError) -> String? {
        try read {
            try database.row(
                "SELECT interruption FROM dossier WHERE isOpen AND interruption IS NOT NULL ORDER BY id DESC LIMIT 1"
            ) { row throws(SQLiteError) in row.text(0) }
        }
    }
}
