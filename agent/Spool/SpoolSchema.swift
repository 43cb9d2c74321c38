/// The tables of a spool. `PRAGMA user_version` tells which steps a file has seen; steps are append-only.
enum SpoolSchema {
    /// The version this program writes.
    static var version: Int { steps.count }

    static let steps = [
        """
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE dossier (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL UNIQUE,
            procedure TEXT NOT NULL,
            ownerName TEXT NOT NULL,
            ownerIdentityNumber TEXT,
            componentsComplete INTEGER NOT NULL CHECK (componentsComplete IN (0, 1)),
            operator TEXT NOT NULL,
            sheetsExpected INTEGER CHECK (sheetsExpected > 0),
            openedAt INTEGER NOT NULL,
            isOpen INTEGER NOT NULL CHECK (isOpen IN (0, 1)),
            -- Why the last scan stopped short, as a worker's outcome code; NULL when it ended well.
            interruption TEXT,
            -- The last scan stopped between front and back of a sheet, whose front is the last page.
            isWithinSheet INTEGER NOT NULL DEFAULT 0 CHECK (isWithinSheet IN (0, 1)),
            -- Sheets that were sealed before the dossier was opened for further papers.
            sheetsSealed INTEGER NOT NULL DEFAULT 0 CHECK (sheetsSealed >= 0)
        ) STRICT;
        CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            dossier INTEGER NOT NULL REFERENCES dossier (id),
            position INTEGER NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('component', 'arising', 'result')),
            type TEXT NOT NULL,
            number TEXT,
            issuedOn TEXT,
            issuer TEXT,
            authority TEXT NOT NULL,
            level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
            inForce INTEGER NOT NULL CHECK (inForce IN (0, 1)),
            -- Sheets of the stack that belong to this paper; NULL takes all that follow.
            sheets INTEGER CHECK (sheets > 0),
            UNIQUE (dossier, position)
        ) STRICT;
        CREATE TABLE page (
            id INTEGER PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES document (id),
            position INTEGER NOT NULL,
            -- Running number of the sheet in its paper, from 1.
            sheet INTEGER NOT NULL CHECK (sheet > 0),
            digest TEXT NOT NULL,
            -- A Page in JSON, as it goes into the manifest.
            description TEXT NOT NULL,
            UNIQUE (document, position)
        ) STRICT;
        CREATE INDEX pageByDigest ON page (digest);
        CREATE TABLE submission (
            id INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            digest TEXT NOT NULL UNIQUE,
            dossier INTEGER NOT NULL REFERENCES dossier (id),
            envelope BLOB NOT NULL,
            sealedAt INTEGER NOT NULL,
            isUrgent INTEGER NOT NULL DEFAULT 0 CHECK (isUrgent IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('sealed', 'announced', 'received', 'refused', 'replaced')),
            upload TEXT,
            needed TEXT,
            bytes INTEGER NOT NULL,
            sentBytes INTEGER NOT NULL DEFAULT 0,
            receipt BLOB,
            receivedAt INTEGER,
            -- Stable code and sentence of what keeps it back; NULL when nothing does.
            problemCode TEXT,
            problemDetail TEXT,
            problemIsFinal INTEGER NOT NULL DEFAULT 0 CHECK (problemIsFinal IN (0, 1)),
            CHECK ((state IN ('received', 'refused')) = (receipt IS NOT NULL)),
            UNIQUE (station, sequence)
        ) STRICT;
        CREATE INDEX submissionByState ON submission (state, sequence);
        CREATE INDEX submissionByDossier ON submission (dossier);
        CREATE TABLE submissionPage (
            submission INTEGER NOT NULL REFERENCES submission (id),
            digest TEXT NOT NULL,
            PRIMARY KEY (submission, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX submissionPageByDigest ON submissionPage (digest);
        """,
        """
        -- Receipts of a collector that has since been put back to an earlier state: evidence, kept for good.
        CREATE TABLE formerReceipt (
            submission INTEGER NOT NULL REFERENCES submission (id),
            envelope BLOB NOT NULL,
            receivedAt INTEGER NOT NULL,
            PRIMARY KEY (submission, receivedAt)
        ) STRICT;
        -- Scanners that were used, to know one again whose name has changed because it was plugged in anew.
        CREATE TABLE scanner (
            name TEXT NOT NULL PRIMARY KEY,
            vendor TEXT NOT NULL,
            model TEXT NOT NULL,
            usedAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        -- Corrections: pages that are out stay until their dossier is sealed and received, and sheets are numbered in the
        -- dossier in the order in which they were fed, so that a page can go to another paper.
        CREATE TABLE pageInDossier (
            id INTEGER PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES document (id),
            -- Order of the pages in their paper, those that are out among them.
            position INTEGER NOT NULL,
            -- Number of the sheet in the dossier, from 1; both sides of a sheet share it, wherever they stand.
            sheet INTEGER NOT NULL CHECK (sheet > 0),
            digest TEXT NOT NULL,
            -- A Page in JSON, as it goes into the manifest; whether its bytes are repeated is found when it is read.
            description TEXT NOT NULL,
            -- Why the page is out of the dossier; NULL while it is in.
            removal TEXT CHECK (removal IN ('deleted', 'blank', 'rescanned')),
            -- The officer decided that a page that looks blank stays.
            isKeptBlank INTEGER NOT NULL DEFAULT 0 CHECK (isKeptBlank IN (0, 1)),
            UNIQUE (document, position)
        ) STRICT;
        INSERT INTO pageInDossier (id, document, position, sheet, digest, description)
            SELECT page.id, page.document, page.position,
                dense_rank() OVER (PARTITION BY document.dossier ORDER BY document.position, page.sheet),
                page.digest, page.description
            FROM page JOIN document ON document.id = page.document;
        DROP TABLE page;
        ALTER TABLE pageInDossier RENAME TO page;
        CREATE INDEX pageByDigest ON page (digest);
        -- The front of a sheet whose back has not come; that sheet is fed again.
        ALTER TABLE dossier ADD COLUMN halfPage INTEGER REFERENCES page (id) ON DELETE SET NULL;
        UPDATE dossier SET halfPage = (SELECT max(page.id) FROM page JOIN document ON document.id = page.document
            WHERE document.dossier = dossier.id) WHERE isWithinSheet;
        ALTER TABLE dossier DROP COLUMN isWithinSheet;
        -- The highest number of a sheet that was sealed before the dossier was opened for further papers.
        ALTER TABLE dossier ADD COLUMN sealedThrough INTEGER NOT NULL DEFAULT 0 CHECK (sealedThrough >= 0);
        UPDATE dossier SET sealedThrough = sheetsSealed;
        ALTER TABLE dossier DROP COLUMN sheetsSealed;
        ALTER TABLE dossier ADD COLUMN discardedAt INTEGER;
        -- The owner's name as people look for it (plainName); NULL until somebody looks.
        ALTER TABLE dossier ADD COLUMN ownerKey TEXT;
        ALTER TABLE document ADD COLUMN isRemoved INTEGER NOT NULL DEFAULT 0 CHECK (isRemoved IN (0, 1));
        -- A Reuse in JSON, where the paper is reused instead of scanned.
        ALTER TABLE document ADD COLUMN reuse TEXT;
        CREATE INDEX documentByNumber ON document (number) WHERE number IS NOT NULL;
        CREATE INDEX dossierByIdentityNumber ON dossier (ownerIdentityNumber) WHERE ownerIdentityNumber IS NOT NULL;
        -- What was done with a dossier and by whom. By its code, for it outlives a discarded dossier.
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            code TEXT NOT NULL,
            at INTEGER NOT NULL,
            operator TEXT NOT NULL,
            action TEXT NOT NULL,
            page TEXT,
            detail TEXT,
            -- The submission that states it; NULL while none does.
            submission INTEGER REFERENCES submission (id)
        ) STRICT;
        CREATE INDEX historyByDossier ON history (code, id);
        CREATE TABLE officer (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE,
            displayName TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('officer', 'manager')),
            pinHash TEXT NOT NULL,
            isActive INTEGER NOT NULL DEFAULT 1 CHECK (isActive IN (0, 1)),
            -- Wrong PINs since the last right one, and until when no further is looked at.
            failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
            lockedUntil INTEGER
        ) STRICT;
        -- What the province told, to have it while there is no connection.
        CREATE TABLE kept (
            name TEXT NOT NULL PRIMARY KEY,
            tag TEXT,
            keptAt INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        -- What every look at the desk asks, without walking over the envelopes.
        CREATE INDEX submissionStanding ON submission (dossier, id, state, sealedAt);
        """,
        """
        -- It takes no further sheet of the stack, though nobody counted its sheets.
        ALTER TABLE document ADD COLUMN isClosed INTEGER NOT NULL DEFAULT 0 CHECK (isClosed IN (0, 1));
        """,
        """
        -- Where each enrolment of this PC sends what it seals: only there can it be superseded. Of enrolments before this
        -- table only what the manifests state is known.
        CREATE TABLE enrolment (
            station TEXT NOT NULL PRIMARY KEY,
            site TEXT NOT NULL,
            collector TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        -- Files whose pages are in a dossier: one that could not be put away after that does not come in again.
        CREATE TABLE importedFile (
            mark TEXT NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    ]
}
