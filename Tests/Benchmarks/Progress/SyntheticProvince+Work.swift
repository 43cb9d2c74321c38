extension SyntheticProvince {
    /// The statements that fill in who sealed what: one officer and one procedure at each office.
    static let work = [
        """
        INSERT INTO loadScope (kind, name, site)
            SELECT kind, name, site FROM office
                CROSS JOIN (SELECT 'officer' AS kind, 'canbo' AS name UNION ALL SELECT 'procedure', '1.004946')
        """,
        """
        INSERT INTO sealing (manifest, officer, day, pages)
            SELECT serial.n, loadScope.id, day, \(pages)
            FROM serial JOIN loadScope ON loadScope.site = serial.site AND kind = 'officer' ORDER BY serial.n
        """,
        """
        INSERT INTO officerLoad (scope, day, submissions, dossiers, pages)
            SELECT officer, day, count(*), count(*), sum(pages) FROM sealing GROUP BY officer, day
        """,
        """
        INSERT INTO procedureLoad (scope, day, dossiers, digitised, pages)
            SELECT loadScope.id, day, count(*), sum(n % 10 <> 0), \(pages) * count(*)
            FROM serial JOIN loadScope ON loadScope.site = serial.site AND kind = 'procedure'
            GROUP BY loadScope.id, day
        """,
    ]
}
