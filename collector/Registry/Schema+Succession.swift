extension Schema {
    /// Offices that follow others, figures that a second person approves, and when reports are due.
    static let successionAndApprovals = """
        -- Code of the office in the electronic document exchange (H51…, 000.18.29.H51): a dated fact like its others.
        ALTER TABLE siteFact ADD COLUMN organisationCode TEXT;

        -- Which office follows which, from which day on, by which decree. `merge` and `rename`: the predecessor is over
        -- and its history goes on in the one successor. `split`: it is over and several follow. `part`: it goes on,
        -- and a part of it went over.
        CREATE TABLE succession (
            predecessor TEXT NOT NULL REFERENCES site (id),
            successor TEXT NOT NULL REFERENCES site (id) CHECK (successor <> predecessor),
            day INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'part')),
            decree TEXT NOT NULL CHECK (decree <> ''),
            PRIMARY KEY (predecessor, successor, day)
        ) STRICT, WITHOUT ROWID;

        -- Denominators come in batches, one for each import. Rows are only added: what stands is, for each scope and
        -- span, the last entry of an approved batch.
        CREATE TABLE baselineBatch (
            id INTEGER PRIMARY KEY,
            file TEXT NOT NULL,
            importedAt INTEGER NOT NULL,
            importedBy TEXT NOT NULL
        ) STRICT;
        CREATE TABLE baselineEntry (
            id INTEGER PRIMARY KEY,
            batch INTEGER NOT NULL REFERENCES baselineBatch (id),
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
            -- The document that the figure comes from.
            source TEXT NOT NULL,
            UNIQUE (batch, indicator, scopeKind, scope, period)
        ) STRICT;
        CREATE INDEX baselineEntryByPlace ON baselineEntry (indicator, scopeKind, scope, firstDay, lastDay);
        CREATE TABLE baselineDecision (
            batch INTEGER NOT NULL PRIMARY KEY REFERENCES baselineBatch (id),
            isApproved INTEGER NOT NULL CHECK (isApproved IN (0, 1)),
            decidedAt INTEGER NOT NULL,
            decidedBy TEXT NOT NULL,
            reason TEXT NOT NULL DEFAULT '',
            CHECK (isApproved = 1 OR reason <> '')
        ) STRICT, WITHOUT ROWID;
        -- Whether one person may import and approve. The last row holds; without any, two persons are needed.
        CREATE TABLE approvalRule (
            id INTEGER PRIMARY KEY,
            needsSecondPerson INTEGER NOT NULL CHECK (needsSecondPerson IN (0, 1)),
            setAt INTEGER NOT NULL,
            setBy TEXT NOT NULL
        ) STRICT;

        -- What was imported before approvals were asked for counts as approved.
        INSERT INTO baselineBatch (file, importedAt, importedBy)
            SELECT '', importedAt, importedBy FROM baseline GROUP BY importedAt, importedBy
            ORDER BY importedAt, importedBy;
        INSERT INTO baselineEntry (batch, indicator, scopeKind, scope, period, firstDay, lastDay, denominator,
                reportedNumerator, source)
            SELECT baselineBatch.id, indicator, scopeKind, scope, period, firstDay, lastDay, denominator,
                reportedNumerator, source
            FROM baseline JOIN baselineBatch USING (importedAt, importedBy)
            ORDER BY baselineBatch.id, indicator, scopeKind, scope, firstDay, lastDay;
        INSERT INTO baselineDecision (batch, isApproved, decidedAt, decidedBy, reason)
            SELECT id, 1, importedAt, 'collector', 'imported before approvals were asked for' FROM baselineBatch;
        DROP TABLE baseline;

        CREATE TRIGGER baselineBatchIsNeverChanged BEFORE UPDATE ON baselineBatch
            BEGIN SELECT RAISE(ABORT, 'baselines are only added to'); END;
        CREATE TRIGGER baselineBatchIsNeverDeleted BEFORE DELETE ON baselineBatch
            BEGIN SELECT RAISE(ABORT, 'baselines are only added to'); END;
        CREATE TRIGGER baselineEntryIsNeverChanged BEFORE UPDATE ON baselineEntry
            BEGIN SELECT RAISE(ABORT, 'baselines are only added to'); END;
        CREATE TRIGGER baselineEntryIsNeverDeleted BEFORE DELETE ON baselineEntry
            BEGIN SELECT RAISE(ABORT, 'baselines are only added to'); END;
        CREATE TRIGGER baselineDecisionIsNeverChanged BEFORE UPDATE ON baselineDecision
            BEGIN SELECT RAISE(ABORT, 'decisions on baselines are only added to'); END;
        CREATE TRIGGER baselineDecisionIsNeverDeleted BEFORE DELETE ON baselineDecision
            BEGIN SELECT RAISE(ABORT, 'decisions on baselines are only added to'); END;

        -- Where a plan can be read in two ways: the figure that is not measured against, and where it comes from.
        ALTER TABLE target ADD COLUMN otherPermille INTEGER CHECK (otherPermille BETWEEN 0 AND 1000);
        ALTER TABLE target ADD COLUMN otherBasis TEXT CHECK ((otherBasis IS NULL) = (otherPermille IS NULL));

        -- When the report of a period must have been sent: before this day of the month that lies so many months from
        -- the period's last one. Periods of a form without a row have no due date.
        CREATE TABLE dueRule (
            form TEXT NOT NULL PRIMARY KEY CHECK (form IN ('month', 'quarter', 'half', 'year')),
            months INTEGER NOT NULL CHECK (months BETWEEN -12 AND 12),
            day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 31),
            basis TEXT NOT NULL CHECK (basis <> '')
        ) STRICT, WITHOUT ROWID;
        INSERT INTO dueRule (form, months, day, basis) VALUES
            ('quarter', 0, 5, 'mặc định: trước ngày 05 tháng cuối quý'),
            ('half', 0, 5, 'mặc định: trước ngày 05 tháng cuối của 6 tháng'),
            ('year', -1, 30, 'mặc định: trước ngày 30/11');
        """
}
