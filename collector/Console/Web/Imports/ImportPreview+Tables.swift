import Dossiers
import Exchange
import Progress
import Registry

extension ImportPreview {
    /// Of offices.
    init(_ changes: SiteChanges, on records: SiteRecords, _ language: Language) {
        func text(_ site: Site) -> String { Self.text(of: site, language) }
        let added = changes.added.map { site in
            // A further fact of an office changes what holds from its day on; what held before stays in its history.
            let former = records.facts[site.id]?.last { $0.validFrom < site.validFrom }
            return Row(
                change: .added, name: site.name, code: site.id.rawValue, before: former.map(text), after: text(site))
        }
        let corrected = changes.corrected.map { site in
            let former = records.facts[site.id]?.first { $0.validFrom == site.validFrom }
            return Row(
                change: .changed, name: former?.name ?? site.name, code: site.id.rawValue, before: former.map(text),
                after: text(site))
        }
        let names = Dictionary(changes.added.map { ($0.id, $0.name) }) { $1 }
        self.init(
            rows: added + corrected
                + Self.closings(changes.closings, records, names, language), unchanged: changes.unchanged)
    }

    /// Of successions.
    init(_ changes: SuccessionChanges, on records: SiteRecords, _ language: Language) {
        func name(_ id: SiteID) -> String { records.facts[id]?.last?.name ?? id.rawValue }
        func text(_ succession: Succession) -> String {
            let what = Texts.succession(succession.kind, to: name(succession.successor))(language)
            return "\(what) (\(succession.successor)) · \(succession.day.vietnamese) · \(succession.decree)"
        }
        func row(_ change: Change, _ succession: Succession, _ former: Succession?) -> Row {
            Row(
                change: change, name: name(succession.predecessor), code: succession.predecessor.rawValue,
                before: former.map(text), after: text(succession))
        }
        self.init(
            rows: changes.added.map { row(.added, $0, nil) }
                + changes.corrected.map { row(.changed, $0.new, $0.former) }
                + Self.closings(changes.closings, records, [:], language), unchanged: changes.unchanged)
    }

    /// Of baselines.
    init(_ preview: BaselinePreview, _ sites: SiteRecords, _ language: Language) {
        func row(_ change: Change, _ baseline: Baseline, _ former: Baseline?) -> Row {
            Row(
                change: change, name: Texts.baselineName(baseline, sites)(language), code: "\(baseline.scope)",
                before: former.map { Self.text(of: $0, language) }, after: Self.text(of: baseline, language),
                more: BaselinePages.path(of: "\(baseline.scope)", baseline.indicator))
        }
        self.init(
            rows: preview.changes.added.map { row(.added, $0, nil) }
                + preview.changes.replaced.map { row(.changed, $0.new, $0.former) }
                + preview.changes.withdrawn.map { baseline in
                    Row(
                        change: .removed, name: Texts.baselineName(baseline, sites)(language),
                        code: "\(baseline.scope)",
                        before: Texts.baselineFigure(baseline, language),
                        after: Texts.withdrawnFor(baseline.source)(language),
                        more: BaselinePages.path(of: "\(baseline.scope)", baseline.indicator))
                },
            unchanged: preview.changes.unchanged,
            sums: preview.sums.map { sum in
                Sum(
                    name: "\(sum.indicator.rawValue) · \(Texts.levelName(sum.level)(language)) · "
                        + Texts.anyPeriodName(sum.period)(language),
                    before: Texts.count(sum.before, language), after: Texts.count(sum.after, language))
            }, warnings: preview.warnings)
    }

    /// Of targets.
    init(_ changes: TargetChanges, known: [Target], _ language: Language) {
        func row(_ change: Change, _ target: Target, _ former: Target?) -> Row {
            Row(
                change: change,
                name:
                    "\(Texts.indicatorName(target.indicator)(language)) · \(Texts.levelName(target.level)(language)) · "
                    + "\(target.year)",
                code: target.indicator.rawValue, before: former.map { Self.text(of: $0, language) },
                after: Self.text(of: target, language))
        }
        self.init(
            rows: changes.added.map { row(.added, $0, nil) }
                + changes.replaced.map { target in
                    row(.changed, target, known.first { $0.isOfSamePlace(as: target) })
                }, unchanged: changes.unchanged)
    }

