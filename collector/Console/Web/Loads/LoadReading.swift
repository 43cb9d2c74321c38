import Dossiers
import Registry

/// The offices whose work a page is about.
struct LoadReach: Sendable {
    /// Nil for every office.
    let sites: Set<SiteID>?

    /// What the visitor reaches.
    init(_ visitor: Visitor) {
        sites = if case .offices(let own) = visitor.access.reach { own } else { nil }
    }

    private init(sites: Set<SiteID>?) { self.sites = sites }

    /// Of these, `root` and those below it.
    func below(_ root: SiteID, _ records: SiteRecords, on day: CalendarDay) -> LoadReach {
        let wanted = records.subtree(of: root, on: day)
        return LoadReach(sites: sites?.intersection(wanted) ?? wanted)
    }
}

extension SiteRecords {
    /// What an office is called on pages about a span that ends on `day`.
    func pageName(of id: SiteID, on day: CalendarDay) -> String {
        guard let site = nearest(id, to: day) else { return id.rawValue }
        return site.pageName(under: site.parent.flatMap { nearest($0, to: day) })
    }
}
