-- R3 by competent authority: each result in force that was sealed through day ?2 once, from the beginning on.
SELECT authority, count(*) FROM (
    SELECT p.resultKey, min(p.authority) AS authority, min(m.sealedAt) AS firstSealed
    FROM document AS p JOIN manifest AS m ON m.id = p.manifest
    WHERE p.role = 'result' AND m.isEffective = 1 AND p.inForce = 1 AND ?1 <= ?2
    GROUP BY p.resultKey
) AS one WHERE firstSealed + 25200 < (?2 + 1) * 86400 GROUP BY authority
