import Dossiers

extension SyntheticProvince {
    /// The statements that fill tables, in order; sums are made when the facts have their indexes.
    ///
    /// Dossiers fall on offices and days by a multiplicative hash of their number (Knuth, TAOCP 3, 6.4), so that any
    /// number of them is spread over each year and the whole province; the years come one after the other.
    var statements: [String] {
        calendar + [Self.offices, serials] + Self.rows + [blobs] + Self.pageRows + Self.work + Self.facts
    }

    private var perYear: Int { dossiers / years }

    private var calendar: [String] {
        let rows = (0..<years).map { "(\($0), \(Period(year: firstYear + $0).first.number))" }.joined(separator: ", ")
        return [
            "CREATE TEMP TABLE year (y INTEGER PRIMARY KEY, firstDay INTEGER NOT NULL)",
            "INSERT INTO year VALUES \(rows)",
        ]
    }

    private static let offices = """
        CREATE TEMP TABLE office AS
            SELECT row_number() OVER (ORDER BY f.site) - 1 AS n, f.site, f.level,
                coalesce(f.parent, f.site) AS parent, coalesce(p.level, f.level) AS parentLevel,
                't-' || substr(lower(hex(digest(f.site))), 1, 16) AS station
            FROM siteFact AS f LEFT JOIN siteFact AS p ON p.site = f.parent
        """

    private var serials: String {
        """
        CREATE TEMP TABLE serial AS
            WITH RECURSIVE
                numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < \(dossiers)),
                hashed AS (SELECT n, n * 2654435761 % 4294967296 AS h, (n - 1) / \(perYear) AS y FROM numbers),
                placed AS (
                    SELECT n, y, h % (SELECT count(*) FROM office) AS office, firstDay + h / 1009 % 365 AS day
                    FROM hashed JOIN year USING (y)
                )
            SELECT placed.n, y, day, day * 86400 + 5 * 3600 AS noon, site, level, station,
                row_number() OVER (PARTITION BY site ORDER BY placed.n) AS sequence,
                'H51.' || (100 + office.n) || '-' || (strftime('%Y%m%d', day * 86400, 'unixepoch') % 1000000)
                    || '-' || (1000000 + placed.n) AS code,
                CASE WHEN placed.n % 5 = 0 THEN parent ELSE site END AS authority,
                CASE WHEN placed.n % 5 = 0 THEN parentLevel ELSE level END AS authorityLevel,
                placed.n || '/2021' AS number,
                spread(y, (placed.n - 1) % \(perYear), \(perYear)) AS digest
            FROM placed JOIN office ON office.n = placed.office ORDER BY placed.n
        """
    }

    private static let rows = [
        """
        INSERT INTO joinToken (id, secretHash, site, issuedBy, issuedAt, expiresAt, usedAt)
            SELECT station, digest('token ' || site), site, 'bench', 1, 2, 1 FROM office
        """,
        """
        INSERT INTO station (id, site, algorithm, publicKey, label, agentVersion, joinToken, enrolledAt, lastSeenAt,
                headSequence, headDigest)
            SELECT station, site, 'ecdsa-p256-sha256', digest('key ' || site), 'bench', 'bench', station, 1,
                max(noon), max(sequence), digest('head ' || site)
            FROM serial GROUP BY site
        """,
        """
        INSERT INTO manifest (id, digest, station, sequence, site, dossierCode, contentDigest, sealedAt, announcedAt,
                state, isEffective, envelope)
            SELECT n, digest, station, sequence, site, code, digest('content ' || n), noon, noon, 'complete', 1, x''
            FROM serial
        """,
        """
        INSERT INTO receipt (number, manifest, outcome, issuedAt, envelope)
            SELECT n, n, 'accepted', noon, x'' FROM serial
        """,
        "INSERT INTO acceptance (site, dossierCode, number) SELECT site, code, n FROM serial ORDER BY site, code",
        """
        CREATE TEMP TABLE name AS
            SELECT key AS n, part, value FROM (\(SyntheticNames.table))
        """,
        "CREATE UNIQUE INDEX temp.nameByNumber ON name (part, n)",
        """
        INSERT INTO dossier (manifest, site, procedure, ownerName, ownerSearchKey, componentsComplete)
            SELECT serial.n, site, '1.004946', family.value || ' ' || middle.value || ' ' || given.value,
                family.value || ' ' || middle.value || ' ' || given.value, serial.n % 10 <> 0
            FROM serial
                CROSS JOIN name AS family ON family.part = 'family' AND family.n = serial.n * 7919 % 100
                CROSS JOIN name AS middle ON middle.part = 'middle' AND middle.n = serial.n / 3 % 50
                CROSS JOIN name AS given ON given.part = 'given' AND given.n = serial.n / 7 % 200
        """,
        """
        INSERT OR IGNORE INTO nameWord (word) SELECT word.value FROM name
            JOIN json_each('["' || replace(name.value, ' ', '","') || '"]') AS word
        """,
        "INSERT INTO ownerWord (ownerWord) VALUES ('rebuild')",
        """
        INSERT INTO document (id, manifest, position, role, type, number, issuedOn, authority, level, inForce, resultKey)
            SELECT 2 * n - 1 + position, n, position, role, type, CASE role WHEN 'result' THEN number END,
                CASE role WHEN 'result' THEN day END, authority, authorityLevel, role = 'component' OR n % 11 <> 0,
                CASE role WHEN 'result' THEN 'n' || char(31) || authority || char(31) || type || char(31) || number END
            FROM serial CROSS JOIN
                (SELECT 0 AS position, 'component' AS role, 'CCCD' AS type UNION ALL SELECT 1, 'result', 'GKS')
        """,
    ]

