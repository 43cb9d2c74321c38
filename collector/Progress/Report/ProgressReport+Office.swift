package import Dossiers
package import Registry

extension ProgressReport {
    /// The figures of one office by itself in the year that `day` is in: R1 to R3, as far as there are any.
    ///
    /// R3 has a line for each level at which results stand that the office is competent for.
    package static func ofOffice(
        _ site: SiteID, on day: CalendarDay, from registry: Registry
    ) throws(RegistryError) -> [ReportLine] {
        // A year has begun on each of its days: the request is never refused.
        let request = try! ReportRequest(
            period: Period(year: day.year), asOf: day, indicators: [.received, .results, .inForce], sites: [site])
        switch try make(request, from: registry) {
        case .success(let report): return report.lines
        case .failure: return []
        }
    }
}
