extension Schema {
    /// Counters by year beside those by day and by month: what is counted from the beginning is then a sum over years.
    static let countersByYear = """
        CREATE TABLE counterOfSpan (
            -- What is counted: see Measure.
            measure TEXT NOT NULL,
            -- A site, or the competent authority with R3.
            scope TEXT NOT NULL,
            -- The competent level with R3, else ''.
            level TEXT NOT NULL,
            grain TEXT NOT NULL CHECK (grain IN ('day', 'month', 'year')),
            -- First day of the day, month or year.
            start INTEGER NOT NULL,
            value INTEGER NOT NULL CHECK (value >= 0),
            PRIMARY KEY (measure, grain, scope, level, start)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO counterOfSpan (measure, scope, level, grain, start, value)
            SELECT measure, scope, level, grain, start, value FROM counter;
        INSERT INTO counterOfSpan (measure, scope, level, grain, start, value)
            SELECT measure, scope, level, 'year', start + 1 - strftime('%j', start * 86400, 'unixepoch') AS first,
                sum(value)
            FROM counter WHERE grain = 'month' GROUP BY measure, scope, level, first;
        DROP TABLE counter;
        ALTER TABLE counterOfSpan RENAME TO counter;
        """
}
