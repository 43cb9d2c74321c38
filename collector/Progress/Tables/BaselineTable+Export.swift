import Dossiers
package import Registry

extension BaselineTable {
    /// Baselines as a file that `baseline import` reads back.
    package static func export(_ baselines: [Baseline]) -> String {
        CSVField.file(
            [["indicator", "scope", "period", "denominator", "numerator", "source"]]
                + baselines.map {
                    [
                        $0.indicator.rawValue, $0.scope.description, $0.period.description, "\($0.denominator)",
                        $0.reportedNumerator.map { "\($0)" } ?? "", $0.source,
                    ]
                })
    }
}
