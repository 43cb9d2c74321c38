-- The figures of each office and authority, and those of levels as imported.
-- cell: numerator, denominator, source, counted, gain, parts; all* are with predecessors, where there are any.

CREATE MACRO source(sources) AS
    CASE WHEN len(list_distinct(sources)) = 1 THEN sources[1] ELSE 'mixed' END;

-- What was counted in spans that are needed.
CREATE TABLE soFar AS
    SELECT ask, measure, scope, c.level,
        coalesce(sum(n) FILTER (c.day BETWEEN ask.first AND ask.day), 0)::BIGINT AS inPeriod,
        coalesce(sum(n) FILTER (c.day BETWEEN ask.day - 27 AND ask.day), 0)::BIGINT AS inFourWeeks,
        coalesce(sum(n) FILTER (c.day BETWEEN ask.first AND ask.day - 28), 0)::BIGINT AS before,
        sum(n)::BIGINT AS ever
    FROM ask JOIN counted AS c ON c.day <= ask.day GROUP BY ALL;

-- R1, R2, R4, R5: offices there were, and those that something is known of.
CREATE TABLE office AS
    WITH known AS (
        SELECT ask, indicator, site, level
        FROM inPeriod CROSS JOIN (VALUES ('R1'), ('R2'), ('R4'), ('R5')) AS i (indicator)
        UNION ALL
        SELECT soFar.ask, CASE measure WHEN 'needed' THEN 'R5' ELSE measure END, nearest.site, nearest.level
        FROM soFar JOIN nearest ON nearest.ask = soFar.ask AND nearest.site = soFar.scope
        WHERE measure IN ('R1', 'R2', 'needed') AND soFar.inPeriod > 0
            AND (soFar.ask, soFar.scope) NOT IN (SELECT (ask, site) FROM inPeriod)
    )
    SELECT DISTINCT ask, indicator, site, level FROM known;

-- What was counted in each tile; for a level by the offices that are of it.
CREATE TABLE tileCount AS
    SELECT t.ask, t.indicator, t.kind, t.scope, t.first, coalesce(sum(c.n), 0)::BIGINT AS counted
    FROM tile AS t JOIN ask USING (ask) LEFT JOIN (
        SELECT ask, indicator, 'site' AS kind, site AS scope, site FROM office
        UNION ALL SELECT ask, indicator, 'level', level, site FROM office
    ) AS o ON o.ask = t.ask AND o.indicator = t.indicator AND o.kind = t.kind AND o.scope = t.scope
    LEFT JOIN counted AS c
        ON c.measure = t.indicator AND c.scope = o.site AND c.day BETWEEN t.first AND least(t.last, ask.day)
    GROUP BY ALL;

CREATE TABLE cover AS
    SELECT t.ask, t.indicator, t.kind, t.scope, t.of_, any_value(t.spanFirst) AS first, any_value(t.spanLast) AS last,
        sum(t.denominator)::BIGINT AS denominator, sum(coalesce(t.numerator, c.counted))::BIGINT AS numerator,
        source(list(CASE WHEN t.numerator IS NULL THEN 'counted' ELSE 'reported' END)) AS source, count(*) AS parts
    FROM tile AS t JOIN tileCount AS c USING (ask, indicator, kind, scope, first) GROUP BY ALL;

