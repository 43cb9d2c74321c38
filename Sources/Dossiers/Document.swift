/// A paper of a dossier (giấy tờ), with its pages in reading order.
package struct Document: Codable, Sendable, Hashable {
    package var role: DocumentRole
    /// Code of the kind of paper: opaque, kept exactly as given.
    package var type: String
    /// The number written on the paper, kept exactly as given.
    package var number: String?
    package var issuedOn: CalendarDay?
    /// Who issued it, as written.
    package var issuer: String?
    /// The authority competent for the paper: a site's identity where it is an office of the province, else an
    /// organisation code.
    package var authority: String
    /// The level of that authority; not of the desk where the paper was scanned.
    package var level: Level
    /// Whether the paper is still in force.
    package var inForce: Bool
    package var pages: [Page]
    /// Where a component is that is reused instead of scanned; then it has no pages of its own.
    package var reuse: Reuse?

    package init(
        role: DocumentRole, type: String, number: String? = nil, issuedOn: CalendarDay? = nil, issuer: String? = nil,
        authority: String, level: Level, inForce: Bool = true, pages: [Page] = [], reuse: Reuse? = nil
    ) {
        self.role = role
        self.type = type
        self.number = number
        self.issuedOn = issuedOn
        self.issuer = issuer
        self.authority = authority
        self.level = level
        self.inForce = inForce
        self.pages = pages
        self.reuse = reuse
    }
}

/// What a paper is to its dossier.
package enum DocumentRole: String, Codable, Sendable, Hashable, CaseIterable {
    /// A component the citizen submitted (thành phần hồ sơ).
    case component
    /// A paper that arose while the dossier was handled.
    case arising
    /// The result of the procedure (kết quả giải quyết).
    case result
}
