import Dossiers
import Registry

extension ReportBasis {
    /// R1, R2 and R4: what was digitised of what was received or resolved in the same period, by office.
    ///
    /// The denominator is the baseline of the same period or the sum of finer ones that make it up exactly. A numerator
    /// reported with a baseline stands for the whole of that baseline's span; the rest is counted.
    ///
    /// - Parameter measure: what the system counts; nil where it cannot know (R4), and every numerator is reported.
    mutating func dossierFigures(_ indicator: Indicator, _ measure: Measure?) throws(RegistryError) -> IndicatorFigures
    {
        let baselines = baselines(of: indicator)
        let counted = try sums(of: measure, from: period.first, through: day)
        let gains = try sums(of: measure, from: day.advanced(by: 1 - IndicatorFigures.fourWeeks), through: day)
        var figures = IndicatorFigures()
        for site in offices(with: counted) {
            let scope = CounterScope(site.id.rawValue)
            let own = counted[scope] ?? 0
            var cell = Cell(
                scope: .site(site), level: site.level, numerator: own, source: measure == nil ? .reported : .counted,
                counted: own, gain: gains[scope] ?? 0)
            if let (tiles, lived) = cover(of: site.id, with: baselines[.site(site.id)] ?? []) {
                let sum = try sum(tiles, measure) { $0 == scope }
                (cell.numerator, cell.source) = (sum.numerator, sum.source)
                cell.denominator = sum.denominator
                cell.parts = tiles.count
                if let lived {
                    // What is dated on other days of the period must not get lost.
                    cell.numerator += try rest(of: measure, scope, outside: lived)
                    cell.lived = lived
                }
            }
            figures.cells.append(cell)
        }
        addRollUps(to: &figures)
        for level in Level.allCases {
            guard let tiles = Tiling.cover(period, with: baselines[.level(level)] ?? []) else { continue }
            let cells = figures.cells.filter { $0.level == level }
            let scopes = Set(cells.compactMap { $0.scope.siteID.map { CounterScope($0.rawValue) } })
            let sum = try sum(tiles, measure, scopes.contains)
            figures.levels[level] = LevelFigure(
                numerator: sum.numerator, denominator: sum.denominator, source: sum.source,
                counted: cells.reduce(0) { $0 + $1.counted }, parts: tiles.count,
                gain: cells.reduce(0) { $0 + $1.gain })
        }
        return figures
    }

    /// The baselines that make up the period; else, of an office that ended or followed another within it, those that make
    /// up the days on which it was there.
    func cover(of site: SiteID, with baselines: [Baseline]) -> (tiles: [Baseline], lived: Period?)? {
        if let tiles = Tiling.cover(period, with: baselines) { return (tiles, nil) }
        guard let life = records.life(of: site) else { return nil }
        // A first fact may only mean that nothing earlier was imported; a succession says that the office is new.
        let isNew = records.successions.contains { $0.successor == site && $0.day == life.first }
        let first = isNew ? max(period.first, life.first) : period.first
        let last = life.last.map { min(period.last, $0) } ?? period.last
        guard let lived = Period("\(first)/\(last)"), let tiles = Tiling.cover(lived, with: baselines) else {
            return nil
        }
        return (tiles, lived)
    }

    /// What was counted for the scope on the days of the period that are not in `span`, up to the day.
    private mutating func rest(
        of measure: Measure?, _ scope: CounterScope, outside span: Period
    ) throws(RegistryError) -> Int {
        var count = 0
        if period.first < span.first {
            let last = min(span.first.advanced(by: -1), day)
            count += try sums(of: measure, from: period.first, through: last)[scope] ?? 0
        }
        if span.last < day {
            count += try sums(of: measure, from: span.last.advanced(by: 1), through: day)[scope] ?? 0
        }
        return count
    }

    /// The sums over `tiles`, each with what was reported for it, else with what was counted in it for scopes that
    /// `include` takes.
    private mutating func sum(
        _ tiles: [Baseline], _ measure: Measure?, _ include: (CounterScope) -> Bool
    ) throws(RegistryError) -> (numerator: Int, denominator: Int, source: NumeratorSource) {
        var (numerator, denominator) = (0, 0)
        var source: NumeratorSource?
        for tile in tiles {
            denominator += tile.denominator
            if let reported = tile.reportedNumerator {
                numerator += reported
                source = source.map { $0 + .reported } ?? .reported
            } else {
                let sums = try sums(of: measure, from: tile.period.first, through: min(tile.period.last, day))
                for (scope, value) in sums where include(scope) { numerator += value }
                source = source.map { $0 + .counted } ?? .counted
            }
        }
        return (numerator, denominator, source ?? .counted)
    }

    private mutating func sums(
        of measure: Measure?, from first: CalendarDay, through last: CalendarDay
    ) throws(RegistryError) -> [CounterScope: Int] {
        guard let measure else { return [:] }
        return try counters.sums(of: measure, from: first, through: last)
    }
}
