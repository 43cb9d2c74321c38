import Dossiers
import Registry

extension ReportBasis {
    /// R3: the distinct results in force digitised so far, of those in force, by the authority competent for them.
    ///
    /// The level is that of the authority as stated with each result, not of the desk that scanned it. The denominator
    /// is the baseline whose period has the day in it; of several the one that begins last, then the shortest.
    mutating func inForceFigures() throws(RegistryError) -> IndicatorFigures {
        let baselines = baselines(of: .inForce)
        let counted = try counters.sums(of: .resultsInForce, from: nil, through: day)
        let gains = try gains(of: .resultsInForce)
        var places: [CounterScope: Baseline.Scope] = [:]
        for site in records.sites(on: day) {
            places[CounterScope(site.id.rawValue, level: site.level)] = .site(site.id)
        }
        for (scope, all) in baselines where Self.inForce(on: day, all) != nil {
            switch scope {
            case .site(let id):
                if let site = office(id.rawValue) { places[CounterScope(id.rawValue, level: site.level)] = scope }
            case .authority(let code, let level): places[CounterScope(code, level: level)] = scope
            case .level: break
            }
        }
        for scope in counted.keys where places[scope] == nil {
            guard let level = scope.level else { continue }
            places[scope] = .authority(scope.name, level)
        }
        var figures = IndicatorFigures()
        for (place, scope) in places {
            guard let level = place.level else { continue }
            let own = counted[place] ?? 0
            var cell = Cell(
                scope: office(place.name).map { .site($0) } ?? .authority(place.name, level), level: level,
                numerator: own, counted: own, gain: gains[place] ?? 0)
            if let baseline = Self.inForce(on: day, baselines[scope]) {
                cell.denominator = baseline.denominator
                if let reported = baseline.reportedNumerator { (cell.numerator, cell.source) = (reported, .reported) }
            }
            figures.cells.append(cell)
        }
        for level in Level.allCases {
            guard let baseline = Self.inForce(on: day, baselines[.level(level)]) else { continue }
            let cells = figures.cells.filter { $0.level == level }
            let counted = cells.reduce(0) { $0 + $1.counted }
            figures.levels[level] = LevelFigure(
                numerator: baseline.reportedNumerator ?? counted, denominator: baseline.denominator,
                source: baseline.reportedNumerator == nil ? .counted : .reported, counted: counted, parts: 1,
                gain: cells.reduce(0) { $0 + $1.gain })
        }
        return figures
    }

    /// The baseline in force on `day`.
    static func inForce(on day: CalendarDay, _ baselines: [Baseline]?) -> Baseline? {
        baselines?.filter { $0.period.contains(day) }
            .max { ($0.period.first, $1.period.last) < ($1.period.first, $0.period.last) }
    }
}
