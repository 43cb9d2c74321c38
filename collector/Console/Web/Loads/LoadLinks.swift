import Dossiers
import Registry

/// Where numbers of procedures and officers lead, for whoever may go there.
struct LoadLinks: Sendable {
    let access: Access
    let choice: PeriodChoice

    /// The last day that is counted.
    var last: CalendarDay { min(choice.asOf, choice.period.last) }

    /// The page of a procedure.
    func procedure(_ code: String) -> String { choice.path("/procedure", [("code", code)]) }

    /// The page of an office.
    func office(_ site: SiteID) -> String? {
        access.allows(.seeFigures, at: site) ? choice.path("/offices/\(site)") : nil
    }

    /// The dossiers of a procedure that count at an office.
    func dossiers(of procedure: String, at site: SiteID, onlyDigitised: Bool) -> String? {
        guard access.allows(.listDossiers, at: site) else { return nil }
        return list(onlyDigitised ? "procedure-digitised" : "procedure", site, [("procedure", procedure)])
    }

    /// What an officer sealed, or of it the first of each dossier.
    func submissions(of officer: OfficerLoad, onlyFirst: Bool) -> String? {
        guard access.allows(.listDossiers, at: officer.site), access.allows(.seeOfficers, at: officer.site) else {
            return nil
        }
        return list(onlyFirst ? "first-submissions" : "submissions", officer.site, [("officer", "\(officer.id)")])
    }

    private func list(_ kind: String, _ site: SiteID, _ further: [(name: String, value: String?)]) -> String {
        "/lists?"
            + FormFields.query(
                [("kind", kind), ("site", site.rawValue)] + further + [
                    ("from", choice.period.first.description), ("to", last.description),
                ])
    }
}
