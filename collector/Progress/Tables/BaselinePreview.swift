package import Dossiers
package import Registry

/// What an import of baselines would do, for people to look at before it is done.
package struct BaselinePreview: Sendable, Hashable {
    package var changes: BaselineChanges
    /// What is no mistake but should be looked at.
    package var warnings: [ImportProblem]
    /// What stands and what would stand, by indicator, period and level, where it changes.
    package var sums: [Sum]

    /// The sum of the denominators of a level's offices and authorities.
    package struct Sum: Sendable, Hashable {
        package var indicator: Indicator
        package var period: Period
        package var level: Level
        package var before: Int
        package var after: Int
    }
}

extension BaselineTable {
    /// What importing the table would do; figures that are known otherwise count as replaced.
    ///
    /// - Throws: everything in the table that does not fit what is known.
    package func preview(on ground: BaselineGround) throws(ImportFailure) -> BaselinePreview {
        var preview = try changes(on: ground)
        preview.warnings = warnings(on: ground)
        return preview
    }

    /// The preview without warnings, which take longest: for whoever holds the index while looking.
    package func changes(on ground: BaselineGround) throws(ImportFailure) -> BaselinePreview {
        let changes = try plan(on: ground, replacing: true)
        return BaselinePreview(
            changes: changes, warnings: [], sums: BaselinePreview.sums(of: changes, on: ground))
    }
}

extension BaselinePreview {
    /// What approving `batch` would do.
    package init(of batch: BaselineBatch, on ground: BaselineGround) {
        let former = Dictionary(ground.standing.map { ($0.place, $0) }) { first, _ in first }
        var changes = BaselineChanges()
        for entry in batch.entries {
            if entry.isWithdrawal {
                // What has gone already is not taken away again.
                if former[entry.place] != nil { changes.withdrawn.append(entry) }
            } else if let there = former[entry.place] {
                changes.replaced.append(.init(former: there, new: entry))
            } else {
                changes.added.append(entry)
            }
        }
        self.init(changes: changes, warnings: [], sums: Self.sums(of: changes, on: ground))
    }

    /// What `batch` holds, whatever stands now.
    package init(contentsOf batch: BaselineBatch) {
        self.init(
            changes: BaselineChanges(
                added: batch.entries.filter { !$0.isWithdrawal }, withdrawn: batch.entries.filter(\.isWithdrawal)),
            warnings: [], sums: [])
    }

    /// The sums that the changes change.
    package static func sums(of changes: BaselineChanges, on ground: BaselineGround) -> [Sum] {
        let gone = Set(changes.replaced.map(\.former.place) + changes.withdrawn.map(\.place))
        let after =
            ground.standing.filter { !gone.contains($0.place) } + changes.entries.filter { !$0.isWithdrawal }
        let touched = Set(changes.entries.compactMap { Key($0, ground.sites) })
        func totals(_ baselines: [Baseline]) -> [Key: Int] {
            var totals: [Key: Int] = [:]
            for baseline in baselines {
                if let key = Key(baseline, ground.sites) { totals[key, default: 0] += baseline.denominator }
            }
            return totals
        }
        let (old, new) = (totals(ground.standing), totals(after))
        return touched.sorted { $0.order < $1.order }.map { key in
            Sum(
                indicator: key.indicator, period: key.period, level: key.level, before: old[key] ?? 0,
                after: new[key] ?? 0)
        }
    }

    /// What is summed: offices and authorities of one level. A whole level's own figure stands by itself.
    private struct Key: Hashable {
        var indicator: Indicator
        var period: Period
        var level: Level

        init?(_ baseline: Baseline, _ sites: SiteRecords) {
            switch baseline.scope {
            case .site(let id):
                guard let site = sites.nearest(id, to: baseline.period.last) else { return nil }
                level = site.level
            case .authority(_, let level): self.level = level
            case .level: return nil
            }
            (indicator, period) = (baseline.indicator, baseline.period)
        }

        var order: (Indicator, CalendarDay, CalendarDay, Level) { (indicator, period.first, period.last, level) }
    }
}

extension BaselinePreview {
    /// The preview as lines: what is added, changed and there already, the sums by level, the warnings.
    package var text: String {
        var lines = changes.added.map { "+ \($0.name): \($0.figures)" }
        lines += changes.replaced.map { "~ \($0.new.name): \($0.former.figures) → \($0.new.figures)" }
        lines += changes.withdrawn.map { "- \($0.name): \($0.figures)" }
        lines.append(
            "\(changes.added.count) to be added, \(changes.replaced.count) to be changed, "
                + (changes.withdrawn.isEmpty ? "" : "\(changes.withdrawn.count) to be withdrawn, ")
                + "\(changes.unchanged) there already.")
        lines += sums.map {
            "Sum of \($0.indicator.rawValue) \($0.period) \($0.level.rawValue): \($0.before) → \($0.after)"
        }
        return (lines + warnings.map(\.warning)).joined(separator: "\n")
    }
}

extension ImportProblem {
    /// As a warning: where, and what.
    package var warning: String { "Warning" + (line.map { ", line \($0)" } ?? "") + ": \(message)" }
}

extension Baseline {
    /// What it is of, in words.
    package var name: String { "\(indicator.rawValue) \(scope) \(period)" }
}
