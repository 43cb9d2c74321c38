package import Dossiers
import Foundation

extension Registry {
    /// The office under which stations of `site` go on: the one that it was merged into or renamed to, where it is closed
    /// and that one is there. Nil where the office goes on, and where it was split: who knows which part a PC is of.
    package func handoverTarget(of site: SiteID, on day: CalendarDay) throws(RegistryError) -> SiteID? {
        let records = try siteRecords()
        guard records.site(site, on: day) == nil else { return nil }
        let successor = records.successor(of: site, on: day)
        return successor != site && records.site(successor, on: day) != nil ? successor : nil
    }
}
