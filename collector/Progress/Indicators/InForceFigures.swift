import Dossiers
import Registry

extension ReportBasis {
    /// R3: the distinct results in force digitised so far, of those in force, by the authority competent for them.
    ///
    /// The level is that of the authority as stated with each result, not of the desk that scanned it. The denominator
    /// is the baseline whose period has the day in it; of several the one that begins last, then the shortest. What
    /// predecessors digitised is their successor's from the day on: the competence went over to it.
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
        figures.cells = folded(figures.cells)
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

    /// The cells with those of predecessors in their successors', level by level.
    private func folded(_ cells: [Cell]) -> [Cell] {
        var result: [Cell] = []
        var groups: [Home: [Cell]] = [:]
        for cell in cells {
            guard let id = cell.scope.siteID else {
                result.append(cell)
                continue
            }
            groups[Home(site: records.successor(of: id, on: day), level: cell.level), default: []].append(cell)
        }
        for (home, members) in groups {
            let own = members.first { $0.scope.siteID == home.site }
            let others = members.filter { $0.scope.siteID != home.site && ($0.counted > 0 || $0.denominator != nil) }
                .sorted { ($0.site?.id.rawValue ?? "") < ($1.site?.id.rawValue ?? "") }
            guard !others.isEmpty, let site = office(home.site.rawValue) else {
                if let own { result.append(own) }
                continue
            }
            var cell = own ?? Cell(scope: .site(site), level: home.level, numerator: 0)
            cell.ownNumerator = cell.numerator
            let all = [cell] + others
            if cell.denominator == nil {
                let known = Dictionary(
                    others.compactMap { other in
                        other.site.flatMap { site in other.denominator.map { (site.id, $0) } }
                    }
                ) { first, _ in first }
                cell.denominator = denominator(ofPredecessorsOf: home.site, known)
                cell.hasPredecessorsDenominator = cell.denominator != nil
            }
            cell.numerator = all.reduce(0) { $0 + $1.numerator }
            cell.counted = all.reduce(0) { $0 + $1.counted }
            cell.gain = all.reduce(0) { $0 + $1.gain }
            cell.source = others.reduce(own?.source ?? others[0].source) { $0 + $1.source }
            cell.rollUp = RollUp(
                predecessors: others.compactMap(\.site), numerator: cell.numerator, denominator: cell.denominator,
                source: cell.source, counted: cell.counted, gain: cell.gain, parts: 1)
            result.append(cell)
        }
        return result
    }

    private struct Home: Hashable {
        var site: SiteID
        var level: Level
    }

    /// The sum over those that went into `site` itself, each with its own or in turn that of its predecessors; nil where
    /// one has none.
    private func denominator(ofPredecessorsOf site: SiteID, _ known: [SiteID: Int]) -> Int? {
        let direct = records.successions.filter { $0.successor == site && $0.kind.rollsUp && $0.day <= day }
        var sum = 0
        for succession in direct {
            guard
                let part = known[succession.predecessor] ?? denominator(ofPredecessorsOf: succession.predecessor, known)
            else { return nil }
            sum += part
        }
        return direct.isEmpty ? nil : sum
    }

    /// The baseline in force on `day`.
    static func inForce(on day: CalendarDay, _ baselines: [Baseline]?) -> Baseline? {
        baselines?.filter { $0.period.contains(day) }
            .max { ($0.period.first, $1.period.last) < ($1.period.first, $0.period.last) }
    }
}
