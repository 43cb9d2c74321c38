import Dossiers
package import Registry

/// The figures of the levels and those of each office and authority, added up once.
package struct ProgressGlance: Sendable {
    /// The report of the levels and the province, as it was asked for.
    package var levels: ProgressReport
    /// A line for each indicator and office or authority, in the official order within each level.
    package var offices: [ReportLine]
    /// What is known of the offices.
    package var records: SiteRecords
}

extension ProgressReport {
    /// The report of `request` by levels, and beside it the offices' lines that it is the sum of.
    ///
    /// - Parameter request: its levels and offices are not asked for: all are given.
    package static func glance(
        _ request: ReportRequest, from reader: FiguresReader
    ) throws(RegistryError) -> ProgressGlance {
        var basis = try ReportBasis(request, reader)
        let targets = try reader.targets()
        func maker(_ levels: [Level]) -> LineMaker {
            LineMaker(
                request: request.showing(levels), day: basis.day, records: basis.records, targets: targets)
        }
        let (sums, single) = (maker([]), maker(Level.allCases))
        var (levels, offices): ([ReportLine], [ReportLine]) = ([], [])
        for indicator in request.indicators {
            let figures = try basis.figures(of: indicator)
            levels += sums.lines(of: indicator, figures)
            offices += single.lines(of: indicator, figures).filter { line in
                switch line.scope {
                case .site, .authority: true
                case .province, .level: false
                }
            }
        }
        let report = ProgressReport(
            request: request.showing([]), lines: levels, hasOffices: !basis.records.facts.isEmpty,
            due: try due(of: request.period, reader))
        return ProgressGlance(levels: report, offices: offices, records: basis.records)
    }
}

extension ReportRequest {
    /// The same, with the offices of `levels`.
    fileprivate func showing(_ levels: [Level]) -> ReportRequest {
        // The day is within the period: it is never refused.
        try! ReportRequest(period: period, asOf: day, indicators: indicators, levels: levels)
    }
}
