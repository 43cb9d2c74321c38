import Dossiers
package import Registry

extension ProgressReport {
    /// The imported figures that this report's denominators, and its reported numerators, were taken from.
    ///
    /// - Parameter reader: reads at the moment at which the report was made.
    package func baselines(_ reader: FiguresReader) throws(RegistryError) -> [Baseline] {
        let basis = try ReportBasis(request, reader)
        return request.indicators.flatMap { indicator in
            basis.baselines(of: indicator).flatMap { scope, all in
                guard shows(scope, of: indicator) else { return [Baseline]() }
                return basis.chosen(of: indicator, at: scope, from: all)
            }.sorted { ($0.scope.description, $0.period.first) < ($1.scope.description, $1.period.first) }
        }
    }

    /// Whether figures of `scope` are in the rate of a line: a level's own only where they stand in for its offices'.
    private func shows(_ scope: Baseline.Scope, of indicator: Indicator) -> Bool {
        guard case .level(let level) = scope else { return true }
        return lines.contains { line in
            line.indicator == indicator && line.scope == .level(level)
                && (indicator == .offices || line.notes.contains(.levelDenominator))
        }
    }
}

extension ReportBasis {
    /// Those of one scope that the figures of `indicator` are made from, as `figures(of:)` chooses them.
    fileprivate func chosen(of indicator: Indicator, at scope: Baseline.Scope, from all: [Baseline]) -> [Baseline] {
        switch indicator {
        case .received, .results, .signed:
            if case .site(let site) = scope {
                cover(of: site, with: all)?.tiles ?? []
            } else {
                Tiling.cover(period, with: all) ?? []
            }
        case .inForce: Self.inForce(on: day, all).map { [$0] } ?? []
        case .offices:
            all.filter {
                ($0.period.first, $0.period.last) == (period.first, period.last) && $0.reportedNumerator != nil
            }
        // What is needed is counted.
        case .reuse: []
        }
    }
}
