/// Something that the index holds, and that its manifests say otherwise.
package struct RecountDifference: Sendable, Hashable, Codable {
    package var kind: Kind
    /// What differs: a manifest, a dossier, a result or a counter.
    package var subject: String
    /// What the index holds; nil where it holds nothing.
    package var stored: String?
    /// What the manifests say; nil where they say nothing.
    package var derived: String?

    /// Parts of the index that are derived.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// The rows of dossier, documents and pages, and what a manifest supersedes.
        case statement
        /// Whether a manifest stands.
        case effectiveness
        case dossier
        case result
        case counter
        /// What was done by office and procedure, or by office and officer.
        case load
        /// How much was stored on a day.
        case storage
        /// Which receipt of a dossier at a site is the last that accepted something.
        case acceptance
    }
}

/// What a recount did.
package struct RecountSummary: Sendable, Hashable, Codable {
    /// Manifests read.
    package var manifests = 0
    package var differences = 0
    package var isRepaired = false
}
