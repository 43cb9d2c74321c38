/// Something that one may see or do at the province's pages: the one place where this is ruled.
///
/// `docs/decisions/0012` has the same as a table, and a test that they agree.
package enum Permission: String, Codable, Sendable, CaseIterable, Hashable {
    /// Progress figures, heat maps, reports: numbers without persons.
    case seeFigures = "figures"
    /// Lists of dossiers by code, procedure and state, without owners.
    case listDossiers = "dossier-lists"
    /// Owners' names, masked identity numbers, papers, page images, and exports of them.
    case openDossiers = "dossiers"
    /// What each officer did, by name: data of staff, not of citizens.
    case seeOfficers = "officers"
    /// Stations, equipment, storage, the queue of problems.
    case seeOperations = "operations"
    /// Join tokens and revocations.
    case manageStations = "manage-stations"
    /// What was imported, by whom, from which document.
    case seeImports = "imports"
    /// Importing and approving sites, baselines, targets, procedures; freezing reports.
    case importTables = "manage-imports"
    /// The list of accounts.
    case seeAccounts = "accounts"
    /// Making, changing and disabling accounts.
    case manageAccounts = "manage-accounts"
    /// The audit trail.
    case seeAudit = "audit"

    /// Whether it changes something.
    package var changes: Bool {
        switch self {
        case .manageStations, .importTables, .manageAccounts: true
        case .seeFigures, .listDossiers, .openDossiers, .seeOfficers, .seeOperations, .seeImports, .seeAccounts,
            .seeAudit:
            false
        }
    }

    /// Whether it concerns the province as a whole, so that an account of a part of it never has it.
    package var isProvincial: Bool { self == .importTables }
}

extension Role {
    /// What the role may see and do, within the account's scope.
    package var permissions: Set<Permission> {
        switch self {
        case .officer: [.seeFigures, .listDossiers, .openDossiers]
        case .siteManager: [.seeFigures, .listDossiers, .openDossiers, .seeOfficers, .seeOperations]
        case .it: [.seeFigures, .seeOperations, .manageStations]
        case .viewer: [.seeFigures, .listDossiers, .seeImports]
        case .administrator: Set(Permission.allCases)
        case .auditor: Set(Permission.allCases.filter { !$0.changes })
        }
    }
}
