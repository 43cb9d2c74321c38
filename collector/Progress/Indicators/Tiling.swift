import Dossiers
import Registry

/// How baselines of finer periods make up one of a longer period.
enum Tiling {
    /// The baselines, in order, whose spans cover each day of `period` exactly once: the one of the same span, else the
    /// fewest that fit together (four quarters rather than twelve months); nil where none do.
    ///
    /// Of two ways with as few parts, the one whose first part is longer is taken, so that the choice never varies.
    static func cover(_ period: Period, with baselines: [Baseline]) -> [Baseline]? {
        var best: [CalendarDay: [Baseline]] = [period.last.advanced(by: 1): []]
        let parts = baselines.filter { period.first <= $0.period.first && $0.period.last <= period.last }
            .sorted { ($1.period.first, $1.period.last) < ($0.period.first, $0.period.last) }
        // From the last day backwards: what follows a part is settled before the part is looked at.
        for part in parts {
            guard let rest = best[part.period.last.advanced(by: 1)] else { continue }
            if let known = best[part.period.first], known.count <= rest.count + 1 { continue }
            best[part.period.first] = [part] + rest
        }
        return best[period.first]
    }
}
