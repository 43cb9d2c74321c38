import GRDB

/// What the catalogue calls procedures and papers; whatever it does not know is called by its code.
package struct CatalogueNames: Sendable {
    private let procedures: [String: String]
    private let papers: [String: String]

    /// The name of a procedure, or its code.
    package func procedure(_ code: String) -> String { procedures[code] ?? code }

    /// The name of a kind of paper, or its code. Procedures that call it differently do not matter: the first does.
    package func paper(_ type: String) -> String { papers[type] ?? type }

    fileprivate init(_ db: Database, procedures: Set<String>, papers: Set<String>) throws {
        let name = try db.cachedStatement(sql: "SELECT name FROM procedure WHERE code = ?")
        var found: [String: String] = [:]
        for code in procedures { found[code] = try String.fetchOne(name, arguments: [code]) }
        self.procedures = found
        let rows =
            papers.isEmpty
            ? [] : try Row.fetchAll(db, sql: "SELECT type, name FROM procedurePaper ORDER BY procedure, position")
        self.papers = Dictionary(
            rows.lazy.map { ($0["type"] as String, $0["name"] as String) }.filter { papers.contains($0.0) },
            uniquingKeysWith: { first, _ in first })
    }
}

extension Registry {
    /// What the catalogue calls these procedures and kinds of paper.
    package func names(
        ofProcedures procedures: Set<String> = [], papers: Set<String> = []
    ) throws(RegistryError) -> CatalogueNames {
        try read { try CatalogueNames($0, procedures: procedures, papers: papers) }
    }
}