    private var blobs: String {
        let all = Self.pages * perYear
        return """
            INSERT INTO blob (id, digest, byteLength, storedAt)
                SELECT \(Self.pages) * (n - 1) + page,
                    spread(1000 + y, (\(Self.pages) * (n - 1) + page - 1) % \(all), \(all)), 150000, noon
                FROM \(Self.everyPage)
            """
    }

    private static let pageRows = [
        """
        INSERT INTO storedOnDay (day, contents, bytes)
            SELECT day, \(pages) * count(*), \(pages) * 150000 * count(*) FROM serial GROUP BY day
        """,
        "CREATE INDEX temp.serialBySite ON serial (site, n)",
        """
        INSERT INTO siteBlob (site, blob)
            SELECT site, \(pages) * (n - 1) + page
            FROM serial INDEXED BY serialBySite CROSS JOIN (\(pageNumbers))
        """,
        """
        INSERT INTO page (document, position, blob)
            SELECT 2 * n - (page <= 3), CASE WHEN page <= 3 THEN page - 1 ELSE page - 4 END, \(pages) * (n - 1) + page
            FROM \(everyPage)
        """,
    ]

    private static let pageNumbers =
        "SELECT 1 AS page UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5"
    private static let everyPage = "serial CROSS JOIN (\(pageNumbers))"

    private static let facts = [
        """
        INSERT INTO dossierFact (dossierCode, site, day, isDigitised, papers, reusedPapers, procedure, pages)
            SELECT code, serial.site, day, n % 10 <> 0, 1, 0, loadScope.id, \(pages)
            FROM serial JOIN loadScope ON loadScope.site = serial.site AND kind = 'procedure' ORDER BY code
        """,
        """
        INSERT INTO resultFact (key, authority, level, site, firstDay, resolvedDay, inForce)
            SELECT resultKey, document.authority, document.level, site, day, issuedOn, inForce
            FROM document CROSS JOIN serial ON serial.rowid = document.manifest WHERE role = 'result' ORDER BY resultKey
        """,
    ]

    /// The sums of the facts, by each span for which counters are kept.
    var sums: [String] {
        [
            "CREATE TEMP TABLE sealed AS SELECT site, day, count(*) AS amount FROM serial GROUP BY site, day",
            """
            INSERT INTO counter (grain, scope, level, start, dossiers, digitisedDossiers, componentPapers, reusedPapers,
                digitisedResults, resultsInForce, submissions, pages)
                SELECT grain, scope, level, CASE grain WHEN 'day' THEN day
                    WHEN 'month' THEN day + 1 - strftime('%d', day * 86400, 'unixepoch')
                    ELSE day + 1 - strftime('%j', day * 86400, 'unixepoch') END AS start,
                    sum(dossiers), sum(digitised), sum(papers), 0, sum(results), sum(inForce), sum(submissions),
                    \(Self.pages) * sum(submissions)
                FROM (
                    SELECT site AS scope, '' AS level, day, count(*) AS dossiers, sum(isDigitised) AS digitised,
                        sum(papers) AS papers, 0 AS results, 0 AS inForce, 0 AS submissions
                        FROM dossierFact GROUP BY site, day
                    UNION ALL SELECT site, '', resolvedDay, 0, 0, 0, count(*), 0, 0
                        FROM resultFact GROUP BY site, resolvedDay
                    UNION ALL SELECT authority, level, firstDay, 0, 0, 0, 0, count(*), 0
                        FROM resultFact WHERE inForce GROUP BY authority, level, firstDay
                    UNION ALL SELECT site, '', day, 0, 0, 0, 0, 0, amount FROM sealed
                ) CROSS JOIN (SELECT 'day' AS grain UNION ALL SELECT 'month' UNION ALL SELECT 'year')
                GROUP BY grain, scope, level, start
            """,
        ]
    }
}
