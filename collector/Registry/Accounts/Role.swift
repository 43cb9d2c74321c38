/// What somebody is at the province's pages. What each may do is in `Permission`.
package enum Role: String, Codable, Sendable, CaseIterable, Hashable {
    /// Cán bộ Một cửa, at one office.
    case officer
    /// Responsible for an office and those below it.
    case siteManager = "site-manager"
    /// Keeps stations and the server running.
    case it
    /// Reads the figures.
    case viewer
    /// The provincial team: accounts, imports, reports.
    case administrator
    /// Looks at everything and changes nothing.
    case auditor

    /// Whether it has no meaning without an office.
    package var needsScope: Bool { self == .officer || self == .siteManager }
}
