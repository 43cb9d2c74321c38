import Dossiers
package import Registry

extension BaselineTable {
    /// What importing the table does to what is known: new baselines are added, what is there already, or waits for its
    /// approval, is left.
    ///
    /// - Parameter replacing: whether baselines that are there with other figures are replaced.
    /// - Throws: everything in the table that does not fit what is known.
    package func plan(on ground: BaselineGround, replacing: Bool) throws(ImportFailure) -> BaselineChanges {
        let former = Dictionary(ground.standing.map { ($0.place, $0) }) { first, _ in first }
        let waiting = Dictionary(ground.waiting.map { ($0.place, $0) }) { $1 }
        var changes = BaselineChanges()
        var problems: [ImportProblem] = []
        var levels = Self.levels(of: ground.standing + ground.waiting)
        for entry in entries {
            let baseline = entry.baseline
            if let problem = Self.check(baseline.scope, ground.sites, &levels) {
                problems.append(ImportProblem(line: entry.line, column: "scope", problem))
                continue
            }
            if waiting[baseline.place]?.hasFigures(of: baseline) ?? false {
                changes.unchanged += 1
                continue
            }
            switch former[baseline.place] {
            case nil: changes.added.append(baseline)
            // Said again while other figures wait: whoever approves must see both.
            case let there? where there.hasFigures(of: baseline) && waiting[baseline.place] == nil:
                changes.unchanged += 1
            case let there?:
                if replacing || there.hasFigures(of: baseline) {
                    changes.replaced.append(.init(former: there, new: baseline))
                } else {
                    problems.append(
                        ImportProblem(
                            line: entry.line,
                            Wording(
                                "\(baseline.indicator.rawValue) of \(baseline.scope) for \(there.period) is known as "
                                    + "\(there.figures) and becomes \(baseline.figures); to replace it, import with "
                                    + "--replace",
                                "\(baseline.indicator.rawValue) của \(baseline.scope), \(there.period.vietnamese), đang "
                                    + "là \(there.figures) và sẽ thành \(baseline.figures); muốn thay phải đồng ý thay "
                                    + "số liệu đã có")))
                }
            }
        }
        if !problems.isEmpty { throw ImportFailure(file: file, problems: problems) }
        return changes
    }

    /// What is wrong with the scope, given what is known.
    private static func check(
        _ scope: Baseline.Scope, _ sites: SiteRecords, _ levels: inout [String: Level]
    ) -> Wording? {
        switch scope {
        case .level: return nil
        case .site(let id):
            guard sites.facts[id] == nil else { return nil }
            return Wording(
                "the office \(id) is unknown; import it first with 'site import'",
                "chưa có đơn vị \(id); hãy nhập đơn vị trước")
        case .authority(let code, let level):
            if let id = SiteID(rawValue: code), sites.facts[id] != nil {
                return Wording(
                    "\(code) is an office; write \(code) alone, its level is known",
                    "\(code) là đơn vị của tỉnh; chỉ cần ghi \(code), cấp đã biết")
            }
            if let other = levels[code], other != level {
                return Wording(
                    "the authority \(printable(code)) stands at level \(other.rawValue) elsewhere; it has one level",
                    "ở chỗ khác, cơ quan \(printable(code)) thuộc \(other.vietnamese); mỗi cơ quan chỉ có một cấp")
            }
            levels[code] = level
            return nil
        }
    }

    private static func levels(of baselines: [Baseline]) -> [String: Level] {
        var levels: [String: Level] = [:]
        for baseline in baselines {
            if case .authority(let code, let level) = baseline.scope { levels[code] = level }
        }
        return levels
    }
}

extension Baseline {
    /// In words: the figures and their source.
    var figures: String {
        let count = reportedNumerator.map { "\($0) of \(denominator)" } ?? "\(denominator)"
        return "\(count) (\(printable(source)))"
    }
}
