extension Schema {
    /// One row of counters for a scope in a span, instead of one for each measure: a dossier then changes a few rows that lie
    /// near to each other instead of some twenty all over the table.
    static let countersInRows = """
        CREATE TABLE counterRow (
            grain TEXT NOT NULL CHECK (grain IN ('day', 'month', 'year')),
            -- A site, or the competent authority with R3.
            scope TEXT NOT NULL,
            -- The competent level with R3, else ''.
            level TEXT NOT NULL,
            -- First day of the day, month or year.
            start INTEGER NOT NULL,
            -- What is counted: see Measure.
            digitisedDossiers INTEGER NOT NULL CHECK (digitisedDossiers >= 0),
            digitisedResults INTEGER NOT NULL CHECK (digitisedResults >= 0),
            resultsInForce INTEGER NOT NULL CHECK (resultsInForce >= 0),
            reusedPapers INTEGER NOT NULL CHECK (reusedPapers >= 0),
            componentPapers INTEGER NOT NULL CHECK (componentPapers >= 0),
            dossiers INTEGER NOT NULL CHECK (dossiers >= 0),
            submissions INTEGER NOT NULL CHECK (submissions >= 0),
            pages INTEGER NOT NULL CHECK (pages >= 0),
            PRIMARY KEY (grain, scope, level, start)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO counterRow
            SELECT grain, scope, level, start,
                ifnull(sum(value) FILTER (WHERE measure = 'R1'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'R2'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'R3'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'R5'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'componentPapers'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'dossiers'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'submissions'), 0),
                ifnull(sum(value) FILTER (WHERE measure = 'pages'), 0)
            FROM counter GROUP BY grain, scope, level, start;
        DROP TABLE counter;
        ALTER TABLE counterRow RENAME TO counter;
        """
}
