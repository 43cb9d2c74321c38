extension Schema {
    /// What lookups before a scan need, and the procedures that stations are told of.
    static let lookupsAndCatalogue = """
        -- Beside the owner stands the site now: an office finds its dossiers by a part of the owner's name
        -- without walking over others'.
        CREATE TABLE dossierAtSite (
            manifest INTEGER NOT NULL PRIMARY KEY REFERENCES manifest (id),
            site TEXT NOT NULL REFERENCES site (id),
            procedure TEXT NOT NULL,
            ownerName TEXT NOT NULL,
            ownerSearchKey TEXT NOT NULL,
            ownerIdentityNumber TEXT,
            componentsComplete INTEGER NOT NULL CHECK (componentsComplete IN (0, 1))
        ) STRICT;
        INSERT INTO dossierAtSite
            SELECT dossier.manifest, manifest.site, procedure, ownerName, ownerSearchKey, ownerIdentityNumber,
                componentsComplete
            FROM dossier JOIN manifest ON manifest.id = dossier.manifest;
        DROP TABLE dossier;
        ALTER TABLE dossierAtSite RENAME TO dossier;
        CREATE INDEX dossierByOwner ON dossier (site, ownerSearchKey);
        CREATE INDEX dossierByIdentityNumber ON dossier (ownerIdentityNumber) WHERE ownerIdentityNumber IS NOT NULL;

        -- The procedures of the one-stop shops, and the papers of their dossiers. Replaced as a whole.
        CREATE TABLE procedure (
            code TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL CHECK (name <> '')
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE procedurePaper (
            procedure TEXT NOT NULL REFERENCES procedure (code),
            position INTEGER NOT NULL,
            type TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            role TEXT NOT NULL CHECK (role IN ('component', 'arising', 'result')),
            isCompulsory INTEGER NOT NULL CHECK (isCompulsory IN (0, 1)),
            PRIMARY KEY (procedure, position),
            UNIQUE (procedure, role, type)
        ) STRICT, WITHOUT ROWID;
        """
}
