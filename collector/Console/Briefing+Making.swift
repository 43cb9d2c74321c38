import Dossiers
import Exchange
import FoundationEssentials
import Progress
import Registry

extension Briefing {
    /// What the office `site` is to know at `now`. It waits for the disk.
    init(of site: SiteID, from registry: Registry, at now: Date) throws(RegistryError) {
        let today = CalendarDay(now)
        let records = try registry.siteRecords()
        // A closed office still has stations with dossiers to deliver; it is told what it was.
        guard let office = records.site(site, on: today) ?? records.facts[site]?.last else {
            throw .unknownSite(site)
        }
        let lines = try ProgressReport.ofOffice(site, on: today, from: registry)
        self.init(
            site: site, siteName: office.name, level: office.level, asOf: now, procedures: try registry.procedures(),
            progress: lines.compactMap { BriefedRate($0, year: today.year) })
    }
}

extension BriefedRate {
    /// Nil for a line that is of no level.
    fileprivate init?(_ line: ReportLine, year: Int) {
        guard let level = line.level else { return nil }
        self.init(
            indicator: line.indicator, level: level, year: year, numerator: line.rate.numerator,
            denominator: line.rate.denominator, targetPermille: line.target?.permille)
    }
}
