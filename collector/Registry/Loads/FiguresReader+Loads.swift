package import Dossiers
import GRDB

extension FiguresReader {
    /// Procedures that have dossiers in the span, at `sites` or anywhere, by code.
    package func procedureLoads(
        at sites: Set<SiteID>?, from first: CalendarDay, through last: CalendarDay
    ) throws(RegistryError) -> [ProcedureLoad] {
        try fetch(
            """
            SELECT name, sum(dossiers) AS dossiers, sum(digitised) AS digitised, sum(pages) AS pages,
                count(*) AS offices, (SELECT title.name FROM procedure AS title WHERE title.code = used.name) AS title
            FROM (
                SELECT s.name, sum(l.dossiers) AS dossiers, sum(l.digitised) AS digitised, sum(l.pages) AS pages
                FROM loadScope AS s CROSS JOIN procedureLoad AS l ON l.scope = s.id AND l.day BETWEEN ? AND ?
                WHERE s.kind = 'procedure' AND \(Self.within(sites)) GROUP BY s.name, s.site
            ) AS used GROUP BY name ORDER BY name
            """, [first.number, last.number] + Self.values(sites)
        ) { try ProcedureLoad($0) }
    }

    /// What the catalogue has that is not among those used, by code, with nothing done.
    package func unusedProcedures(besides used: [ProcedureLoad]) throws(RegistryError) -> [ProcedureLoad] {
        let codes = Set(used.map { OpaqueText($0.code) })
        return try fetch(
            """
            SELECT code AS name, name AS title, 0 AS dossiers, 0 AS digitised, 0 AS pages, 0 AS offices
            FROM procedure ORDER BY code
            """, []
        ) { try ProcedureLoad($0) }.filter { !codes.contains(OpaqueText($0.code)) }
    }

    /// A procedure at each of the `sites`, or at all, that has dossiers of it in the span.
    package func offices(
        of procedure: String, at sites: Set<SiteID>?, from first: CalendarDay, through last: CalendarDay
    ) throws(RegistryError) -> [ProcedureAtOffice] {
        try fetch(
            """
            SELECT s.site, s.name, sum(l.dossiers) AS dossiers, sum(l.digitised) AS digitised, sum(l.pages) AS pages,
                1 AS offices, (SELECT title.name FROM procedure AS title WHERE title.code = s.name) AS title
            FROM loadScope AS s CROSS JOIN procedureLoad AS l ON l.scope = s.id AND l.day BETWEEN ? AND ?
            WHERE s.kind = 'procedure' AND s.name = ? AND \(Self.within(sites)) GROUP BY s.site
            """, [first.number, last.number, procedure] + Self.values(sites)
        ) { ProcedureAtOffice(site: try $0.value("site"), load: try ProcedureLoad($0)) }
    }

    /// Whether the catalogue has the procedure, or some office ever had a dossier of it; and what it is called.
    package func knowsProcedure(_ code: String) throws(RegistryError) -> (isKnown: Bool, name: String?) {
        let names = try fetch("SELECT name FROM procedure WHERE code = ?", [code]) { $0["name"] as String }
        if let name = names.first { return (true, name) }
        let scopes: [Int64] = try fetch(
            "SELECT id FROM loadScope WHERE kind = 'procedure' AND name = ? LIMIT 1", [code]
        ) { $0["id"] }
        return (!scopes.isEmpty, nil)
    }

    /// Officers who did something in the span at `sites`, or anywhere, by account name and office.
    package func officerLoads(
        at sites: Set<SiteID>?, from first: CalendarDay, through last: CalendarDay
    ) throws(RegistryError) -> [OfficerLoad] {
        try fetch(
            """
            SELECT s.id, s.site, s.name, sum(submissions) AS submissions, sum(dossiers) AS dossiers,
                sum(pages) AS pages, sum(submissions > 0) AS days
            FROM loadScope AS s CROSS JOIN officerLoad AS l ON l.scope = s.id AND l.day BETWEEN ? AND ?
            WHERE s.kind = 'officer' AND \(Self.within(sites)) GROUP BY s.name, s.site
            """, [first.number, last.number] + Self.values(sites)
        ) { row in
            OfficerLoad(
                id: row["id"], site: try row.value("site"), name: row["name"], submissions: row["submissions"],
                dossiers: row["dossiers"], pages: row["pages"], days: row["days"])
        }
    }

    private func fetch<Value>(
        _ sql: String, _ arguments: StatementArguments, _ value: (Row) throws -> Value
    ) throws(RegistryError) -> [Value] {
        do {
            var values: [Value] = []
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
            while let row = try rows.next() { values.append(try value(row)) }
            return values
        } catch { throw RegistryError(error) }
    }

    private static func within(_ sites: Set<SiteID>?) -> String {
        sites == nil ? "1" : "s.site IN (SELECT value FROM json_each(?))"
    }

    /// Identities are ASCII letters, digits and hyphens: they stand in JSON as they are.
    private static func values(_ sites: Set<SiteID>?) -> StatementArguments {
        guard let sites else { return [] }
        return ["[" + sites.map { "\"\($0.rawValue)\"" }.sorted().joined(separator: ",") + "]"]
    }
}

extension ProcedureLoad {
    fileprivate init(_ row: Row) throws {
        self.init(
            code: row["name"], name: row["title"], dossiers: row["dossiers"], digitised: row["digitised"],
            pages: row["pages"], offices: row["offices"])
    }
}

extension Registry {
    /// The name of the officer of that number at `site`, or nil when there is none.
    package func officer(_ id: Int64, at site: SiteID) throws(RegistryError) -> String? {
        try read { db in
            try String.fetchOne(
                db, sql: "SELECT name FROM loadScope WHERE id = ? AND kind = 'officer' AND site = ?",
                arguments: [id, site.rawValue])
        }
    }
}
