-- The lines of the reports, each set against its target.

-- The target of the year of the period's last day, else the last one before; and where the way to it begins.
CREATE TABLE aim AS
    SELECT ask, t.indicator, t.level, t.year, t.permille, t.other,
        make_date(coalesce(f.year, t.year - 1), 12, 31) - DATE '1970-01-01' AS start,
        make_date(t.year, 12, 31) - DATE '1970-01-01' AS end_, coalesce(f.permille, 0) AS start_permille,
        -- The year of the target is over on its last day, or on that of its reporting window.
        year(DATE '1970-01-01' + ask.last::INTEGER) > t.year
            OR (ask.day = ask.last AND strftime(DATE '1970-01-01' + ask.last::INTEGER, '%m-%d') IN ('12-31', '12-14'))
            AS isOver
    FROM ask JOIN target AS t ON t.year <= year(DATE '1970-01-01' + ask.last::INTEGER)
        LEFT JOIN LATERAL (
            SELECT year, permille FROM target AS g
            WHERE g.indicator = t.indicator AND g.level = t.level AND g.year < t.year ORDER BY year DESC LIMIT 1
        ) AS f ON true
    QUALIFY row_number() OVER (PARTITION BY ask, t.indicator, t.level ORDER BY t.year DESC) = 1;

CREATE TABLE began AS
    SELECT ask, EXISTS (FROM soFar WHERE soFar.ask = ask.ask AND measure = 'R6') AS hasCounted,
        least(28, day - first + 1) AS officeDays
    FROM ask;

-- A level is what its offices are; where none has a denominator, or of R6 one was reported, what was imported for it.
CREATE TABLE levelSum AS
    SELECT ask, indicator, level, bool_or(denominator IS NOT NULL) AS isKnown,
        sum(denominator)::BIGINT AS denominator,
        coalesce(sum(numerator) FILTER (denominator IS NOT NULL), 0)::BIGINT AS knownNumerator,
        sum(numerator)::BIGINT AS allNumerator,
        source(coalesce(list(source) FILTER (denominator IS NOT NULL), list(source))) AS source,
        coalesce(sum(gain) FILTER (denominator IS NOT NULL), sum(gain))::BIGINT AS gain,
        list({'id': id, 'numerator': CASE WHEN indicator <> 'R4' THEN numerator END} ORDER BY id)
            FILTER (denominator IS NULL) AS outside,
        coalesce(sum(numerator) FILTER (denominator IS NULL), 0)::BIGINT AS outsideNumerator
    FROM cell GROUP BY ask, indicator, level;

CREATE TABLE levelLine AS
    WITH joined AS (
        SELECT ask, indicator, level, s.* EXCLUDE (ask, indicator, level), i.numerator AS importedNumerator,
            i.denominator AS importedDenominator, i.source AS importedSource, i.gain AS importedGain, i.parts,
            i.ask IS NOT NULL AND (s.isKnown IS DISTINCT FROM true OR indicator = 'R6') AS isImported,
            e.ask IS NOT NULL AS isEnded, hasCounted
        FROM levelSum AS s FULL JOIN imported AS i USING (ask, indicator, level) JOIN began USING (ask)
            LEFT JOIN ended AS e USING (ask, level)
    ), chosen AS (
        SELECT ask, indicator, level, isImported, isEnded, hasCounted,
            CASE WHEN isImported THEN importedNumerator WHEN isKnown THEN knownNumerator ELSE allNumerator END
                AS numerator,
            CASE WHEN isImported THEN importedDenominator ELSE denominator END AS denominator,
            CASE WHEN isImported THEN importedSource ELSE source END AS source,
            CASE WHEN isImported THEN importedGain ELSE gain END AS gain,
            CASE WHEN isImported THEN parts ELSE 1 END AS parts, CASE WHEN NOT isImported THEN outside END AS outside,
            CASE WHEN isImported THEN 0 ELSE outsideNumerator END AS outsideNumerator
        FROM joined
    )
    SELECT *, 'level' AS kind, NULL::VARCHAR AS id,
        list_filter([
            CASE WHEN isImported AND indicator <> 'R6' THEN 'level_denominator' END,
            CASE WHEN source = 'counted' AND NOT hasCounted AND indicator = 'R6' THEN 'nothing_received' END,
            CASE WHEN isEnded THEN 'level_ended' END
        ], lambda n: n IS NOT NULL) AS notes
    FROM chosen;

