package import Dossiers
package import Progress
package import Registry

/// A report with all that is published of it: levels, the province and every office, and what the figures stand on.
package struct PublishedReport: Sendable, Hashable {
    /// Of each indicator first the levels, each followed by its offices, then the province.
    package var report: ProgressReport
    /// The imported figures that denominators and reported numerators were taken from.
    package var baselines: [Baseline]
    /// The targets that lines are set against, or pace is measured from.
    package var targets: [Target]
    /// Digits of percentages after the comma, 0 to 3.
    package var decimals: Int
    /// Where it was frozen; nil in a draft.
    package var frozen: Frozen?

    /// Which frozen report it is.
    package struct Frozen: Sendable, Hashable {
        package var head: SnapshotHead
        package var digest: ContentDigest
    }

    package init(
        report: ProgressReport, baselines: [Baseline], targets: [Target], decimals: Int, frozen: Frozen? = nil
    ) {
        self.report = report
        self.baselines = baselines
        self.targets = targets
        self.decimals = decimals
        self.frozen = frozen
    }

    /// The report as it is now.
    ///
    /// - Parameters:
    ///   - indicators: empty for all that are counted.
    ///   - decimals: digits of percentages after the comma, 0 to 3.
    package static func make(
        period: Period, asOf day: CalendarDay, indicators: [Indicator] = [], decimals: Int, from registry: Registry
    ) throws(RegistryError) -> Result<PublishedReport, ReportRefusal> {
        try registry.readFigures { reader throws(RegistryError) in
            try make(period: period, asOf: day, indicators: indicators, decimals: decimals, with: reader)
        }
    }

    static func make(
        period: Period, asOf day: CalendarDay, indicators: [Indicator], decimals: Int, with reader: FiguresReader
    ) throws(RegistryError) -> Result<PublishedReport, ReportRefusal> {
        let (brief, whole): (ReportRequest, ReportRequest)
        do throws(ReportRefusal) {
            brief = try ReportRequest(period: period, asOf: day, indicators: indicators)
            whole = try ReportRequest(period: period, asOf: day, indicators: indicators, levels: Level.allCases)
        } catch { return .failure(error) }
        // A report by offices has no line of the province, and one without has no offices.
        let (totals, offices): (ProgressReport, ProgressReport)
        switch (try ProgressReport.make(brief, with: reader), try ProgressReport.make(whole, with: reader)) {
        case (.success(let first), .success(let second)): (totals, offices) = (first, second)
        case (.failure(let refusal), _), (_, .failure(let refusal)): return .failure(refusal)
        }
        let report = ProgressReport(
            request: whole,
            lines: whole.indicators.flatMap { indicator in
                offices.lines.filter { $0.indicator == indicator }
                    + totals.lines.filter { $0.indicator == indicator && $0.scope == .province }
            }, hasOffices: offices.hasOffices)
        let used = Set(report.lines.compactMap(\.target))
        let targets = try reader.targets().filter { target in
            used.contains { ($0.indicator, $0.level) == (target.indicator, target.level) && target.year <= $0.year }
        }
        return .success(
            PublishedReport(
                report: report, baselines: try report.baselines(reader), targets: targets, decimals: decimals))
    }

    /// The lines of levels and of the province.
    func summary(of indicator: Indicator) -> [ReportLine] {
        lines(of: indicator).filter { !$0.isOfOffice }
    }

    func lines(of indicator: Indicator) -> [ReportLine] { report.lines.filter { $0.indicator == indicator } }
}

extension ReportLine {
    /// Whether it is of one office or authority, not of a level or the province.
    package var isOfOffice: Bool {
        switch scope {
        case .site, .authority: true
        case .province, .level: false
        }
    }
}
