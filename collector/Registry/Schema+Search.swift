extension Schema {
    /// What people find dossiers by: the hash of the owner's identity number, the words of the owner's name, the
    /// procedure, the type of a paper, the office and the day of arrival.
    static let search = """
        -- Identity numbers stand in no table in the clear: see IdentityKey.
        ALTER TABLE dossier ADD COLUMN ownerIdentityHash BLOB CHECK (length(ownerIdentityHash) = 32);
        UPDATE dossier SET ownerIdentityHash = identityHash(ownerIdentityNumber) WHERE ownerIdentityNumber IS NOT NULL;
        DROP INDEX dossierByIdentityNumber;
        ALTER TABLE dossier DROP COLUMN ownerIdentityNumber;
        CREATE INDEX dossierByIdentity ON dossier (ownerIdentityHash) WHERE ownerIdentityHash IS NOT NULL;
        CREATE INDEX dossierByProcedure ON dossier (procedure);

        -- Words of owners' search keys; the text itself stays in `dossier`.
        CREATE VIRTUAL TABLE ownerWord USING fts5 (
            ownerSearchKey, content = 'dossier', content_rowid = 'manifest', detail = 'none', prefix = '1 2 3',
            tokenize = "unicode61 remove_diacritics 0"
        );
        CREATE TRIGGER ownerWordAdded AFTER INSERT ON dossier BEGIN
            INSERT INTO ownerWord (rowid, ownerSearchKey) VALUES (new.manifest, new.ownerSearchKey);
        END;
        CREATE TRIGGER ownerWordRemoved AFTER DELETE ON dossier BEGIN
            INSERT INTO ownerWord (ownerWord, rowid, ownerSearchKey)
                VALUES ('delete', old.manifest, old.ownerSearchKey);
        END;
        CREATE TRIGGER ownerWordChanged AFTER UPDATE OF ownerSearchKey ON dossier BEGIN
            INSERT INTO ownerWord (ownerWord, rowid, ownerSearchKey)
                VALUES ('delete', old.manifest, old.ownerSearchKey);
            INSERT INTO ownerWord (rowid, ownerSearchKey) VALUES (new.manifest, new.ownerSearchKey);
        END;
        INSERT INTO ownerWord (ownerWord) VALUES ('rebuild');
        -- Every word that ever stood in an owner's name, to find those that are spelt alike. There are few: Vietnamese
        -- names are made of some thousand syllables.
        CREATE TABLE nameWord (word TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

        CREATE INDEX documentByType ON document (type, manifest);
        CREATE INDEX documentByReuse ON document (reusedFrom) WHERE reusedFrom IS NOT NULL;
        CREATE INDEX manifestBySite ON manifest (site);
        CREATE INDEX manifestByArrival ON manifest (announcedAt);

        -- Dossiers that somebody has opened on the province's pages, and why; until the end of the session.
        CREATE TABLE opening (
            session BLOB NOT NULL REFERENCES webSession (digest) ON DELETE CASCADE,
            dossierCode TEXT NOT NULL,
            site TEXT NOT NULL REFERENCES site (id),
            reason TEXT NOT NULL CHECK (reason <> ''),
            openedAt INTEGER NOT NULL,
            PRIMARY KEY (session, dossierCode, site)
        ) STRICT, WITHOUT ROWID;

        -- The lists that figures open.
        CREATE INDEX dossierFactBySite ON dossierFact (site, day, dossierCode);
        CREATE INDEX resultFactBySite ON resultFact (site, resolvedDay, key);
        CREATE INDEX resultFactByAuthority ON resultFact (authority, level, firstDay, key) WHERE inForce;
        """
}
