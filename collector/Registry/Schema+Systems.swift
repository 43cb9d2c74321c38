extension Schema {
    /// Other systems that read through the API, and in which order dossiers were accepted.
    static let systems = """
        -- Programs of others, each with one token. Never deleted and never renamed: the audit trail names them.
        CREATE TABLE system (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
                CHECK (length(name) BETWEEN 2 AND 32 AND name NOT GLOB '*[^a-z0-9._-]*'),
            -- The office whose subtree it is limited to; NULL for the whole province.
            scope TEXT REFERENCES site (id),
            -- JSON array of permissions (see Permission).
            permissions TEXT NOT NULL CHECK (json_array_length(permissions) > 0),
            -- Of the token; the token itself is kept nowhere.
            tokenDigest BLOB NOT NULL UNIQUE CHECK (length(tokenDigest) = 32),
            createdAt INTEGER NOT NULL,
            createdBy TEXT NOT NULL,
            expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt),
            lastUsedAt INTEGER,
            revokedAt INTEGER
        ) STRICT;

        -- Of each dossier at a site the receipt of its last accepted submission: whoever reads on from a number gets
        -- each dossier that has changed since, once. Kept by the receipts themselves, which never change.
        CREATE TABLE acceptance (
            site TEXT NOT NULL REFERENCES site (id),
            dossierCode TEXT NOT NULL,
            number INTEGER NOT NULL UNIQUE REFERENCES receipt (number),
            PRIMARY KEY (site, dossierCode)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX acceptanceBySite ON acceptance (site, number);
        INSERT INTO acceptance (site, dossierCode, number)
            SELECT manifest.site, manifest.dossierCode, max(receipt.number)
            FROM receipt JOIN manifest ON manifest.id = receipt.manifest
            WHERE receipt.outcome <> 'refused' GROUP BY manifest.site, manifest.dossierCode;
        CREATE TRIGGER dossierAccepted AFTER INSERT ON receipt WHEN new.outcome <> 'refused' BEGIN
            INSERT INTO acceptance (site, dossierCode, number)
                SELECT site, dossierCode, new.number FROM manifest WHERE id = new.manifest
                ON CONFLICT (site, dossierCode) DO UPDATE SET number = excluded.number;
        END;

        """
}
