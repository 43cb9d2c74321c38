package import Dossiers

/// An administrative procedure (thủ tục hành chính), as the province's catalogue has it.
package struct Procedure: Codable, Sendable, Hashable {
    /// Opaque, kept exactly as given.
    package var code: String
    package var name: String
    /// The papers of its dossiers, in the catalogue's order.
    package var papers: [ProcedurePaper]

    package init(code: String, name: String, papers: [ProcedurePaper]) {
        self.code = code
        self.name = name
        self.papers = papers
    }
}

/// A paper that dossiers of a procedure have.
package struct ProcedurePaper: Codable, Sendable, Hashable {
    /// Code of the kind of paper: opaque, kept exactly as given.
    package var type: String
    package var name: String
    package var role: DocumentRole
    /// Whether a dossier without it is not complete.
    package var isCompulsory: Bool

    package init(type: String, name: String, role: DocumentRole, isCompulsory: Bool) {
        self.type = type
        self.name = name
        self.role = role
        self.isCompulsory = isCompulsory
    }
}