CREATE TABLE officeLine AS
    SELECT ask, indicator, kind, id, level, allNumerator AS numerator, allDenominator AS denominator,
        allSource AS source, allGain AS gain, allParts AS parts, e.level IS NOT NULL AS isEnded, c.predecessors,
        ownNumerator, ownDenominator,
        list_filter([
            CASE WHEN isExempt THEN 'exempt' END,
            CASE WHEN c.predecessors IS NOT NULL THEN 'rolled_up' END,
            CASE WHEN c.predecessors IS NOT NULL AND isLacking THEN 'roll_up_without_denominator' END,
            CASE WHEN c.predecessors IS NULL AND isLived THEN 'lived' END,
            CASE WHEN isPredecessorsDenominator THEN 'predecessors_denominator' END,
            CASE WHEN kind = 'site' AND EXISTS (
                    FROM succession AS s
                    WHERE s.kind IN ('split', 'part') AND s.day <= ask.day
                        AND (s.successor = c.id
                            OR (c.ask, c.id, s.successor) IN (SELECT (ask, site, predecessor) FROM ancestor))
                        AND s.predecessor <> c.id
                        AND (c.ask, c.id, s.predecessor) NOT IN (SELECT (ask, site, predecessor) FROM ancestor)
                ) THEN 'parts_of' END
        ] || [
            'succeeded' FOR x IN range(CASE WHEN kind <> 'site' THEN 0 ELSE (
                SELECT count(*) FROM succession AS s
                WHERE s.predecessor = c.id AND s.kind <> 'part' AND s.day <= ask.day) END)
        ], lambda n: n IS NOT NULL) AS notes
    FROM cell AS c JOIN ask USING (ask) LEFT JOIN ended AS e USING (ask, level);

-- The province: where every level is complete; what stands on the day without levels that have ended.
CREATE TABLE provinceLine AS
    WITH shown AS (
        FROM levelLine WHERE NOT isEnded OR denominator IS NOT NULL OR numerator + outsideNumerator > 0
    ), part AS (
        SELECT *, isEnded AND indicator IN ('R3', 'R6') AS isLeftOut,
            denominator IS NULL OR outside IS NOT NULL AS isIncomplete
        FROM shown
    ), total AS (
        SELECT ask, indicator,
            count(*) FILTER (NOT isLeftOut) AS levels,
            coalesce(bool_or(isIncomplete) FILTER (NOT isLeftOut), false) AS isIncomplete,
            count(DISTINCT source) FILTER (NOT isLeftOut) AS sources,
            coalesce(sum(numerator + CASE WHEN denominator IS NULL THEN 0 ELSE outsideNumerator END)
                FILTER (NOT isLeftOut), 0)::BIGINT AS numerator,
            sum(denominator) FILTER (NOT isLeftOut)::BIGINT AS denominator,
            CASE WHEN count(*) FILTER (NOT isLeftOut) = 0 THEN 'counted'
                ELSE source(list(source) FILTER (NOT isLeftOut)) END AS source,
            bool_or(isLeftOut) AS hasEnded
        FROM part GROUP BY ask, indicator
    )
    SELECT ask, indicator, 'province' AS kind, NULL::VARCHAR AS id, NULL::VARCHAR AS level, numerator,
        levels > 0 AND NOT isIncomplete AND (sources = 1 OR indicator <> 'R6') AS isWhole,
        CASE WHEN isWhole THEN t.denominator END AS denominator, source,
        list_filter([
            CASE WHEN hasEnded THEN 'without_ended' END,
            CASE WHEN NOT isWhole THEN CASE WHEN isIncomplete THEN 'incomplete' ELSE 'unlike' END END,
            CASE WHEN isWhole AND numerator > t.denominator THEN 'above_denominator' END
        ], lambda n: n IS NOT NULL) AS notes
    FROM total AS t;

