import GRDB

/// What triggers keep beside the rows that it follows from, as both are read.
struct KeptTable {
    let kind: RecountDifference.Kind
    /// Queries with two columns: what it is of, and what is kept of it.
    let (stored, derived): (String, String)
    /// Makes the table anew.
    let renewal: String

    static let all = [
        KeptTable(
            kind: .storage,
            stored: """
                SELECT 'stored on ' || date(day * 86400, 'unixepoch') AS subject, contents || ' of ' || bytes AS value
                FROM storedOnDay WHERE contents > 0
                """,
            derived: """
                SELECT 'stored on ' || date((storedAt + 25200) / 86400 * 86400, 'unixepoch') AS subject,
                    count(*) || ' of ' || sum(byteLength) AS value
                FROM blob GROUP BY 1
                """,
            renewal: """
                DELETE FROM storedOnDay;
                INSERT INTO storedOnDay (day, contents, bytes)
                    SELECT (storedAt + 25200) / 86400, count(*), sum(byteLength) FROM blob GROUP BY 1;
                """),
        KeptTable(
            kind: .acceptance,
            stored: """
                SELECT 'acceptance of ' || dossierCode || ' at ' || site AS subject, 'receipt ' || number AS value
                FROM acceptance
                """,
            derived: """
                SELECT 'acceptance of ' || dossierCode || ' at ' || site AS subject,
                    'receipt ' || max(receipt.number) AS value
                FROM receipt JOIN manifest ON manifest.id = receipt.manifest
                WHERE receipt.outcome <> 'refused' GROUP BY dossierCode, site
                """,
            renewal: """
                DELETE FROM acceptance;
                INSERT INTO acceptance (site, dossierCode, number)
                    SELECT manifest.site, manifest.dossierCode, max(receipt.number)
                    FROM receipt JOIN manifest ON manifest.id = receipt.manifest
                    WHERE receipt.outcome <> 'refused' GROUP BY manifest.site, manifest.dossierCode;
                """),
    ]

    /// What is kept otherwise than it follows.
    func differences(_ db: Database) throws -> [RecountDifference] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT subject, stored.value, derived.value
                FROM (\(stored)) AS stored FULL JOIN (\(derived)) AS derived USING (subject)
                WHERE stored.value IS NOT derived.value ORDER BY subject
                """
        ).map { RecountDifference(kind: kind, subject: $0[0], stored: $0[1], derived: $0[2]) }
    }
}
