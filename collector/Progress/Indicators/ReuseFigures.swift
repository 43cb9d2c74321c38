import Dossiers
import Registry

extension ReportBasis {
    /// R5: the component papers that were reused, of those that the dossiers of the period needed; both are counted, by
    /// the office and on the day of the dossier, as in R1.
    mutating func reuseFigures() throws(RegistryError) -> IndicatorFigures {
        let reused = try counters.sums(of: .reusedPapers, from: period.first, through: day)
        let needed = try counters.sums(of: .componentPapers, from: period.first, through: day)
        var figures = IndicatorFigures()
        figures.hasForecast = false
        // Whatever is reused is needed.
        figures.cells = offices(with: needed).map { site in
            let scope = CounterScope(site.id.rawValue)
            let own = reused[scope] ?? 0
            // The denominator is counted: it is the sum of no baselines.
            return Cell(
                scope: .site(site), level: site.level, numerator: own, denominator: needed[scope] ?? 0, counted: own,
                parts: 0)
        }
        addRollUps(to: &figures)
        return figures
    }
}