CREATE TABLE own AS
    SELECT o.ask, o.indicator, o.site, o.level,
        CASE WHEN c.of_ IS NULL THEN coalesce(s.inPeriod, 0)
            WHEN c.of_ = 'period' THEN c.numerator
            -- What is dated on other days of the period must not get lost.
            ELSE c.numerator + coalesce((
                SELECT sum(n) FROM counted AS d
                WHERE d.measure = o.indicator AND d.scope = o.site AND d.day BETWEEN ask.first AND ask.day
                    AND NOT d.day BETWEEN c.first AND c.last), 0)
            END::BIGINT AS numerator,
        c.denominator, coalesce(c.source, CASE o.indicator WHEN 'R4' THEN 'reported' ELSE 'counted' END) AS source,
        coalesce(s.inPeriod, 0) AS counted, coalesce(s.inFourWeeks, 0) AS gain, coalesce(c.parts, 1) AS parts,
        c.of_ = 'lived' AS isLived
    FROM office AS o JOIN ask USING (ask)
        LEFT JOIN soFar AS s ON s.ask = o.ask AND s.measure = o.indicator AND s.scope = o.site
        LEFT JOIN cover AS c ON c.ask = o.ask AND c.indicator = o.indicator AND c.kind = 'site' AND c.scope = o.site
    WHERE o.indicator IN ('R1', 'R2', 'R4')
    UNION ALL
    SELECT o.ask, 'R5', o.site, o.level, coalesce(s.inPeriod, 0), coalesce(n.inPeriod, 0), 'counted',
        coalesce(s.inPeriod, 0), 0, 0, false
    FROM office AS o
        LEFT JOIN soFar AS s ON s.ask = o.ask AND s.measure = 'R5' AND s.scope = o.site
        LEFT JOIN soFar AS n ON n.ask = o.ask AND n.measure = 'needed' AND n.scope = o.site
    WHERE o.indicator = 'R5';

-- With predecessors: a rate only where each office that was there has a denominator.
CREATE TABLE rolled AS
    SELECT o.ask, o.indicator, o.site, list(m.site ORDER BY m.site) FILTER (m.site <> o.site) AS predecessors,
        sum(m.numerator)::BIGINT AS numerator,
        CASE WHEN coalesce(bool_or(m.denominator IS NULL AND life.first <= ask.day
                AND (life.last IS NULL OR life.last >= ask.first)), false) THEN NULL
            ELSE sum(m.denominator) END::BIGINT AS denominator,
        coalesce(bool_or(m.denominator IS NULL AND life.first <= ask.day
            AND (life.last IS NULL OR life.last >= ask.first)), false) AS isLacking,
        source(list(m.source)) AS source, sum(m.counted)::BIGINT AS counted, sum(m.gain)::BIGINT AS gain,
        coalesce(sum(m.parts) FILTER (m.denominator IS NOT NULL), 0)::BIGINT AS parts
    FROM own AS o JOIN ask USING (ask) JOIN own AS m ON m.ask = o.ask AND m.indicator = o.indicator
        JOIN life ON life.site = m.site
    WHERE m.site = o.site
        OR EXISTS (FROM ancestor AS a WHERE a.ask = o.ask AND a.site = o.site AND a.predecessor = m.site)
    GROUP BY o.ask, o.indicator, o.site HAVING count(*) > 1;

CREATE TABLE cell (
    ask INTEGER, indicator VARCHAR, kind VARCHAR, id VARCHAR, level VARCHAR, numerator BIGINT, denominator BIGINT,
    source VARCHAR, counted BIGINT, gain BIGINT, isExempt BOOLEAN DEFAULT false, isLived BOOLEAN DEFAULT false,
    ownNumerator BIGINT, ownDenominator BIGINT, predecessors VARCHAR[], allNumerator BIGINT, allDenominator BIGINT,
    allSource VARCHAR, allCounted BIGINT, allGain BIGINT, allParts BIGINT, isLacking BOOLEAN DEFAULT false,
    isPredecessorsDenominator BOOLEAN DEFAULT false);

INSERT INTO cell BY NAME
    SELECT o.ask, o.indicator, 'site' AS kind, o.site AS id, o.level, o.numerator, o.denominator, o.source, o.counted,
        o.gain, coalesce(o.isLived, false) AS isLived, o.numerator AS ownNumerator, o.denominator AS ownDenominator,
        r.predecessors, coalesce(r.numerator, o.numerator) AS allNumerator,
        CASE WHEN r.site IS NULL THEN o.denominator ELSE r.denominator END AS allDenominator,
        coalesce(r.source, o.source) AS allSource, coalesce(r.counted, o.counted) AS allCounted,
        coalesce(r.gain, o.gain) AS allGain, coalesce(r.parts, o.parts) AS allParts,
        coalesce(r.isLacking, false) AS isLacking
    FROM own AS o LEFT JOIN rolled AS r ON r.ask = o.ask AND r.indicator = o.indicator AND r.site = o.site;

