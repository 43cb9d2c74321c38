extension Schema {
    /// What the state of the collector is seen from without walking over what it holds.
    static let operations = """
        -- How much was stored on each day (of Việt Nam), so that sums need not read every content's row.
        CREATE TABLE storedOnDay (
            day INTEGER NOT NULL PRIMARY KEY,
            contents INTEGER NOT NULL CHECK (contents >= 0),
            bytes INTEGER NOT NULL CHECK (bytes >= 0)
        ) STRICT;
        INSERT INTO storedOnDay (day, contents, bytes)
            SELECT (storedAt + 25200) / 86400, count(*), sum(byteLength) FROM blob GROUP BY 1;
        CREATE TRIGGER blobStored AFTER INSERT ON blob BEGIN
            INSERT INTO storedOnDay (day, contents, bytes)
                VALUES ((new.storedAt + 25200) / 86400, 1, new.byteLength)
                ON CONFLICT (day) DO UPDATE SET contents = contents + 1, bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER blobRemoved AFTER DELETE ON blob BEGIN
            UPDATE storedOnDay SET contents = contents - 1, bytes = bytes - old.byteLength
                WHERE day = (old.storedAt + 25200) / 86400;
        END;

        -- Submissions that wait for their pages, and those that were refused: few of the millions.
        CREATE INDEX manifestWaiting ON manifest (announcedAt) WHERE state = 'announced';
        CREATE INDEX manifestRefused ON manifest (announcedAt) WHERE state = 'refused';
        """
}