    /// Of the catalogue of procedures.
    init(
        _ changes: CatalogueChanges, from known: [Procedure], to given: [Procedure], _ language: Language
    ) {
        // Codes are opaque: what is one text to people may be two to the index.
        func byCode(_ procedures: [Procedure]) -> [[UInt8]: Procedure] {
            Dictionary(procedures.map { (Array($0.code.utf8), $0) }) { first, _ in first }
        }
        let (former, new) = (byCode(known), byCode(given))
        func rows(_ change: Change, _ codes: [String]) -> [Row] {
            codes.map { code in
                let (before, after) = (former[Array(code.utf8)], new[Array(code.utf8)])
                let name = (after ?? before)?.name ?? code
                guard let before, let after else {
                    return Row(
                        change: change, name: name, code: code, before: before.map { Self.text(of: $0, language) },
                        after: after.map { Self.text(of: $0, language) })
                }
                let (old, current) = Self.differences(before, after, language)
                return Row(change: change, name: name, code: code, before: old, after: current)
            }
        }
        self.init(
            rows: rows(.added, changes.added) + rows(.changed, changes.changed) + rows(.removed, changes.removed),
            unchanged: changes.unchanged)
    }

    // MARK: Texts

    private static func closings(
        _ closings: [SiteID: CalendarDay], _ records: SiteRecords, _ names: [SiteID: String], _ language: Language
    ) -> [Row] {
        closings.sorted { $0.key < $1.key }.map { id, day in
            Row(
                change: .closed, name: records.facts[id]?.last?.name ?? names[id] ?? id.rawValue, code: id.rawValue,
                before: records.closings[id].map { Texts.closedFrom($0)(language) },
                after: Texts.closedFrom(day)(language))
        }
    }

    private static func text(of site: Site, _ language: Language) -> String {
        var parts = [site.name, Texts.levelName(site.level)(language)]
        if let parent = site.parent { parts.append(Texts.belongs(to: parent.rawValue)(language)) }
        if let code = site.statisticalCode { parts.append("GSO \(code)") }
        if let code = site.organisationCode { parts.append(code) }
        if site.isExempt { parts.append(Texts.exempt(language)) }
        parts.append(Texts.holdsFrom(site.validFrom)(language))
        return parts.joined(separator: " · ")
    }

    private static func text(of baseline: Baseline, _ language: Language) -> String {
        "\(Texts.baselineFigure(baseline, language)) · \(baseline.source)"
    }

    private static func text(of target: Target, _ language: Language) -> String {
        func rate(_ permille: Int) -> String { "\(Texts.permille(permille, language))" }
        var text = "\(rate(target.permille)) · \(target.basis)"
        if let other = target.other {
            text += " · \(Texts.otherReading(language)): \(rate(other.permille)) · \(other.basis)"
        }
        return text
    }

    private static func text(of paper: ProcedurePaper, _ language: Language) -> String {
        let need = paper.isCompulsory ? ", \(Texts.compulsory(language))" : ""
        return "\(paper.type) \(paper.name) (\(Texts.role(paper.role)(language))\(need))"
    }

    private static func text(of procedure: Procedure, _ language: Language) -> String {
        procedure.papers.map { text(of: $0, language) }.joined(separator: "; ")
    }

    /// What of two versions of a procedure is not the same.
    private static func differences(
        _ former: Procedure, _ new: Procedure, _ language: Language
    ) -> (String, String) {
        let (old, current) = (former.papers.map { text(of: $0, language) }, new.papers.map { text(of: $0, language) })
        let isRenamed = !former.name.utf8.elementsEqual(new.name.utf8)
        // Texts are compared byte by byte, as the index does.
        func lacking(_ texts: [String], in others: [String]) -> [String] {
            let bytes = Set(others.map { Array($0.utf8) })
            return texts.filter { !bytes.contains(Array($0.utf8)) }
        }
        let gone = (isRenamed ? [former.name] : []) + lacking(old, in: current)
        let come = (isRenamed ? [new.name] : []) + lacking(current, in: old)
        // The same papers in another order.
        guard !gone.isEmpty || !come.isEmpty else {
            return (old.joined(separator: "; "), current.joined(separator: "; "))
        }
        return (
            gone.isEmpty ? "–" : gone.joined(separator: "; "), come.isEmpty ? "–" : come.joined(separator: "; ")
        )
    }
}