-- R3: those that are there on the day, have a denominator or digitised results; a successor has its predecessors'.
CREATE TABLE competent AS
    WITH place AS (
        SELECT ask, site AS id, level FROM onDay
        UNION
        SELECT i.ask, n.site, n.level FROM inForce AS i JOIN nearest AS n ON n.ask = i.ask AND n.site = i.scope
        WHERE i.kind = 'site'
        UNION
        SELECT ask, split_part(scope, ':', 2), split_part(scope, ':', 1) FROM inForce WHERE kind = 'authority'
        UNION
        SELECT ask, scope, level FROM soFar WHERE measure = 'R3'
    )
    SELECT p.ask, p.id, p.level, p.id IN (SELECT id FROM site) AS isSite, coalesce(s.ever, 0) AS counted,
        coalesce(s.inFourWeeks, 0) AS gain, i.denominator, coalesce(i.numerator, s.ever, 0) AS numerator,
        CASE WHEN i.numerator IS NULL THEN 'counted' ELSE 'reported' END AS source
    FROM place AS p LEFT JOIN soFar AS s
            ON s.ask = p.ask AND s.measure = 'R3' AND s.scope = p.id AND s.level = p.level
        LEFT JOIN nearest AS n ON n.ask = p.ask AND n.site = p.id
        LEFT JOIN inForce AS i ON i.ask = p.ask AND (
            -- An office's denominator is of the results of its own level.
            (i.kind = 'site' AND i.scope = p.id AND n.level = p.level)
            OR (i.kind = 'authority' AND i.scope = p.level || ':' || p.id));

CREATE TABLE folded AS
    SELECT c.ask, h.home, c.level, bool_or(c.id = h.home) AS hasOwn,
        coalesce(any_value(c.numerator) FILTER (c.id = h.home), 0) AS ownNumerator,
        any_value(c.denominator) FILTER (c.id = h.home) AS denominator,
        list(c.id ORDER BY c.id) FILTER (c.id <> h.home) AS predecessors, sum(c.numerator)::BIGINT AS numerator,
        sum(c.counted)::BIGINT AS counted, sum(c.gain)::BIGINT AS gain, source(list(c.source)) AS source
    FROM competent AS c JOIN home AS h ON h.ask = c.ask AND h.site = c.id
    WHERE c.id = h.home OR c.counted > 0 OR c.denominator IS NOT NULL
    GROUP BY c.ask, h.home, c.level;

-- Until the successor has a denominator: the sum of the predecessors', where all have one or are the sum of others.
CREATE TABLE inherited AS
    WITH RECURSIVE need AS (
        SELECT f.ask, f.home, f.level, step.predecessor AS site
        FROM folded AS f JOIN step ON step.ask = f.ask AND step.successor = f.home
        WHERE f.denominator IS NULL AND len(f.predecessors) > 0
        UNION ALL
        SELECT need.ask, need.home, need.level, step.predecessor
        FROM need JOIN step ON step.ask = need.ask AND step.successor = need.site
        WHERE NOT EXISTS (
            FROM competent AS c WHERE c.ask = need.ask AND c.level = need.level AND c.id = need.site
                AND c.denominator IS NOT NULL)
    )
    SELECT need.ask, need.home, need.level, sum(c.denominator)::BIGINT AS denominator
    FROM need LEFT JOIN competent AS c ON c.ask = need.ask AND c.level = need.level AND c.id = need.site
    -- Those that stand for others by the sum of theirs are not asked themselves.
    WHERE c.denominator IS NOT NULL
        OR NOT EXISTS (FROM step WHERE step.ask = need.ask AND step.successor = need.site)
    GROUP BY need.ask, need.home, need.level HAVING count(*) = count(c.denominator);

