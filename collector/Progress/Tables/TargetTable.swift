package import Dossiers
package import Registry

/// A file of targets: `indicator,level,year,permille,basis`, and where wanted `reading`.
///
/// Where the plan can be read in two ways a target has two rows: one to measure against, whose reading is `default` or
/// empty, and one that is told beside it, whose reading is `other`.
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
        try table.require(["indicator", "level", "year", "permille", "basis"], optional: ["reading"])
        var reader = RowReader(table)
        var entries: [Place: Entry] = [:]
        var others: [(row: CSVRecord, target: Target)] = []
        for row in table.rows {
            guard let target = Self.target(row, &reader),
                let isOther = reader.reading(row)
            else { continue }
            let place = Place(target)
            if isOther {
                if let other = others.first(where: { Place($0.target) == place }) {
                    reader.refuse(
                        row, "reading",
                        Wording(
                            "another reading of it is on line \(other.row.line) already",
                            "cách hiểu khác của chỉ tiêu này đã có ở dòng \(other.row.line)"))
                }
                others.append((row, target))
            } else if let first = entries[place] {
                reader.refuse(
                    row, nil,
                    Wording(
                        "\(target.indicator.rawValue) \(target.level.rawValue) \(target.year) is on line \(first.line) "
                            + "already",
                        "\(target.indicator.rawValue) \(target.level.vietnamese) năm \(target.year) đã có ở dòng "
                            + "\(first.line)"))
            } else {
                entries[place] = Entry(line: row.line, target: target)
            }
        }
        for (row, target) in others {
            if entries[Place(target)] == nil {
                reader.refuse(
                    row, "reading",
                    Wording(
                        "the row with the reading to measure against is missing beside it",
                        "thiếu dòng có cách hiểu chính (default) của chỉ tiêu này"))
            }
            entries[Place(target)]?.target.other = Target.Reading(permille: target.permille, basis: target.basis)
        }
        try reader.finish()
        (self.file, self.entries) = (file, entries.values.sorted { $0.line < $1.line })
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
                            Wording(
                                "\(there.indicator.rawValue) \(there.level.rawValue) \(there.year) is known as "
                                    + "\(there.figures) and becomes \(entry.target.figures); to replace it, import with "
                                    + "--replace",
                                "\(there.indicator.rawValue) \(there.level.vietnamese) năm \(there.year) đang là "
                                    + "\(there.permille) ‰ và sẽ thành \(entry.target.permille) ‰; muốn thay phải đồng ý "
                                    + "thay số liệu đã có")))
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
        let indicator = reader.value(
            row, "indicator", expected: Wording("an indicator: R1 to R6", "chỉ số: R1 đến R6"),
            Indicator.init(rawValue:))
        let level = reader.value(row, "level", expected: RowReader.levelExpected, Level.init(rawValue:))
        let year = reader.value(
            row, "year", expected: Wording("a year from 2000 to 2100", "năm từ 2000 đến 2100")
        ) {
            RowReader.count($0).flatMap { (2000...2100).contains($0) ? $0 : nil }
        }
        let permille = reader.value(
            row, "permille",
            expected: Wording(
                "thousandths from 0 to 1000: no target is above 100 %",
                "phần nghìn từ 0 đến 1000: không chỉ tiêu nào trên 100%")
        ) {
            RowReader.count($0).flatMap { $0 <= 1000 ? $0 : nil }
        }
        let basis = reader.text(row, "basis")
        guard let indicator, let level, let year, let permille, let basis else { return nil }
        return Target(indicator: indicator, level: level, year: year, permille: permille, basis: basis)
    }
}

extension RowReader {
    /// Whether a target's row is the reading that is not measured against; nil and noted where it does not say.
    fileprivate mutating func reading(_ row: CSVRecord) -> Bool? {
        guard table.field(row, "reading") != nil else { return false }
        return value(
            row, "reading", expected: Wording("default or other", "default (chính) hoặc other (cách hiểu khác)")
        ) { ["default": false, "other": true][$0] }
    }
}

extension Target {
    /// In words: the figures and what they stand on.
    fileprivate var figures: String {
        "\(permille) (\(printable(basis)))"
            + (other.map { ", by another reading \($0.permille) (\(printable($0.basis)))" } ?? "")
    }
}
