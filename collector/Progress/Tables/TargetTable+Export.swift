package import Dossiers

extension TargetTable {
    /// Targets as a file that `target import` reads back; one that can be read in two ways has two rows.
    package static func export(_ targets: [Target]) -> String {
        let rows = targets.flatMap { target in
            let place = [target.indicator.rawValue, target.level.rawValue, "\(target.year)"]
            let other = target.other.map { [place + ["\($0.permille)", "other", $0.basis]] } ?? []
            return [place + ["\(target.permille)", other.isEmpty ? "" : "default", target.basis]] + other
        }
        return CSVField.file([["indicator", "level", "year", "permille", "reading", "basis"]] + rows)
    }
}
