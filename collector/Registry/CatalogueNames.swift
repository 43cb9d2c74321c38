import GRDB

/// What the catalogue calls procedures and papers; whatever it does not know is called by its code.
package struct CatalogueNames: Sendable {
    private let procedures: [String: String]
    private let papers: [PaperKind: String]

    private struct PaperKind: Hashable {
        let type: String
        /// Nil for what the first procedure calls it that has it.
        let procedure: String?
    }

    /// The name of a procedure, or its code.
    package func procedure(_ code: String) -> String { procedures[code] ?? code }

    /// The name of a kind of paper as its procedure calls it, else as another does; or its code.
    package func paper(_ type: String, in procedure: String? = nil) -> String {
        papers[PaperKind(type: type, procedure: procedure)] ?? papers[PaperKind(type: type, procedure: nil)] ?? type
    }

    fileprivate init(_ db: Database, procedures: Set<String>, papers: Set<String>) throws {
        let name = try db.cachedStatement(sql: "SELECT name FROM procedure WHERE code = ?")
        var found: [String: String] = [:]
        for code in procedures { found[code] = try String.fetchOne(name, arguments: [code]) }
        self.procedures = found
        var names: [PaperKind: String] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT procedure, type, name FROM procedurePaper ORDER BY procedure, position")
        while !papers.isEmpty, let row = try rows.next() {
            let type: String = row["type"]
            guard papers.contains(type) else { continue }
            for procedure in [row["procedure"] as String, nil] {
                let kind = PaperKind(type: type, procedure: procedure)
                if names[kind] == nil { names[kind] = row["name"] }
            }
        }
        self.papers = names
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
