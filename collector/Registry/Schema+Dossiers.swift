extension Schema {
    /// A dossier counts once, whichever offices it was scanned at; and its component papers are counted, for R5.
    static let dossiersOnce = """
        CREATE TABLE dossierOnceFact (
            dossierCode TEXT NOT NULL PRIMARY KEY,
            -- The office that sealed it first.
            site TEXT NOT NULL REFERENCES site (id),
            -- The day of reception in the code, else the first sealing.
            day INTEGER NOT NULL,
            isDigitised INTEGER NOT NULL CHECK (isDigitised IN (0, 1)),
            -- Distinct component papers, and those of them that were reused instead of scanned.
            papers INTEGER NOT NULL CHECK (papers >= 0),
            reusedPapers INTEGER NOT NULL CHECK (reusedPapers BETWEEN 0 AND papers)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO dossierOnceFact (dossierCode, site, day, isDigitised, papers, reusedPapers)
            WITH sealing AS (
                SELECT dossierCode, site,
                    row_number() OVER (PARTITION BY dossierCode ORDER BY sealedAt, digest) AS place
                FROM manifest WHERE state = 'complete'
            ), component AS (
                SELECT manifest.dossierCode, document.reusedFrom IS NOT NULL AS isReused,
                    CASE WHEN document.number IS NULL
                        THEN 'u' || char(31) || document.type || char(31) || row_number() OVER (
                            PARTITION BY manifest.id, document.type, document.number IS NULL
                            ORDER BY document.position)
                        ELSE 'n' || char(31) || document.authority || char(31) || document.type || char(31)
                            || document.number
                    END AS paper
                FROM manifest JOIN document ON document.manifest = manifest.id
                WHERE manifest.isEffective AND document.role = 'component'
            ), paper AS (
                SELECT dossierCode, min(isReused) AS isReused FROM component GROUP BY dossierCode, paper
            ), papers AS (
                SELECT dossierCode, count(*) AS papers, sum(isReused) AS reused FROM paper GROUP BY dossierCode
            ), digitised AS (
                SELECT dossierCode, max(isDigitised) AS isDigitised FROM dossierFact GROUP BY dossierCode
            )
            SELECT fact.dossierCode, fact.site, fact.day, digitised.isDigitised, ifnull(papers.papers, 0),
                ifnull(papers.reused, 0)
            -- The day of the office that sealed the dossier first is the dossier's.
            FROM dossierFact AS fact
            JOIN sealing ON sealing.dossierCode = fact.dossierCode AND sealing.site = fact.site AND sealing.place = 1
            JOIN digitised ON digitised.dossierCode = fact.dossierCode
            LEFT JOIN papers ON papers.dossierCode = fact.dossierCode;
        DROP TABLE dossierFact;
        ALTER TABLE dossierOnceFact RENAME TO dossierFact;

        DELETE FROM counter WHERE measure IN ('dossiers', 'R1', 'componentPapers', 'R5');
        INSERT INTO counter (measure, scope, level, grain, start, value)
            WITH figure AS (
                SELECT 'dossiers' AS measure, site, day, count(*) AS value FROM dossierFact GROUP BY site, day
                UNION ALL SELECT 'R1', site, day, sum(isDigitised) FROM dossierFact GROUP BY site, day
                UNION ALL SELECT 'componentPapers', site, day, sum(papers) FROM dossierFact GROUP BY site, day
                UNION ALL SELECT 'R5', site, day, sum(reusedPapers) FROM dossierFact GROUP BY site, day
            ), spread AS (
                SELECT measure, site, 'day' AS grain, day AS start, value FROM figure
                UNION ALL SELECT measure, site, 'month', day + 1 - strftime('%d', day * 86400, 'unixepoch'), value
                FROM figure
            )
            SELECT measure, site, '', grain, start, sum(value) FROM spread
            GROUP BY measure, site, grain, start HAVING sum(value) > 0;
        """
}
