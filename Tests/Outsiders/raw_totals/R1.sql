-- R1 by office: each dossier received from day ?1 through day ?2 once, at the office that sealed it first.
WITH one AS (
    SELECT m.dossierCode, max(d.componentsComplete AND m.isEffective) AS isDigitised, min(m.sealedAt) AS firstSealed
    FROM manifest AS m JOIN dossier AS d ON d.manifest = m.id
    WHERE m.state = 'complete'
        AND CAST(julianday('20' || substr(m.dossierCode, -14, 2) || '-' || substr(m.dossierCode, -12, 2) || '-'
            || substr(m.dossierCode, -10, 2)) - 2440587.5 AS INTEGER) BETWEEN ?1 AND ?2
    GROUP BY m.dossierCode
)
SELECT m.site, count(DISTINCT one.dossierCode)
FROM one JOIN manifest AS m ON m.dossierCode = one.dossierCode AND m.sealedAt = one.firstSealed
WHERE isDigitised GROUP BY m.site
