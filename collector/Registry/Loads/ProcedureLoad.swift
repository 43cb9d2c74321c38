package import Dossiers

/// What was done for a procedure's dossiers in a span of days, at one office or at several.
package struct ProcedureLoad: Sendable, Hashable {
    /// As it is stated.
    package var code: String
    /// What the catalogue calls it; nil where it does not know it.
    package var name: String?
    /// Dossiers that count in the span.
    package var dossiers: Int
    /// Of those, the ones with all compulsory components.
    package var digitised: Int
    /// Pages of those dossiers, as they stand.
    package var pages: Int
    /// Offices with such dossiers.
    package var offices: Int
}

/// What an office did for a procedure's dossiers in a span of days.
package struct ProcedureAtOffice: Sendable, Hashable {
    package var site: SiteID
    package var load: ProcedureLoad
}
