import GRDB

/// The tables of the index. Migrations are append-only: a released one is never edited.
///
/// Times are seconds since 1970 in UTC, days are days since 1970-01-01 in Việt Nam (`CalendarDay.number`), digests are
/// the 32 bytes of a SHA-256.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 main job") { try $0.execute(sql: mainJob) }
        migrator.registerMigration("2 reuse", foreignKeyChecks: .immediate) { try $0.execute(sql: reuse) }
        migrator.registerMigration("3 lookups and catalogue", foreignKeyChecks: .immediate) {
            try $0.execute(sql: lookupsAndCatalogue)
        }
        migrator.registerMigration("4 dossiers once", foreignKeyChecks: .immediate) {
            try $0.execute(sql: dossiersOnce)
        }
        migrator.registerMigration("5 succession and approvals", foreignKeyChecks: .immediate) {
            try $0.execute(sql: successionAndApprovals)
        }
        migrator.registerMigration("6 accounts", foreignKeyChecks: .immediate) { try $0.execute(sql: accounts) }
        migrator.registerMigration("7 snapshots", foreignKeyChecks: .immediate) { try $0.execute(sql: snapshots) }
        migrator.registerMigration("8 search", foreignKeyChecks: .immediate) { db in
            try db.execute(sql: search)
            try NameWords.learnAll(in: db)
        }
        migrator.registerMigration("9 operations", foreignKeyChecks: .immediate) { try $0.execute(sql: operations) }
        migrator.registerMigration("10 withdrawals", foreignKeyChecks: .immediate) { try $0.execute(sql: withdrawals) }
        migrator.registerMigration("11 systems and webhooks", foreignKeyChecks: .immediate) {
            try $0.execute(sql: systems + webhooks)
        }
        migrator.registerMigration("12 loads", foreignKeyChecks: .immediate) { try addLoads($0) }
        migrator.registerMigration("13 counters by year", foreignKeyChecks: .immediate) {
            try $0.execute(sql: countersByYear)
        }
        migrator.registerMigration("14 fleet", foreignKeyChecks: .immediate) { try $0.execute(sql: fleet) }
        migrator.registerMigration("15 counters in rows", foreignKeyChecks: .immediate) {
            try $0.execute(sql: countersInRows)
        }
        return migrator
    }

    private static let mainJob = """
        -- Offices. The identity never changes; everything else is a fact from a day on.
        CREATE TABLE site (
            id TEXT NOT NULL PRIMARY KEY,
            closedOn INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE siteFact (
            site TEXT NOT NULL REFERENCES site (id),
            validFrom INTEGER NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
            parent TEXT REFERENCES site (id) CHECK (parent <> site),
            statisticalCode TEXT,
            isExempt INTEGER NOT NULL DEFAULT 0 CHECK (isExempt IN (0, 1)),
            PRIMARY KEY (site, validFrom)
        ) STRICT, WITHOUT ROWID;

        -- Stations: one enrolment of one PC, one key, one chain of manifests.
        CREATE TABLE joinToken (
            id TEXT NOT NULL PRIMARY KEY,
            secretHash BLOB NOT NULL UNIQUE CHECK (length(secretHash) = 32),
            site TEXT NOT NULL REFERENCES site (id),
            issuedBy TEXT NOT NULL,
            issuedAt INTEGER NOT NULL,
            expiresAt INTEGER NOT NULL CHECK (expiresAt > issuedAt),
            usedAt INTEGER,
            revokedAt INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE station (
            id TEXT NOT NULL PRIMARY KEY,
            site TEXT NOT NULL REFERENCES site (id),
            algorithm TEXT NOT NULL CHECK (algorithm = 'ecdsa-p256-sha256'),
            publicKey BLOB NOT NULL UNIQUE,
            label TEXT NOT NULL,
            agentVersion TEXT NOT NULL,
            joinToken TEXT NOT NULL UNIQUE REFERENCES joinToken (id),
            enrolledAt INTEGER NOT NULL,
            lastSeenAt INTEGER NOT NULL,
            revokedAt INTEGER,
            replacedBy TEXT REFERENCES station (id),
            headSequence INTEGER NOT NULL DEFAULT 0,
            headDigest BLOB CHECK (length(headDigest) = 32),
            CHECK ((headSequence = 0) = (headDigest IS NULL))
        ) STRICT, WITHOUT ROWID;

        -- Manifests as received, each with its place in its station's chain.
        CREATE TABLE manifest (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            station TEXT NOT NULL REFERENCES station (id),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            site TEXT NOT NULL REFERENCES site (id),
            dossierCode TEXT NOT NULL,
            contentDigest BLOB NOT NULL CHECK (length(contentDigest) = 32),
            sealedAt INTEGER NOT NULL,
            announcedAt INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('announced', 'complete', 'refused')),
            -- Complete, superseded by no complete manifest, and the first sealed of those that say the same: it counts
            -- (see Effectiveness).
            isEffective INTEGER NOT NULL DEFAULT 0 CHECK (isEffective IN (0, 1)),
            -- The bytes as received. Last, so that the other columns are read without walking over it.
            envelope BLOB NOT NULL,
            CHECK (isEffective = 0 OR state = 'complete'),
            UNIQUE (station, sequence)
        ) STRICT;
        CREATE INDEX manifestByDossier ON manifest (dossierCode, site);
        CREATE TABLE supersession (
            superseded INTEGER NOT NULL REFERENCES manifest (id),
            manifest INTEGER NOT NULL REFERENCES manifest (id),
            PRIMARY KEY (superseded, manifest)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX supersessionByManifest ON supersession (manifest);
        CREATE TABLE upload (
            id TEXT NOT NULL PRIMARY KEY,
            manifest INTEGER NOT NULL UNIQUE REFERENCES manifest (id),
            -- JSON array of {digest, byteLength}: the pages awaited, in the order of the stream.
            pages TEXT NOT NULL,
            length INTEGER NOT NULL CHECK (length > 0),
            expiresAt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE receipt (
            number INTEGER PRIMARY KEY,
            manifest INTEGER NOT NULL UNIQUE REFERENCES manifest (id),
            outcome TEXT NOT NULL CHECK (outcome IN ('accepted', 'duplicate', 'refused')),
            duplicateOf INTEGER REFERENCES manifest (id),
            refusalCode TEXT,
            issuedAt INTEGER NOT NULL,
            envelope BLOB NOT NULL,
            CHECK ((outcome = 'duplicate') = (duplicateOf IS NOT NULL)),
            CHECK ((outcome = 'refused') = (refusalCode IS NOT NULL))
        ) STRICT;

        -- Stored contents, and which sites may know of them.
        CREATE TABLE blob (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
            byteLength INTEGER NOT NULL CHECK (byteLength > 0),
            storedAt INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE siteBlob (
            site TEXT NOT NULL REFERENCES site (id),
            blob INTEGER NOT NULL REFERENCES blob (id),
            PRIMARY KEY (site, blob)
        ) STRICT, WITHOUT ROWID;

        -- What accepted manifests state.
        CREATE TABLE dossier (
            manifest INTEGER NOT NULL PRIMARY KEY REFERENCES manifest (id),
            procedure TEXT NOT NULL,
            ownerName TEXT NOT NULL,
            ownerSearchKey TEXT NOT NULL,
            ownerIdentityNumber TEXT,
            componentsComplete INTEGER NOT NULL CHECK (componentsComplete IN (0, 1))
        ) STRICT;
        CREATE INDEX dossierByOwner ON dossier (ownerSearchKey);
        CREATE TABLE document (
            id INTEGER PRIMARY KEY,
            manifest INTEGER NOT NULL REFERENCES manifest (id),
            position INTEGER NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('component', 'arising', 'result')),
            type TEXT NOT NULL,
            number TEXT,
            issuedOn INTEGER,
            issuer TEXT,
            authority TEXT NOT NULL,
            level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
            inForce INTEGER NOT NULL CHECK (inForce IN (0, 1)),
            -- Of a result: what makes it one and the same paper (see ResultKey); NULL for other papers.
            resultKey TEXT,
            CHECK ((role = 'result') = (resultKey IS NOT NULL)),
            UNIQUE (manifest, position)
        ) STRICT;
        CREATE INDEX documentByResult ON document (resultKey) WHERE resultKey IS NOT NULL;
        CREATE INDEX documentByNumber ON document (number) WHERE number IS NOT NULL;
        CREATE TABLE page (
            document INTEGER NOT NULL REFERENCES document (id),
            position INTEGER NOT NULL,
            blob INTEGER NOT NULL REFERENCES blob (id),
            PRIMARY KEY (document, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pageByBlob ON page (blob);

        -- Facts that count, derived from effective manifests; `recount` derives them afresh.
        CREATE TABLE dossierFact (
            site TEXT NOT NULL REFERENCES site (id),
            dossierCode TEXT NOT NULL,
            -- The day of reception in the code, else the first sealing.
            day INTEGER NOT NULL,
            isDigitised INTEGER NOT NULL CHECK (isDigitised IN (0, 1)),
            PRIMARY KEY (site, dossierCode)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE resultFact (
            key TEXT NOT NULL PRIMARY KEY,
            authority TEXT NOT NULL,
            level TEXT NOT NULL,
            -- Where it was scanned first.
            site TEXT NOT NULL REFERENCES site (id),
            firstDay INTEGER NOT NULL,
            -- The day of issue, else the first sealing.
            resolvedDay INTEGER NOT NULL,
            inForce INTEGER NOT NULL CHECK (inForce IN (0, 1))
        ) STRICT, WITHOUT ROWID;

        -- Sums of those facts, kept in the transaction that changes them, by day and by month.
        CREATE TABLE counter (
            -- What is counted: see Measure.
            measure TEXT NOT NULL,
            -- A site, or the competent authority with R3.
            scope TEXT NOT NULL,
            -- The competent level with R3, else ''.
            level TEXT NOT NULL,
            grain TEXT NOT NULL CHECK (grain IN ('day', 'month')),
            -- First day of the day or month.
            start INTEGER NOT NULL,
            value INTEGER NOT NULL CHECK (value >= 0),
            PRIMARY KEY (measure, grain, scope, level, start)
        ) STRICT, WITHOUT ROWID;

        -- Denominators, and figures reported before the system, as imported.
        CREATE TABLE baseline (
            indicator TEXT NOT NULL CHECK (indicator IN ('R1', 'R2', 'R3', 'R4', 'R5', 'R6')),
            scopeKind TEXT NOT NULL CHECK (scopeKind IN ('site', 'level')),
            -- A site's or authority's identity, or a level.
            scope TEXT NOT NULL,
            period TEXT NOT NULL,
            firstDay INTEGER NOT NULL,
            lastDay INTEGER NOT NULL CHECK (lastDay >= firstDay),
            denominator INTEGER NOT NULL CHECK (denominator >= 0),
            -- A numerator reported from elsewhere, which stands in for what the system did not count.
            reportedNumerator INTEGER CHECK (reportedNumerator >= 0),
            source TEXT NOT NULL,
            importedAt INTEGER NOT NULL,
            importedBy TEXT NOT NULL,
            PRIMARY KEY (indicator, scopeKind, scope, period)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE target (
            indicator TEXT NOT NULL CHECK (indicator IN ('R1', 'R2', 'R3', 'R4', 'R5', 'R6')),
            level TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
            year INTEGER NOT NULL,
            permille INTEGER NOT NULL CHECK (permille BETWEEN 0 AND 1000),
            basis TEXT NOT NULL,
            PRIMARY KEY (indicator, level, year)
        ) STRICT, WITHOUT ROWID;

        -- Who did and saw what. Rows are only added.
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE TRIGGER auditIsNeverChanged BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
        CREATE TRIGGER auditIsNeverDeleted BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
        """
    private static let reuse = """
        -- Of a component that is reused instead of scanned: the manifest that states it with its pages, as the station
        -- names it. Not a reference: that manifest may come later, or be another collector's.
        ALTER TABLE document ADD COLUMN reusedFrom BLOB CHECK (length(reusedFrom) = 32);
        """
}
