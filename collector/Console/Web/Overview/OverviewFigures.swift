import Dossiers
import Progress
import Registry

/// What the overview shows, read at one moment.
struct OverviewFigures: Sendable {
    /// The levels' lines for whoever sees the province; else the lines of the offices within reach.
    let lines: [ReportLine]
    /// The offices' lines within reach.
    let offices: [ReportLine]
    let hasOffices: Bool
    /// The day of which the figures speak, and with which the last week ends.
    let day: CalendarDay
    let weeklyResults: [Int]
    let weeklyDossiers: [Int]

    init(
        _ choice: PeriodChoice, reach: Access.Reach, weeks: Int, from reader: FiguresReader
    ) throws(RegistryError) {
        let request = choice.request([.received, .results, .inForce, .reuse, .offices])
        let glance = try ProgressReport.glance(request, from: reader)
        offices = glance.offices.filter { $0.isWithin(reach) }
        lines = reach == .province ? glance.levels.lines : offices
        hasOffices = glance.levels.hasOffices && !lines.isEmpty
        day = request.day
        weeklyResults = try reader.trend(of: .resultsInForce, scopes: reach.names, spans: weeks, through: day)
        weeklyDossiers = try reader.trend(of: .digitisedDossiers, scopes: reach.names, spans: weeks, through: day)
    }

    /// The offices and authorities that are furthest below their target: in R3, which the plan has targets for, else in
    /// the first indicator that has any.
    func furthestBehind(_ count: Int) -> [ReportLine] {
        for indicator in [Indicator.inForce, .received, .results] {
            let lines = offices.filter { $0.indicator == indicator && ($0.gapPermille ?? 0) > 0 }
            if lines.isEmpty { continue }
            return Array(
                lines.enumerated().sorted {
                    ($1.element.gapPermille ?? 0, $0.offset) < ($0.element.gapPermille ?? 0, $1.offset)
                }.prefix(count).map(\.element))
        }
        return []
    }
}

extension ReportLine {
    /// Whether it is of an office within `reach`; authorities that are no offices are the province's to see.
    func isWithin(_ reach: Access.Reach) -> Bool {
        guard case .offices(let sites) = reach else { return true }
        return scope.siteID.map(sites.contains) ?? false
    }
}

extension Access.Reach {
    /// The names under which its offices are counted; nil for all there are.
    var names: Set<String>? {
        switch self {
        case .province: nil
        case .offices(let sites): Set(sites.map(\.rawValue))
        }
    }
}
