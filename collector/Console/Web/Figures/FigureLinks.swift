import Dossiers
import Progress
import Registry

/// Where numbers lead, for whoever may go there.
struct FigureLinks: Sendable {
    let access: Access
    let choice: PeriodChoice

    /// The list that a line's numerator was counted from, or the offices that a level is the sum of.
    ///
    /// Reported figures have no list: the system did not count them.
    func numerator(of line: ReportLine) -> String? {
        guard line.rate.numerator > 0 else { return nil }
        switch line.scope {
        case .province: return nil
        case .level(let level): return offices(line.indicator, level)
        case .site(let site):
            // With predecessors' figures in it, a number is of several lists: each is at its own office.
            return line.source == .counted && line.rollUp == nil ? list(of: line, at: site) : nil
        case .authority(let code, let level):
            // A list is of an identity; other authorities' codes are no part of an address.
            guard line.source == .counted, let site = SiteID(rawValue: code),
                access.allows(.listDossiers, at: site)
            else { return nil }
            return inForce(code, level)
        }
    }

    /// The table of offices of an indicator and level.
    func offices(_ indicator: Indicator, _ level: Level?, _ further: [(name: String, value: String?)] = [])
        -> String
    {
        choice.path("/offices", [("indicator", indicator.rawValue), ("level", level?.rawValue)] + further)
    }

    /// The page of an office.
    func office(_ site: SiteID) -> String? {
        access.allows(.seeFigures, at: site) ? choice.path("/offices/\(site)") : nil
    }

    private func list(of line: ReportLine, at site: Site) -> String? {
        guard access.allows(.listDossiers, at: site.id) else { return nil }
        switch line.indicator {
        case .received: return list("digitised", site.id)
        case .results: return list("results", site.id)
        case .inForce: return inForce(site.id.rawValue, line.level ?? site.level)
        // Papers are reused in the dossiers that were received.
        case .reuse: return list("dossiers", site.id)
        case .signed, .offices: return nil
        }
    }

    private func list(_ kind: String, _ site: SiteID) -> String {
        let last = min(choice.asOf, choice.period.last)
        return "/lists?"
            + FormFields.query([
                ("kind", kind), ("site", site.rawValue), ("from", choice.period.first.description),
                ("to", last.description),
            ])
    }

    /// What is in force is counted from the beginning.
    private func inForce(_ authority: String, _ level: Level) -> String {
        "/lists?"
            + FormFields.query([
                ("kind", "in-force"), ("authority", authority), ("level", level.rawValue),
                ("to", min(choice.asOf, choice.period.last).description),
            ])
    }
}
