import Dossiers
package import Registry

extension BaselineTable {
    /// What is no mistake but should be looked at before it counts.
    ///
    /// - A numerator above its denominator: it is shown as it is, with a note.
    /// - Periods of one scope that overlap without one holding the other: no report can add them up.
    /// - Finer periods that make up a longer one and do not add up to it (R1, R2).
    /// - Days on which the office is not there.
    package func warnings(on ground: BaselineGround) -> [ImportProblem] {
        let all = Dictionary((ground.standing + entries.map(\.baseline)).map { ($0.place, $0) }) { $1 }
        let spans = Dictionary(grouping: all.values, by: Scope.init).mapValues { baselines in
            baselines.sorted { ($0.period.first, $0.period.last) < ($1.period.first, $1.period.last) }
        }
        return entries.flatMap { entry in
            let baseline = entry.baseline
            let others = (spans[Scope(baseline)] ?? []).filter { $0.place != baseline.place }
            let messages = [
                Self.excess(of: baseline), Self.overlap(of: baseline, with: others),
                Self.difference(of: baseline, from: others), Self.absence(of: baseline, ground.sites),
            ]
            return messages.compactMap { $0 }.map { ImportProblem(line: entry.line, $0) }
        }
    }

    private struct Scope: Hashable {
        var indicator: Indicator
        var scope: Baseline.Scope

        init(_ baseline: Baseline) { (indicator, scope) = (baseline.indicator, baseline.scope) }
    }

    private static func excess(of baseline: Baseline) -> Wording? {
        guard let numerator = baseline.reportedNumerator, numerator > baseline.denominator else { return nil }
        return Wording(
            "the numerator \(numerator) of \(baseline.name) is above its denominator \(baseline.denominator); reports "
                + "show it as it is",
            "tử số \(numerator) của \(baseline.vietnameseName) lớn hơn mẫu số \(baseline.denominator); báo cáo để nguyên "
                + "như vậy")
    }

    private static func overlap(of baseline: Baseline, with others: [Baseline]) -> Wording? {
        let span = baseline.period
        // Calendar periods and reporting windows are two ways to cut the same year; each is added up by itself.
        let crossing = others.first { other in
            let period = other.period
            return period.first <= span.last && span.first <= period.last
                && !(period.first <= span.first && span.last <= period.last)
                && !(span.first <= period.first && period.last <= span.last)
                && !(span.form != nil && period.form != nil && span.isWindow != period.isWindow)
        }
        return crossing.map {
            Wording(
                "\(baseline.name) and \($0.period) overlap, and neither holds the other: no report adds them up",
                "\(baseline.vietnameseName) và \($0.period.vietnamese) chồng nhau mà không kỳ nào nằm trọn trong kỳ kia: "
                    + "không báo cáo nào cộng được")
        }
    }

    private static func difference(of baseline: Baseline, from others: [Baseline]) -> Wording? {
        guard baseline.indicator == .received || baseline.indicator == .results,
            let parts = Tiling.cover(baseline.period, with: others)
        else { return nil }
        let sum = parts.reduce(0) { $0 + $1.denominator }
        guard sum != baseline.denominator else { return nil }
        return Wording(
            "\(baseline.name) is \(baseline.denominator), and its \(parts.count) parts add up to \(sum); reports take "
                + "\(baseline.denominator)",
            "\(baseline.vietnameseName) là \(baseline.denominator), trong khi \(parts.count) kỳ thành phần cộng lại là "
                + "\(sum); báo cáo lấy \(baseline.denominator)")
    }

    private static func absence(of baseline: Baseline, _ sites: SiteRecords) -> Wording? {
        guard case .site(let id) = baseline.scope, let life = sites.life(of: id) else { return nil }
        // The first fact may only mean that nothing earlier was imported.
        let isNew = sites.successions.contains { $0.successor == id && $0.day == life.first }
        let isBefore = isNew && baseline.period.first < life.first
        let isAfter = life.last.map { $0 < baseline.period.last } ?? false
        guard isBefore || isAfter else { return nil }
        return Wording(
            "\(baseline.name) has days on which there is no \(id) (it is from \(life.first)"
                + (life.last.map { " through \($0)" } ?? "") + "); denominators of predecessors and successors add up",
            "\(baseline.vietnameseName) có những ngày chưa có hoặc không còn \(id) (có từ \(life.first.vietnamese)"
                + (life.last.map { " đến \($0.vietnamese)" } ?? "")
                + "); mẫu số của đơn vị trước và đơn vị sau được cộng lại")
    }
}

extension Baseline {
    /// What it is of, in Vietnamese words.
    fileprivate var vietnameseName: String { "\(indicator.rawValue) của \(scope), \(period.vietnamese)" }
}
