import Exchange
import Foundation
import GRDB

extension Schema {
    /// What is counted by office and procedure, and by office and officer.
    private static let loadTables = """
        -- Whose work is counted: an officer at an office, by the account name at its stations, or an office's dossiers of
        -- a procedure. Rows are only added.
        CREATE TABLE loadScope (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('officer', 'procedure')),
            -- The account name or the procedure's code. An officer without name is one whose envelope could not be read
            -- when this table was made.
            name TEXT NOT NULL,
            site TEXT NOT NULL REFERENCES site (id),
            UNIQUE (kind, name, site)
        ) STRICT;

        -- Of each complete manifest, what was done: by whom, on which day, and how many pages it names.
        CREATE TABLE sealing (
            manifest INTEGER NOT NULL PRIMARY KEY REFERENCES manifest (id),
            officer INTEGER NOT NULL REFERENCES loadScope (id),
            day INTEGER NOT NULL,
            pages INTEGER NOT NULL CHECK (pages >= 0)
        ) STRICT;

        -- Sums by day, kept in the transaction that changes them: see LoadKind.
        CREATE TABLE officerLoad (
            scope INTEGER NOT NULL REFERENCES loadScope (id),
            day INTEGER NOT NULL,
            submissions INTEGER NOT NULL CHECK (submissions >= 0),
            dossiers INTEGER NOT NULL CHECK (dossiers >= 0),
            pages INTEGER NOT NULL CHECK (pages >= 0),
            PRIMARY KEY (scope, day)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE procedureLoad (
            scope INTEGER NOT NULL REFERENCES loadScope (id),
            day INTEGER NOT NULL,
            dossiers INTEGER NOT NULL CHECK (dossiers >= 0),
            digitised INTEGER NOT NULL CHECK (digitised >= 0),
            pages INTEGER NOT NULL CHECK (pages >= 0),
            PRIMARY KEY (scope, day)
        ) STRICT, WITHOUT ROWID;
        """

    /// Fills the tables for what was accepted before, in the order in which each is read once.
    private static let loadsOfBefore = """
        CREATE INDEX sealingByOfficer ON sealing (officer, day);

        -- Of each dossier: what was sealed last and stands says the procedure; pages are those of all that stands.
        CREATE TEMP TABLE standing AS
            SELECT manifest.dossierCode AS code, dossier.procedure, sealing.pages,
                row_number() OVER (
                    PARTITION BY manifest.dossierCode ORDER BY manifest.sealedAt DESC, manifest.digest DESC) AS place
            FROM manifest NOT INDEXED JOIN dossier ON dossier.manifest = manifest.id
                JOIN sealing ON sealing.manifest = manifest.id
            WHERE manifest.isEffective;
        CREATE TEMP TABLE used AS
            SELECT code, max(CASE WHEN place = 1 THEN procedure END) AS procedure, sum(pages) AS pages
            FROM standing GROUP BY code ORDER BY code;
        CREATE UNIQUE INDEX temp.usedByCode ON used (code);
        INSERT INTO loadScope (kind, name, site)
            SELECT DISTINCT 'procedure', used.procedure, dossierFact.site
            FROM dossierFact JOIN used ON used.code = dossierFact.dossierCode;

        CREATE TABLE dossierWithProcedure (
            dossierCode TEXT NOT NULL PRIMARY KEY,
            -- The office that sealed it first.
            site TEXT NOT NULL REFERENCES site (id),
            -- The day of reception in the code, else the first sealing.
            day INTEGER NOT NULL,
            isDigitised INTEGER NOT NULL CHECK (isDigitised IN (0, 1)),
            -- Distinct component papers, and those of them that were reused instead of scanned.
            papers INTEGER NOT NULL CHECK (papers >= 0),
            reusedPapers INTEGER NOT NULL CHECK (reusedPapers BETWEEN 0 AND papers),
            -- Its procedure at that office.
            procedure INTEGER NOT NULL REFERENCES loadScope (id),
            -- The pages of all that stands of it.
            pages INTEGER NOT NULL CHECK (pages >= 0)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO dossierWithProcedure
            SELECT fact.dossierCode, fact.site, fact.day, fact.isDigitised, fact.papers, fact.reusedPapers,
                loadScope.id, used.pages
            FROM dossierFact AS fact JOIN used ON used.code = fact.dossierCode
                JOIN loadScope ON loadScope.kind = 'procedure' AND loadScope.name = used.procedure
                    AND loadScope.site = fact.site
            ORDER BY fact.dossierCode;
        DROP TABLE dossierFact;
        ALTER TABLE dossierWithProcedure RENAME TO dossierFact;
        CREATE INDEX dossierFactBySite ON dossierFact (site, day, dossierCode);
        CREATE INDEX dossierFactByProcedure ON dossierFact (procedure, day, dossierCode);
        DROP TABLE temp.standing;
        DROP TABLE temp.used;

        INSERT INTO procedureLoad (scope, day, dossiers, digitised, pages)
            SELECT procedure, day, count(*), sum(isDigitised), sum(pages) FROM dossierFact GROUP BY procedure, day;
        INSERT INTO officerLoad (scope, day, submissions, dossiers, pages)
            WITH done AS (
                SELECT sealing.officer, sealing.day, sealing.pages * manifest.isEffective AS pages,
                    row_number() OVER (
                        PARTITION BY dossierCode, site, contentDigest ORDER BY sealedAt, digest) = 1 AS isSubmission,
                    row_number() OVER (PARTITION BY dossierCode ORDER BY sealedAt, digest) = 1 AS isFirst
                FROM manifest NOT INDEXED JOIN sealing ON sealing.manifest = manifest.id
            )
            SELECT officer, day, sum(isSubmission), sum(isFirst), sum(pages) FROM done GROUP BY officer, day
            HAVING sum(isSubmission) + sum(isFirst) + sum(pages) > 0;
        """

    /// Makes the tables, and counts what was accepted before.
    ///
    /// Who sealed it stands in the envelopes alone: each is read once. That is done here, and not left to a recount: what
    /// is superseded later is taken away from what was counted, so that there is no half of it.
    static func addLoads(_ db: Database) throws {
        try db.execute(sql: loadTables)
        let add = try db.makeStatement(
            sql: """
                INSERT INTO sealing (manifest, officer, day, pages)
                SELECT ?1, ?2, (?3 + 25200) / 86400, count(page.document)
                FROM document JOIN page ON page.document = document.id WHERE document.manifest = ?1
                """)
        var officers: [LoadScope: Int64] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT manifest.id, manifest.site, sealedAt, envelope
                FROM manifest NOT INDEXED WHERE state = 'complete' ORDER BY manifest.id
                """)
        while let row = try rows.next() {
            let scope = LoadScope(.officer, operatorName(in: row["envelope"]), at: try row.value("site"))
            let officer = try officers[scope] ?? scope.id(in: db)
            officers[scope] = officer
            try add.execute(arguments: [row["id"] as Int64, officer, row["sealedAt"] as Int])
        }
        try db.execute(sql: loadsOfBefore)
    }

    /// Who sealed a manifest; empty where its envelope cannot be read. That one damaged envelope is told by `verify`, for
    /// which the index must open.
    private static func operatorName(in envelope: Data) -> String {
        struct Sealed: Decodable {
            let `operator`: String
        }
        let payload = (try? Wire.decode(Envelope.self, from: envelope))?.payload
        return payload.flatMap { try? Wire.decode(Sealed.self, from: $0) }?.operator ?? ""
    }
}
