extension Schema {
    /// Reports that were frozen and signed.
    static let snapshots = """
        -- Rows are only added. The envelope says it all; the columns beside it are for lists.
        CREATE TABLE snapshot (
            -- From 1, without gaps; stands in the signed document too, with the digest of the one before.
            number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            period TEXT NOT NULL,
            day INTEGER NOT NULL,
            frozenAt INTEGER NOT NULL,
            frozenBy TEXT NOT NULL,
            -- A DSSE envelope in JSON.
            envelope BLOB NOT NULL
        ) STRICT;
        CREATE TRIGGER snapshotIsNeverChanged BEFORE UPDATE ON snapshot
            BEGIN SELECT RAISE(ABORT, 'a frozen report is never changed'); END;
        CREATE TRIGGER snapshotIsNeverDeleted BEFORE DELETE ON snapshot
            BEGIN SELECT RAISE(ABORT, 'a frozen report is never deleted'); END;
        """
}