INSERT INTO cell BY NAME
    SELECT f.ask, 'R3' AS indicator, 'site' AS kind, f.home AS id, f.level, f.numerator,
        coalesce(f.denominator, i.denominator) AS denominator, f.source, f.counted, f.gain, f.ownNumerator,
        f.denominator AS ownDenominator, f.predecessors, f.numerator AS allNumerator,
        coalesce(f.denominator, i.denominator) AS allDenominator, f.source AS allSource, f.counted AS allCounted,
        f.gain AS allGain, 1 AS allParts,
        f.denominator IS NULL AND i.denominator IS NOT NULL AS isPredecessorsDenominator
    FROM folded AS f LEFT JOIN inherited AS i USING (ask, home, level)
    UNION ALL BY NAME
    SELECT ask, 'R3' AS indicator, 'authority' AS kind, id, level, numerator, denominator, source, counted, gain,
        numerator AS ownNumerator, denominator AS ownDenominator, numerator AS allNumerator,
        denominator AS allDenominator, source AS allSource, counted AS allCounted, gain AS allGain, 1 AS allParts,
        false AS isPredecessorsDenominator
    FROM competent WHERE NOT isSite;

-- R6: an office runs the process when it or one that it follows submitted something in the period.
INSERT INTO cell BY NAME
    WITH live AS (
        SELECT o.ask, o.site, o.level, o.exempt,
            coalesce(bool_or(s.inPeriod > 0 AND s.scope = o.site), false) AS isOwn,
            coalesce(bool_or(s.inPeriod > 0), false) AS isAny, coalesce(bool_or(s.before > 0), false) AS wasBefore,
            list(s.scope ORDER BY s.scope) FILTER (s.inPeriod > 0 AND s.scope <> o.site) AS active
        FROM onDay AS o LEFT JOIN soFar AS s ON s.ask = o.ask AND s.measure = 'R6' AND (
            s.scope = o.site
            OR EXISTS (FROM ancestor AS a WHERE a.ask = o.ask AND a.site = o.site AND a.predecessor = s.scope))
        GROUP BY ALL
    ), figure AS (
        SELECT *, (isAny AND NOT exempt)::BIGINT AS numerator, (NOT exempt)::BIGINT AS denominator,
            (isAny AND NOT exempt AND NOT wasBefore)::BIGINT AS gain,
            CASE WHEN isAny AND NOT exempt THEN active END AS predecessors
        FROM live
    )
    SELECT ask, 'R6' AS indicator, 'site' AS kind, site AS id, level, numerator, denominator, 'counted' AS source,
        numerator AS counted, gain, exempt AS isExempt, (isOwn AND numerator = 1)::BIGINT AS ownNumerator,
        denominator AS ownDenominator, predecessors, numerator AS allNumerator, denominator AS allDenominator,
        'counted' AS allSource, numerator AS allCounted, gain AS allGain, 1 AS allParts
    FROM figure;

-- Figures of whole levels as imported.
CREATE TABLE imported AS
    WITH sums AS (
        SELECT ask, indicator, level, sum(counted)::BIGINT AS counted, sum(gain)::BIGINT AS gain FROM cell GROUP BY ALL
    )
    SELECT c.ask, c.indicator, c.scope AS level, c.numerator, c.denominator, c.source,
        coalesce(s.counted, 0) AS counted, coalesce(s.gain, 0) AS gain, c.parts
    FROM cover AS c LEFT JOIN sums AS s ON s.ask = c.ask AND s.indicator = c.indicator AND s.level = c.scope
    WHERE c.kind = 'level'
    UNION ALL
    SELECT i.ask, 'R3', i.scope, coalesce(i.numerator, s.counted, 0), i.denominator,
        CASE WHEN i.numerator IS NULL THEN 'counted' ELSE 'reported' END, coalesce(s.counted, 0), coalesce(s.gain, 0), 1
    FROM inForce AS i LEFT JOIN sums AS s ON s.ask = i.ask AND s.indicator = 'R3' AND s.level = i.scope
    WHERE i.kind = 'level'
    UNION ALL
    SELECT ask, 'R6', scope, numerator, denominator, 'reported', 0, 0, 1
    FROM ask JOIN baseline AS b ON b.indicator = 'R6' AND b.kind = 'level' AND b.first = ask.first AND b.last = ask.last
    WHERE numerator IS NOT NULL;
