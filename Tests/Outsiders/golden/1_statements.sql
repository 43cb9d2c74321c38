-- What stands of what the offices said: from the manifests as they were received.
-- In: received (digest, payload, outcome): outcome as the receipt says, NULL where there is none yet.

CREATE TABLE statement AS
    SELECT digest, outcome, payload->>'$.site' AS site, payload->>'$.dossier.code' AS code,
        epoch(CAST(payload->>'$.sealedAt' AS TIMESTAMP))::BIGINT AS sealed,
        (epoch(CAST(payload->>'$.sealedAt' AS TIMESTAMP))::BIGINT + 7 * 3600) // 86400 AS day,
        (payload->'$.dossier')::VARCHAR || (payload->'$.documents')::VARCHAR AS content,
        (payload->>'$.dossier.componentsComplete') = 'true' AS isComplete,
        CAST(payload->'$.supersedes' AS VARCHAR[]) AS supersedes, CAST(payload->'$.documents' AS JSON[]) AS documents
    FROM received WHERE outcome IS DISTINCT FROM 'refused';

CREATE TABLE accepted AS SELECT * FROM statement WHERE outcome IS NOT NULL;

-- Whatever a statement takes the place of, directly or through others.
CREATE TABLE below AS
    WITH RECURSIVE edge AS (SELECT digest AS upper, unnest(supersedes) AS lower FROM statement),
        path AS (
            SELECT upper, lower FROM edge
            UNION
            SELECT path.upper, edge.lower FROM path JOIN edge ON edge.upper = path.lower
        )
    SELECT upper, lower FROM path;

-- It also takes the place of what was sealed before it and says the same as one of those.
CREATE TABLE overtaken AS
    SELECT DISTINCT node.digest
    FROM accepted AS node JOIN accepted AS later
        ON later.code = node.code AND later.site = node.site AND later.digest <> node.digest
    WHERE EXISTS (FROM below WHERE upper = later.digest AND lower = node.digest)
        OR (
            (node.sealed, node.digest) < (later.sealed, later.digest)
            AND NOT EXISTS (FROM below WHERE upper = node.digest AND lower = later.digest)
            AND EXISTS (
                FROM below JOIN statement AS former ON former.digest = below.lower
                WHERE upper = later.digest AND former.content = node.content AND former.code = node.code
                    AND former.site = node.site
            )
        );

-- Of several that say the same the first; and where two overtake each other, the last.
CREATE TABLE standing AS
    WITH candidate AS (
        SELECT * FROM accepted WHERE digest NOT IN (FROM overtaken)
        UNION ALL
        SELECT a.* FROM accepted AS a
        WHERE NOT EXISTS (
                FROM accepted AS o WHERE o.code = a.code AND o.site = a.site AND o.digest NOT IN (FROM overtaken)
            )
            AND NOT EXISTS (
                FROM accepted AS o
                WHERE o.code = a.code AND o.site = a.site AND (o.sealed, o.digest) > (a.sealed, a.digest)
            )
    )
    SELECT * FROM candidate
    QUALIFY row_number() OVER (PARTITION BY code, site, content ORDER BY sealed, digest) = 1;

-- A statement that is made again is no further submission.
CREATE TABLE submission AS
    SELECT site, day FROM accepted
    QUALIFY row_number() OVER (PARTITION BY code, site, content ORDER BY sealed, digest) = 1;

CREATE TABLE paper AS
    WITH one AS (
        SELECT digest, site, code, sealed, day, unnest(documents) AS document,
            generate_subscripts(documents, 1) AS position
        FROM accepted
    )
    SELECT digest, site, code, sealed, day, position, digest IN (SELECT digest FROM standing) AS stands,
        document->>'$.role' AS role, document->>'$.type' AS type, document->>'$.number' AS number,
        document->>'$.authority' AS authority, document->>'$.level' AS level,
        (document->>'$.inForce') = 'true' AS inForce,
        (CAST(document->>'$.issuedOn' AS DATE) - DATE '1970-01-01') AS issuedOn,
        (document->'$.reuse') IS NOT NULL AS isReused
    FROM one;

-- A dossier counts once, at the office that sealed it first.
CREATE TABLE component AS
    WITH named AS (
        SELECT code, isReused,
            CASE WHEN number IS NULL
                THEN ['', type, row_number() OVER (
                    PARTITION BY digest, type, number IS NULL ORDER BY position)::VARCHAR, '']
                ELSE ['n', authority, type, number] END AS name
        FROM paper WHERE stands AND role = 'component'
    )
    SELECT code, name, bool_and(isReused) AS isReused FROM named GROUP BY ALL;

CREATE TABLE dossier AS
    SELECT first.code, first.site,
        coalesce(
            CAST(try_strptime('20' || split_part(first.code, '-', 2), '%Y%m%d') AS DATE) - DATE '1970-01-01',
            first.day) AS day,
        EXISTS (
            FROM standing WHERE standing.code = first.code AND isComplete
                AND list_bool_or([(d->>'$.role') = 'component' FOR d IN documents])
        ) AS isDigitised,
        (SELECT count(*) FROM component WHERE component.code = first.code) AS papers,
        (SELECT count(*) FROM component WHERE component.code = first.code AND component.isReused) AS reused
    FROM (FROM accepted QUALIFY row_number() OVER (PARTITION BY code ORDER BY sealed, digest) = 1) AS first;

-- A result is what is last said of it, and counts where and when it was first said in a dossier that still names it.
CREATE TABLE result AS
    WITH said AS (
        SELECT *, CASE WHEN number IS NULL THEN ['d', code, type, ''] ELSE ['n', authority, type, number] END AS name
        FROM paper WHERE role = 'result'
    ), last AS (
        FROM said WHERE stands
        QUALIFY row_number() OVER (PARTITION BY name ORDER BY sealed DESC, digest DESC, position DESC) = 1
    ), first AS (
        FROM said WHERE EXISTS (
            FROM said AS s WHERE s.stands AND s.name = said.name AND s.code = said.code AND s.site = said.site
        ) QUALIFY row_number() OVER (PARTITION BY name ORDER BY sealed, digest, position) = 1
    )
    SELECT last.authority, last.level, first.site, first.day, coalesce(last.issuedOn, first.day) AS resolved,
        last.inForce
    FROM last JOIN first USING (name);

-- What is counted on each day, by indicator and by whom it is counted for.
CREATE TABLE counted AS
    SELECT 'R1' AS measure, site AS scope, '' AS level, day, count(*) AS n FROM dossier WHERE isDigitised GROUP BY ALL
    UNION ALL SELECT 'R2', site, '', resolved, count(*) FROM result GROUP BY ALL
    UNION ALL SELECT 'R3', authority, level, day, count(*) FROM result WHERE inForce GROUP BY ALL
    UNION ALL SELECT 'R5', site, '', day, sum(reused) FROM dossier WHERE reused > 0 GROUP BY ALL
    UNION ALL SELECT 'needed', site, '', day, sum(papers) FROM dossier WHERE papers > 0 GROUP BY ALL
    UNION ALL SELECT 'R6', site, '', day, count(*) FROM submission GROUP BY ALL;
