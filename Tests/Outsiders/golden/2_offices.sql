-- Offices, successions and denominators as each report sees them. Days are numbers since 1970-01-01.
-- In: ask (ask, first, last, day), site (id, closed), fact (site, since, name, level, parent, code, exempt),
--     succession (predecessor, successor, kind, day), entry (id, batch, indicator, kind, scope, first, last,
--     denominator, numerator), approved (batch), target (indicator, level, year, permille, other).

-- The fact that holds on a day or, before the first, the first.
CREATE TABLE nearest AS
    SELECT ask, f.* EXCLUDE (until), closed, f.since <= day AS hasBegun
    FROM ask CROSS JOIN (
        SELECT *, lead(since) OVER (PARTITION BY site ORDER BY since) AS until,
            row_number() OVER (PARTITION BY site ORDER BY since) AS number
        FROM fact
    ) AS f JOIN site ON site.id = f.site
    WHERE (f.since <= day OR number = 1) AND (until IS NULL OR until > day);

CREATE TABLE onDay AS
    SELECT nearest.* FROM nearest JOIN ask USING (ask) WHERE hasBegun AND (closed IS NULL OR closed > day);

-- Offices that there were on any day of the period, as on their last one in it.
CREATE TABLE inPeriod AS
    SELECT ask, f.site, f.level FROM (
        SELECT ask, first, least(day, closed - 1) AS end_, id FROM ask CROSS JOIN site
    ) AS s JOIN (
        SELECT *, lead(since) OVER (PARTITION BY site ORDER BY since) AS until FROM fact
    ) AS f ON f.site = s.id AND f.since <= end_ AND (until IS NULL OR until > end_)
    WHERE end_ >= first;

CREATE TABLE life AS
    SELECT id AS site, min(since) AS first, any_value(closed) - 1 AS last
    FROM site JOIN fact ON fact.site = site.id GROUP BY id;

-- Who came before whom by merger and renaming, over any number of steps, up to the day.
CREATE TABLE step AS
    SELECT ask, predecessor, successor FROM ask JOIN succession ON succession.day <= ask.day
    WHERE kind IN ('merge', 'rename');
CREATE TABLE ancestor AS
    WITH RECURSIVE walk AS (
        SELECT ask, successor AS site, predecessor FROM step
        UNION
        SELECT walk.ask, walk.site, step.predecessor
        FROM walk JOIN step ON step.ask = walk.ask AND step.successor = walk.predecessor
    )
    SELECT * FROM walk;
-- In whom an office goes on: the last one.
CREATE TABLE home AS
    SELECT ask, id AS site, coalesce(
        (SELECT a.site FROM ancestor AS a
            WHERE a.ask = ask.ask AND a.predecessor = id
                AND NOT EXISTS (FROM step WHERE step.ask = a.ask AND step.predecessor = a.site)), id) AS home
    FROM ask CROSS JOIN site;

-- Days from which a level has no offices any more.
CREATE TABLE ended AS
    SELECT ask, level, max(least(until, closed)) AS since
    FROM ask CROSS JOIN (
        SELECT fact.*, site.closed, lead(since) OVER (PARTITION BY site ORDER BY since) AS until,
        FROM fact JOIN site ON site.id = fact.site
    ) AS f
    WHERE f.since <= day AND NOT EXISTS (FROM onDay WHERE onDay.ask = ask.ask AND onDay.level = f.level)
        -- The last time that the office was of the level.
        AND NOT EXISTS (
            FROM fact AS g WHERE g.site = f.site AND g.level = f.level AND g.since > f.since AND g.since <= day)
    GROUP BY ask, level;

-- What stands: of each place and span the last that was approved.
CREATE TABLE baseline AS
    SELECT indicator, kind, scope, first, last, arg_max(denominator, id) AS denominator,
        max_by({'n': numerator}, id).n AS numerator
    FROM entry SEMI JOIN approved USING (batch) GROUP BY indicator, kind, scope, first, last;

-- Spans that are to be covered: the period, and of offices that ended or followed others in it their days.
CREATE TABLE span AS
    SELECT ask, b.indicator, b.kind, b.scope, 'period' AS of_, ask.first, ask.last
    FROM ask CROSS JOIN (SELECT DISTINCT indicator, kind, scope FROM baseline) AS b
    WHERE indicator IN ('R1', 'R2', 'R4')
    UNION ALL
    SELECT ask, b.indicator, b.kind, b.scope, 'lived',
        CASE WHEN EXISTS (FROM succession AS s WHERE s.successor = life.site AND s.day = life.first)
            THEN greatest(ask.first, life.first) ELSE ask.first END, least(ask.last, life.last)
    FROM ask CROSS JOIN (SELECT DISTINCT indicator, kind, scope FROM baseline) AS b
        JOIN life ON b.kind = 'site' AND life.site = b.scope
    WHERE indicator IN ('R1', 'R2', 'R4');

-- Baselines that make a span up without gap or overlap: as few as can be, the first as long as can be, and so on.
CREATE TABLE tiling AS
    WITH RECURSIVE path AS (
        SELECT ask, indicator, kind, scope, of_, first, last, first AS next, []::BIGINT[] AS tiles,
            []::BIGINT[] AS lengths
        FROM span WHERE first <= last
        UNION ALL
        SELECT path.ask, path.indicator, path.kind, path.scope, path.of_, path.first, path.last, b.last + 1,
            list_append(tiles, next), list_append(lengths, b.last - b.first + 1)
        FROM path JOIN baseline AS b
            ON b.indicator = path.indicator AND b.kind = path.kind AND b.scope = path.scope AND b.first = path.next
                AND b.last <= path.last
    )
    FROM path WHERE next = last + 1
    QUALIFY row_number() OVER (
        PARTITION BY ask, indicator, kind, scope, of_ ORDER BY len(lengths), lengths DESC) = 1;

-- Of the days that were lived only where the period itself is not made up.
CREATE TABLE tile AS
    SELECT t.ask, t.indicator, t.kind, t.scope, t.of_, t.first AS spanFirst, t.last AS spanLast, b.first, b.last,
        b.denominator, b.numerator
    FROM (
        SELECT *, unnest(tiles) AS start, unnest(lengths) AS length FROM tiling
        WHERE of_ = 'period' OR (ask, indicator, kind, scope) NOT IN (
            SELECT (ask, indicator, kind, scope) FROM tiling WHERE of_ = 'period')
    ) AS t JOIN baseline AS b
        ON b.indicator = t.indicator AND b.kind = t.kind AND b.scope = t.scope AND b.first = start
            AND b.last = start + length - 1;

-- R3: the baseline that has the day in it; of several the one that begins last, then the shortest.
CREATE TABLE inForce AS
    SELECT ask, kind, scope, denominator, numerator
    FROM ask JOIN baseline AS b ON indicator = 'R3' AND day BETWEEN b.first AND b.last
    QUALIFY row_number() OVER (PARTITION BY ask, kind, scope ORDER BY b.first DESC, b.last) = 1;
