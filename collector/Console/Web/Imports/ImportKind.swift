import Dossiers
import Registry

/// What can be imported, by the name that addresses have.
enum ImportKind: String, CaseIterable, Sendable {
    case sites, successions, baselines, targets, procedures

    var path: String { "/imports/\(rawValue)" }

    /// The columns a file needs, and those it may have.
    var columns: (required: [String], optional: [String]) {
        switch self {
        case .sites:
            (["site_id", "name", "level", "parent_id", "gso_code", "valid_from"], ["org_code", "exempt", "closed_on"])
        case .successions: (["predecessor", "successor", "kind", "day", "decree"], [])
        case .baselines: (["indicator", "scope", "period", "denominator"], ["numerator", "source"])
        case .targets: (["indicator", "level", "year", "permille", "basis"], ["reading"])
        case .procedures: (["procedure", "name", "paper", "paperName", "role", "compulsory"], [])
        }
    }

    /// The actions by which an import stands in the audit trail. Baselines have batches, which tell more.
    var actions: [String] {
        switch self {
        case .sites: ["site.import", "site.correct", "site.close"]
        case .successions: ["site.succession.add", "site.succession.correct"]
        case .baselines: ["baseline.import"]
        case .targets: ["target.import", "target.replace"]
        case .procedures: ["procedure.import"]
        }
    }

    /// What an entry of the trail says of the file that an import was done from.
    func source(of entry: AuditEntry) -> String {
        switch entry.action {
        case "site.import", "target.import", "procedure.import": entry.subject
        // Whatever else is noted ends with it.
        default: entry.detail.split(separator: "; ").last.map(String.init) ?? entry.subject
        }
    }
}
