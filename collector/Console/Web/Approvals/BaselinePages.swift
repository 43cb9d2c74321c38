import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Progress
import Registry

/// The baselines that count, and every figure there was for one of them.
struct BaselinePages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/baselines", for: .holders(.seeImports), get: list),
            gate.endpoint(
                "/baselines/history", for: .holders(.seeImports),
                get: { try await history($0, try $0.query, nil) }, post: withdraw),
        ]
    }

    /// The history of an indicator's figures for a scope as files write it.
    static func path(of scope: String, _ indicator: Indicator) -> String {
        "/baselines/history?" + FormFields.query([("scope", scope), ("indicator", indicator.rawValue)])
    }

    /// The indicators that have baselines.
    static let indicators: [Indicator] = [.received, .results, .inForce, .signed, .offices]

    /// Figures on a page.
    private static let size = 200

    private struct Choice: Sendable {
        let value: String
        let name: String
        let isChosen: Bool
    }

    private struct Row: Sendable {
        let indicator: String
        let name: String
        let code: String
        let period: String
        let figure: String
        let source: String
        let history: String
    }

    private struct ListView: Sendable {
        let tabs: [FrameView.Link]
        let indicators: [Choice]
        let year: String
        let text: String
        let rows: [Row]
        let total: String
        let older: String?
        let newest: String?
        let problem: String?
    }

    private struct Version: Sendable {
        let period: String
        let figure: String
        let source: String
        let state: String
        let kind: String
        let batch: String
        /// Nil for whom the whole batch is not to see.
        let path: String?
        let imported: String
        let decided: String?
        let reason: String?
        /// The period as files write it, where the figure may be withdrawn.
        let withdrawable: String?
    }

    private struct HistoryView: Sendable {
        let tabs: [FrameView.Link]
        let csrf: String
        let indicator: String
        let name: String
        let scope: String
        let office: String?
        let indicators: [Choice]
        let rows: [Version]
        let problem: String?
    }

    // MARK: What counts

    @concurrent
    private func list(_ ask: WebAsk) async throws -> Response {
        let (fields, language) = (try ask.query, ask.language)
        let indicator = fields.text("indicator").flatMap(Indicator.init(rawValue:))
        let year = fields.text("year")
        let wanted = year.flatMap { Int($0) }
        let isWrong = year != nil && !(wanted.map { (2000...2100).contains($0) } ?? false)
        let text = fields.text("text") ?? ""
        let start = max(0, fields.text("start").flatMap { Int($0) } ?? 0)
        let (baselines, sites, pending) = try await gate.registry.perform { registry throws(RegistryError) in
            (try registry.baselines(), try registry.siteRecords(), try registry.pendingBaselineCount())
        }
        let (words, access) = (text.lowercased(), try ask.member.access)
        let found =
            isWrong
            ? []
            : baselines.filter { baseline in
                guard access.reach.covers(baseline.scope), indicator == nil || baseline.indicator == indicator,
                    wanted == nil || baseline.period.last.year == wanted
                else { return false }
                return words.isEmpty || "\(baseline.scope)".lowercased().contains(words)
                    || Texts.scopeName(baseline.scope, sites, on: baseline.period.last)(language).lowercased()
                        .contains(words)
                    || baseline.source.lowercased().contains(words)
            }
        func path(_ start: Int) -> String {
            let query = FormFields.query([
                ("indicator", indicator?.rawValue), ("year", year), ("text", text),
                ("start", start == 0 ? nil : "\(start)"),
            ])
            return "/baselines" + (query.isEmpty ? "" : "?" + query)
        }
        let end = min(found.count, start + Self.size)
        let view = ListView(
            tabs: ImportTabs(.baselines, pending: pending, access, language).tabs,
            indicators: Self.choices(indicator, language, withAll: true), year: year ?? "", text: text,
            rows: start < found.count ? found[start..<end].map { Self.row($0, sites, language) } : [],
            total: Texts.figuresFound(found.count)(language),
            older: end < found.count ? path(end) : nil, newest: start > 0 ? path(0) : nil,
            problem: isWrong ? Texts.badYear(language) : nil)
        return ask.page(
            "baselines", view, title: Texts.tabBaselines(language), at: .imports,
            status: isWrong ? .unprocessableContent : .ok)
    }

    private static func choices(_ chosen: Indicator?, _ language: Language, withAll: Bool) -> [Choice] {
        (withAll ? [Choice(value: "", name: Texts.everyIndicator(language), isChosen: chosen == nil)] : [])
            + indicators.map {
                Choice(
                    value: $0.rawValue, name: "\($0.rawValue) – \(Texts.indicatorName($0)(language))",
                    isChosen: $0 == chosen)
            }
    }

    private static func row(_ baseline: Baseline, _ sites: SiteRecords, _ language: Language) -> Row {
        Row(
            indicator: baseline.indicator.rawValue,
            name: Texts.scopeName(baseline.scope, sites, on: baseline.period.last)(language), code: "\(baseline.scope)",
            period: Texts.anyPeriodName(baseline.period)(language), figure: Texts.baselineFigure(baseline, language),
            source: baseline.source, history: path(of: "\(baseline.scope)", baseline.indicator))
    }

    // MARK: What there was

    private func history(_ ask: WebAsk, _ fields: FormFields, _ problem: Text?) async throws -> Response {
        let (visitor, language) = (try ask.member, ask.language)
        let (written, today) = (fields.text("scope") ?? "", CalendarDay(ask.now))
        let indicator = fields.text("indicator").flatMap(Indicator.init(rawValue:)) ?? .received
        let scope = Baseline.Scope(written: written)
        if let scope, !visitor.access.reach.covers(scope) { throw WebProblem.forbidden }
        let (versions, sites, pending) = try await gate.registry.perform { registry throws(RegistryError) in
            (
                try scope.map { scope throws(RegistryError) in
                    try registry.baselineHistory(of: scope, in: indicator)
                } ?? [], try registry.siteRecords(), try registry.pendingBaselineCount()
            )
        }
        var office: String?
        if case .site(let id) = scope, sites.facts[id] != nil, visitor.access.allows(.seeFigures, at: id) {
            office = "/offices/\(id)"
        }
        let view = HistoryView(
            tabs: ImportTabs(.baselines, pending: pending, visitor.access, language).tabs, csrf: visitor.session.csrf,
            indicator: indicator.rawValue,
            name: scope.map { Texts.scopeName($0, sites, on: today)(language) } ?? written, scope: written,
            office: office, indicators: Self.choices(indicator, language, withAll: false),
            rows: versions.map { Self.version($0, visitor.access, language) },
            problem: (scope == nil ? Texts.noScope : problem)?(language))
        return ask.page(
            "baseline-history", view, title: Texts.historyTitle(indicator, view.name)(language), at: .imports,
            status: view.problem == nil ? .ok : .unprocessableContent)
    }

    private static func version(
        _ version: BaselineVersion, _ access: Access, _ language: Language
    ) -> Version {
        let (state, kind) =
            switch version.state {
            case .replaced: (Texts.figureReplaced(language), "")
            case .stands: (Texts.figureStands(language), "good")
            case .withdrawn: (Texts.figureWithdrawn(language), "bad")
            case .pending, .rejected: Texts.decision(version.decision, language)
            }
        return Version(
            period: Texts.anyPeriodName(version.baseline.period)(language),
            figure: Texts.baselineFigure(version.baseline, language),
            source: version.baseline.isWithdrawal
                ? Texts.withdrawnFor(version.baseline.source)(language) : version.baseline.source, state: state,
            kind: kind, batch: "\(version.batch)",
            path: access.allowsThroughout(.seeImports) ? "/approvals/\(version.batch)" : nil,
            imported: "\(Texts.person(version.importedBy)) · \(VietnamTime.text(version.importedAt))",
            decided: version.decision.map { "\(Texts.person($0.by)) · \(VietnamTime.text($0.at))" },
            reason: version.decision.flatMap { $0.isApproved ? nil : $0.reason },
            withdrawable: access.allows(.importTables) && version.state == .stands
                ? version.baseline.period.description : nil)
    }

    // MARK: Taking away

    /// Proposes to take the figure away that stands; another person approves it as every batch.
    @concurrent
    private func withdraw(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        try visitor.require(.importTables)
        guard let scope = ask.form.text("scope").flatMap(Baseline.Scope.init(written:)),
            let indicator = ask.form.text("indicator").flatMap(Indicator.init(rawValue:)),
            let period = ask.form.text("period").flatMap({ Period($0) })
        else { throw WebProblem.malformed }
        let (reason, actor, now) = (ask.form.text("reason") ?? "", visitor.account.actor, ask.now)
        let outcome = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.withdrawBaseline(
                of: scope, in: indicator, for: period, reason: reason, by: actor, from: "/baselines/history", at: now)
        }
        switch outcome {
        case .success(let batch): return WebAsk.seeOther("/approvals/\(batch.id)?said=imported")
        case .failure(let refusal): return try await history(ask, ask.form, Texts.refusal(refusal))
        }
    }
}
