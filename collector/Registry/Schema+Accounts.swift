extension Schema {
    /// Who may use the province's pages, who does at the moment, and what the audit trail needs to be searched.
    static let accounts = """
        -- People of the province's pages. Never deleted and never renamed: the audit trail names them.
        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            username TEXT NOT NULL UNIQUE
                CHECK (length(username) BETWEEN 2 AND 32 AND username NOT GLOB '*[^a-z0-9._-]*'),
            displayName TEXT NOT NULL CHECK (displayName <> ''),
            role TEXT NOT NULL
                CHECK (role IN ('officer', 'site-manager', 'it', 'viewer', 'administrator', 'auditor')),
            -- The office whose subtree the account is limited to; NULL for the whole province.
            scope TEXT REFERENCES site (id),
            passwordHash TEXT NOT NULL,
            mustChangePassword INTEGER NOT NULL CHECK (mustChangePassword IN (0, 1)),
            -- The shared secret of the second factor, the one that is being set up, and the last step that was used.
            totpSecret BLOB CHECK (length(totpSecret) >= 16),
            totpPending BLOB CHECK (length(totpPending) >= 16),
            totpLastStep INTEGER,
            -- Attempts to sign in since the last that succeeded.
            failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            failedAt INTEGER,
            lockedUntil INTEGER,
            lastSignInAt INTEGER,
            createdAt INTEGER NOT NULL,
            createdBy TEXT NOT NULL,
            disabledAt INTEGER,
            CHECK (scope IS NOT NULL OR role NOT IN ('officer', 'site-manager'))
        ) STRICT;
        -- One-time codes for whoever lost the second factor; of each only its digest.
        CREATE TABLE recoveryCode (
            account INTEGER NOT NULL REFERENCES account (id),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            usedAt INTEGER,
            PRIMARY KEY (account, digest)
        ) STRICT, WITHOUT ROWID;
        -- Browsers that are signed in, known by the digest of their token.
        CREATE TABLE webSession (
            digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
            account INTEGER NOT NULL REFERENCES account (id),
            -- 'half': the password was right, the second factor is awaited.
            stage TEXT NOT NULL CHECK (stage IN ('half', 'open')),
            csrf TEXT NOT NULL,
            createdAt INTEGER NOT NULL,
            lastUsedAt INTEGER NOT NULL,
            expiresAt INTEGER NOT NULL CHECK (expiresAt > createdAt)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webSessionByAccount ON webSession (account);

        -- Which office an entry concerns, and why somebody looked. Entries from before have neither.
        ALTER TABLE audit ADD COLUMN site TEXT;
        ALTER TABLE audit ADD COLUMN reason TEXT;
        -- Each ends with the row's number: the newest first is the index read backwards.
        CREATE INDEX auditByTime ON audit (at);
        CREATE INDEX auditByActor ON audit (actor, at);
        CREATE INDEX auditByAction ON audit (action, at);
        CREATE INDEX auditByNoun ON audit (substr(action, 1, instr(action, '.') - 1), at);
        CREATE INDEX auditBySubject ON audit (subject, at);
        CREATE INDEX auditBySite ON audit (site, at) WHERE site IS NOT NULL;
        """
}
