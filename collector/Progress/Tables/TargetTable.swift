package import Dossiers
package import Registry

/// A file of targets: `indicator,level,year,permille,basis`.
package struct TargetTable: Sendable {
    /// A target and the line it stands on.
    struct Entry: Sendable {
        var line: Int
        var target: Target
    }

    let file: String
    let entries: [Entry]

    /// Reads `bytes`.
    ///
    /// - Parameter file: its name, for messages.
    package init(_ bytes: [UInt8], file: String) throws(ImportFailure) {
        let table = try CSVTable(bytes, file: file, endsInProse: true)
        try table.require(["indicator", "level", "year", "permille", "basis"])
        var reader = RowReader(table)
        var entries: [Entry] = []
        var lines: [Place: Int] = [:]
        for row in table.rows {
            guard let target = Self.target(row, &reader) else { continue }
            if let first = lines.updateValue(row.line, forKey: Place(target)) {
                reader.refuse(
                    row, nil,
                    "\(target.indicator.rawValue) \(target.level.rawValue) \(target.year) is on line \(first) already")
            }
            entries.append(Entry(line: row.line, target: target))
        }
        try reader.finish()
        (self.file, self.entries) = (file, entries)
    }

    /// What importing the table does to `known`: new targets are added, what is there already is left.
    ///
    /// - Parameter replacing: whether targets that are there with another figure are replaced.
    /// - Throws: every row that would change a target unasked.
    package func plan(known: [Target], replacing: Bool) throws(ImportFailure) -> TargetChanges {
        let former = Dictionary(known.map { (Place($0), $0) }) { first, _ in first }
        var changes = TargetChanges()
        var problems: [ImportProblem] = []
        for entry in entries {
            switch former[Place(entry.target)] {
            case nil: changes.added.append(entry.target)
            case entry.target?: changes.unchanged += 1
            case let there?:
                if replacing {
                    changes.replaced.append(entry.target)
                } else {
                    problems.append(
                        ImportProblem(
                            line: entry.line,
                            "\(there.indicator.rawValue) \(there.level.rawValue) \(there.year) is known as "
                                + "\(there.permille) (\(printable(there.basis))) and becomes \(entry.target.permille) "
                                + "(\(printable(entry.target.basis))); to replace it, import with --replace"))
                }
            }
        }
        if !problems.isEmpty { throw ImportFailure(file: file, problems: problems) }
        return changes
    }

    private struct Place: Hashable {
        var indicator: Indicator
        var level: Level
        var year: Int

        init(_ target: Target) { (indicator, level, year) = (target.indicator, target.level, target.year) }
    }

    private static func target(_ row: CSVRecord, _ reader: inout RowReader) -> Target? {
        let indicator = reader.value(row, "indicator", expected: "an indicator: R1 to R6", Indicator.init(rawValue:))
        let level = reader.value(row, "level", expected: RowReader.levelExpected, Level.init(rawValue:))
        let year = reader.value(row, "year", expected: "a year from 2000 to 2100") {
            RowReader.count($0).flatMap { (2000...2100).contains($0) ? $0 : nil }
        }
        let permille = reader.value(row, "permille", expected: "thousandths from 0 to 1000: no target is above 100 %") {
            RowReader.count($0).flatMap { $0 <= 1000 ? $0 : nil }
        }
        let basis = reader.text(row, "basis")
        guard let indicator, let level, let year, let permille, let basis else { return nil }
        return Target(indicator: indicator, level: level, year: year, permille: permille, basis: basis)
    }
}
