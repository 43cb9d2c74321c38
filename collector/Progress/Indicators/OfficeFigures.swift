import Dossiers
import Registry

extension ReportBasis {
    /// R6: the offices that run the process in the period, of those there are on the day less the exempt ones.
    ///
    /// An office runs it when a submission of it was sealed in the period. Where the figures of a level were reported
    /// for just this period (before the system), they are taken instead of what was counted. An office that follows
    /// others runs it when one of them did in the period: it is their work that goes on.
    mutating func officeFigures() throws(RegistryError) -> IndicatorFigures {
        let live = try counters.sums(of: .submissions, from: period.first, through: day)
        let before = try counters.sums(
            of: .submissions, from: period.first, through: day.advanced(by: -IndicatorFigures.fourWeeks))
        let ever = try counters.sums(of: .submissions, from: nil, through: day)
        var figures = IndicatorFigures()
        figures.levelGoesFirst = true
        figures.hasCounted = !ever.isEmpty
        figures.gainDays = min(IndicatorFigures.fourWeeks, day.number - period.first.number + 1)
        figures.cells = records.sites(on: day).map { site in
            let predecessors = records.predecessors(of: site.id, on: day)
            let scopes = ([site.id] + predecessors).map { CounterScope($0.rawValue) }
            let isLive = !site.isExempt && scopes.contains { live[$0] != nil }
            var cell = Cell(
                scope: .site(site), level: site.level, numerator: isLive ? 1 : 0, denominator: site.isExempt ? 0 : 1,
                counted: isLive ? 1 : 0, gain: isLive && scopes.allSatisfy({ before[$0] == nil }) ? 1 : 0,
                isExempt: site.isExempt)
            let active = predecessors.filter { live[CounterScope($0.rawValue)] != nil }
            if isLive, !active.isEmpty {
                cell.rollUp = RollUp(
                    predecessors: active.compactMap { office($0.rawValue) }, numerator: cell.numerator,
                    denominator: cell.denominator, source: .counted, counted: cell.counted, gain: cell.gain, parts: 1)
                cell.ownNumerator = live[scopes[0]] == nil ? 0 : 1
            }
            return cell
        }
        for (scope, baselines) in baselines(of: .offices) {
            guard case .level(let level) = scope,
                let baseline = baselines.first(where: {
                    $0.period.first == period.first && $0.period.last == period.last
                }),
                let reported = baseline.reportedNumerator
            else { continue }
            figures.levels[level] = LevelFigure(
                numerator: reported, denominator: baseline.denominator, source: .reported,
                counted: figures.cells.reduce(0) { $0 + ($1.level == level ? $1.counted : 0) }, parts: 1, gain: 0)
        }
        return figures
    }
}
