package import Dossiers
package import Registry

/// Successions to be made known: a file `predecessor,successor,kind,day,decree`, or those that a command names.
package struct SuccessionTable: Sendable {
    /// A succession and the line it stands on.
    struct Entry: Sendable {
        var line: Int?
        var succession: Succession
    }

    let file: String
    let entries: [Entry]

    static let columns = ["predecessor", "successor", "kind", "day", "decree"]

    /// Each is held against each. A reform of a province has some hundreds.
    private static let maximumRows = 5000

    /// Reads `bytes`.
    ///
    /// - Parameter file: its name, for messages.
    package init(_ bytes: [UInt8], file: String) throws(ImportFailure) {
        let table = try CSVTable(bytes, file: file, endsInProse: true)
        try table.require(Self.columns)
        guard table.rows.count <= Self.maximumRows else {
            throw ImportFailure(
                file: file,
                problems: [
                    ImportProblem(
                        Wording(
                            "it has more than \(Self.maximumRows) rows; split it",
                            "tệp có hơn \(Self.maximumRows) dòng; hãy chia thành nhiều tệp"))
                ])
        }
        var reader = RowReader(table)
        var entries: [Entry] = []
        for row in table.rows {
            let predecessor = reader.value(
                row, "predecessor", expected: RowReader.siteExpected, SiteID.init(rawValue:))
            let successor = reader.value(row, "successor", expected: RowReader.siteExpected, SiteID.init(rawValue:))
            let kind = reader.value(
                row, "kind",
                expected: Wording(
                    "a kind: merge, split, rename or part",
                    "hình thức: merge (sáp nhập), split (chia), rename (đổi tên) hoặc part (tách)"),
                Succession.Kind.init(rawValue:))
            let day = reader.day(row, "day")
            let decree = reader.text(row, "decree")
            guard let predecessor, let successor, let kind, let day, let decree else { continue }
            let succession = Succession(
                predecessor: predecessor, successor: successor, kind: kind, day: day, decree: decree)
            if let first = entries.first(where: { $0.succession.isOfSamePlace(as: succession) }) {
                reader.refuse(
                    row, nil,
                    Wording(
                        "\(predecessor) to \(successor) is on line \(first.line ?? 0) already",
                        "\(predecessor) sang \(successor) đã có ở dòng \(first.line ?? 0)"))
            }
            entries.append(Entry(line: row.line, succession: succession))
        }
        try reader.finish()
        (self.file, self.entries) = (file, entries)
    }

    /// Each of `predecessors` followed by each of `successors`, as a command says.
    package init(
        from predecessors: [SiteID], to successors: [SiteID], kind: Succession.Kind, on day: CalendarDay,
        decree: String
    ) throws(ImportFailure) {
        file = "site succeed"
        guard isField(decree, limit: TextLimit.name) else {
            throw ImportFailure(
                file: file,
                problems: [
                    ImportProblem(
                        column: "decree",
                        Wording(
                            "it is empty or over \(TextLimit.name) characters",
                            "văn bản còn trống hoặc dài hơn \(TextLimit.name) ký tự"))
                ])
        }
        entries = predecessors.flatMap { predecessor in
            successors.map { successor in
                Entry(
                    succession: Succession(
                        predecessor: predecessor, successor: successor, kind: kind, day: day, decree: decree))
            }
        }
    }

    /// What making them known does to `records`: new ones are added, what is there already is left.
    ///
    /// - Parameters:
    ///   - closing: whether predecessors that end and are open are closed on the day.
    ///   - correcting: whether what is known of the same two offices is overwritten.
    /// - Throws: everything that does not fit what is known: nothing is changed then.
    package func plan(
        for records: SiteRecords, closing: Bool, correcting: Bool
    ) throws(ImportFailure) -> SuccessionChanges {
        var changes = SuccessionChanges()
        var problems: [ImportProblem] = []
        var result = records
        for entry in entries {
            let succession = entry.succession
            switch records.successions.first(where: { $0.isOfSamePlace(as: succession) }) {
            case nil: changes.added.append(succession)
            case succession?: changes.unchanged += 1
            case let known?:
                result.successions.removeAll { $0 == known }
                changes.corrected.append(.init(former: known, new: succession))
                if !correcting {
                    problems.append(
                        ImportProblem(
                            line: entry.line,
                            Wording(
                                "it is known as \(known.kind.rawValue) on \(known.day) (\(printable(known.decree))); to "
                                    + "correct that, import with --correct",
                                "đã có là \(known.kind.rawValue) ngày \(known.day.vietnamese) "
                                    + "(\(printable(known.decree))); muốn sửa phải đồng ý thay số liệu đã có")))
                }
            }
            result.successions.removeAll { $0 == succession }
            result.successions.append(succession)
            if closing, succession.kind.endsPredecessor, result.facts[succession.predecessor] != nil,
                result.closings[succession.predecessor] == nil
            {
                changes.closings[succession.predecessor] = succession.day
                result.closings[succession.predecessor] = succession.day
            }
        }
        // Those that were known are checked too: a new one may contradict them.
        for entry in entries {
            if let problem = SuccessionRules.problem(with: entry.succession, in: result) {
                problems.append(ImportProblem(line: entry.line, problem))
            }
        }
        let touched = Set(entries.flatMap { [$0.succession.predecessor, $0.succession.successor] })
        for known in records.successions
        where touched.contains(known.predecessor) && result.successions.contains(known)
            && !entries.contains(where: { $0.succession == known })
        {
            if let problem = SuccessionRules.problem(with: known, in: result) {
                problems.append(ImportProblem(problem.asKnownSuccession))
            }
        }
        problems.sort { ($0.line ?? .max) < ($1.line ?? .max) }
        if !problems.isEmpty { throw ImportFailure(file: file, problems: problems) }
        return changes
    }
}

extension Succession {
    /// Whether both are of the same two offices and, where a part may go over again later, of the same day.
    fileprivate func isOfSamePlace(as other: Succession) -> Bool {
        predecessor == other.predecessor && successor == other.successor
            && (day == other.day || (kind.endsPredecessor && other.kind.endsPredecessor))
    }
}