CREATE TABLE line AS
    WITH one AS (
        SELECT 'levels' AS view_, ask, indicator, kind, id, level, numerator, denominator, source, gain, parts, outside,
            NULL::VARCHAR[] AS predecessors, NULL::BIGINT AS ownNumerator, NULL::BIGINT AS ownDenominator, notes,
            NOT isEnded AS isMeasured, true AS saysSource
        FROM levelLine WHERE NOT isEnded OR denominator IS NOT NULL OR numerator + outsideNumerator > 0
        UNION ALL BY NAME
        SELECT 'levels' AS view_, ask, indicator, kind, id, level, numerator, denominator, source, NULL AS gain,
            1 AS parts, notes, false AS isMeasured, false AS saysSource
        FROM provinceLine
        UNION ALL BY NAME
        SELECT 'offices' AS view_, ask, indicator, kind, id, level, numerator, denominator, source, gain, parts,
            outside, notes, NOT isEnded AS isMeasured, true AS saysSource
        FROM levelLine
        UNION ALL BY NAME
        SELECT 'offices' AS view_, ask, indicator, kind, id, level, numerator, denominator, source, gain, parts,
            predecessors, ownNumerator, ownDenominator, notes, NOT isEnded AND indicator <> 'R6' AS isMeasured,
            true AS saysSource
        FROM officeLine
    ), measured AS (
        SELECT one.*, aim.* EXCLUDE (ask, indicator, level, end_, start), aim.start AS from_, aim.end_ AS to_, ask.day,
            CASE WHEN source = 'counted' AND one.indicator <> 'R5' THEN gain END AS speed,
            CASE one.indicator WHEN 'R6' THEN officeDays ELSE 28 END AS days,
            isMeasured AND aim.year IS NOT NULL AS isAimed,
            isAimed AND coalesce(denominator > 0, false) AS hasRate,
            numerator::HUGEINT * 1000 >= aim.permille::HUGEINT * denominator AS isMet,
            aim.end_ - aim.start AS way, least(greatest(ask.day - aim.start, 0), way) AS gone,
            aim.start_permille * way + (aim.permille - aim.start_permille) * gone AS expected,
            (denominator::HUGEINT * aim.permille + 999) // 1000 - numerator AS missing,
            CASE WHEN speed > 0 THEN (missing * days + speed - 1) // speed END AS needed
        FROM one JOIN ask USING (ask) JOIN began USING (ask)
            LEFT JOIN aim ON aim.ask = one.ask AND aim.indicator = one.indicator AND aim.level = one.level
    )
    SELECT view_, ask, indicator, kind, id, level, outside, predecessors, ownNumerator, ownDenominator, denominator,
        source,
        CASE WHEN indicator = 'R4' AND denominator IS NULL AND numerator = 0 THEN NULL ELSE numerator END AS numerator,
        -- Hundredths of a percent, rounded half up.
        CASE WHEN denominator > 0 THEN (numerator * 20000 + denominator) // (2 * denominator) END AS hundredths,
        CASE WHEN isAimed THEN year END AS targetYear, CASE WHEN isAimed THEN permille END AS targetPermille,
        CASE WHEN isAimed THEN other END AS otherPermille,
        CASE WHEN NOT isAimed THEN NULL WHEN denominator IS NULL THEN 'no_denominator' WHEN NOT hasRate THEN NULL
            WHEN isMet THEN 'met' WHEN isOver THEN 'not_met' ELSE 'not_yet' END AS verdict,
        CASE WHEN hasRate THEN (2 * expected + way) // (2 * way) END AS expectedPermille,
        CASE WHEN hasRate THEN numerator::HUGEINT * 1000 * way >= denominator::HUGEINT * expected END AS onPace,
        CASE WHEN NOT hasRate THEN NULL WHEN missing <= 0 THEN 'met' WHEN speed IS NULL THEN 'unknown'
            WHEN speed <= 0 THEN 'standstill' WHEN needed > 18263 THEN 'beyond' ELSE 'on' END AS forecast,
        CASE WHEN forecast = 'on' THEN (DATE '1970-01-01' + (day + needed)::INTEGER)::VARCHAR END AS forecastDay,
        list_sort(notes || list_filter([
            CASE WHEN saysSource AND source = 'reported' AND denominator IS NOT NULL THEN 'reported' END,
            CASE WHEN saysSource AND source = 'mixed' THEN 'mixed' END,
            CASE WHEN saysSource AND parts > 1 THEN 'summed_denominator' END,
            CASE WHEN saysSource AND numerator > denominator THEN 'above_denominator' END,
            CASE WHEN isAimed AND other IS NOT NULL THEN 'other_reading' END
        ], lambda n: n IS NOT NULL)) AS notes
    FROM measured;
