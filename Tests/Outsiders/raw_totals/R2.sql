-- R2 by office: each result issued from day ?1 through day ?2 once, at the office that scanned it first.
WITH one AS (
    SELECT p.resultKey, max(p.issuedOn) AS issuedOn, min(m.sealedAt) AS firstSealed
    FROM document AS p JOIN manifest AS m ON m.id = p.manifest
    WHERE p.role = 'result' AND m.isEffective = 1 AND p.issuedOn BETWEEN ?1 AND ?2
    GROUP BY p.resultKey
)
SELECT m.site, count(DISTINCT one.resultKey)
FROM one JOIN document AS p ON p.resultKey = one.resultKey
    JOIN manifest AS m ON m.id = p.manifest AND m.sealedAt = one.firstSealed
GROUP BY m.site
