import Dossiers
import Registry

/// What all indicators of a report are made from.
struct ReportBasis {
    let period: Period
    /// The day on which the figures are taken: the last of the period, or earlier while it runs.
    let day: CalendarDay
    let records: SiteRecords
    /// Those of spans that have days of the period in them.
    let baselines: [Baseline]
    var counters: CounterBook

    init(_ request: ReportRequest, _ reader: FiguresReader) throws(RegistryError) {
        period = request.period
        day = request.day
        records = try reader.siteRecords()
        baselines = try reader.baselines(from: period.first, through: period.last)
        counters = CounterBook(reader)
    }

    /// The figures of `indicator`.
    mutating func figures(of indicator: Indicator) throws(RegistryError) -> IndicatorFigures {
        switch indicator {
        case .received: try dossierFigures(.received, .digitisedDossiers)
        case .results: try dossierFigures(.results, .digitisedResults)
        case .inForce: try inForceFigures()
        case .offices: try officeFigures()
        // Who signs a result and where it is archived is not told to the collector.
        case .signed: try dossierFigures(.signed, nil)
        case .reuse: try reuseFigures()
        }
    }

    /// The baselines of `indicator` by scope.
    func baselines(of indicator: Indicator) -> [Baseline.Scope: [Baseline]] {
        Dictionary(grouping: baselines.filter { $0.indicator == indicator }, by: \.scope)
    }

    /// What was counted in the four weeks that end on the day.
    mutating func gains(of measure: Measure) throws(RegistryError) -> [CounterScope: Int] {
        try counters.sums(of: measure, from: day.advanced(by: 1 - IndicatorFigures.fourWeeks), through: day)
    }

    /// The office `name` as it stands on the day, or nearest to it: figures of one that is closed or not yet there must
    /// not get lost. Nil where `name` is no office.
    func office(_ name: String) -> Site? {
        SiteID(rawValue: name).flatMap { records.nearest($0, to: day) }
    }

    /// The offices that there were in the period up to the day, and those that figures are known of.
    func offices(with counted: [CounterScope: Int]) -> [Site] {
        var sites = Dictionary(
            uniqueKeysWithValues: records.sites(from: period.first, through: day).map { ($0.id, $0) })
        for scope in counted.keys {
            if let site = office(scope.name), sites[site.id] == nil { sites[site.id] = site }
        }
        return sites.values.sorted { $0.id < $1.id }
    }
}
