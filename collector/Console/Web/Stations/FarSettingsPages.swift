import Dossiers
import Exchange
import FoundationEssentials
import Hummingbird
import Registry

/// What the province sets for stations from afar: for itself, or for an office and those below it.
struct FarSettingsPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint(
                "/stations/settings", for: .holders(.manageStations), get: { try await page($0, nil, nil) },
                post: set)
        ]
    }

    private struct Row: Sendable {
        let scope: String
        let bandwidth: String
        let profile: String
        let officers: String
        let set: String
        /// Where it is changed; nil for what is beyond the visitor's reach.
        let href: String?
    }

    private struct View: Sendable {
        let tabs: [FrameView.Link]
        let csrf: String
        let rows: [Row]
        let scopes: [AccountForm.Choice]
        let scopeName: String
        let scope: String
        let form: FarSettingsForm
        let profiles: [AccountForm.Choice]
        /// Whether something stands for the scope, which can be taken back.
        let stands: Bool
        let said: String?
        let problem: String?
    }

    private func page(_ ask: WebAsk, _ typed: FarSettingsForm?, _ problem: Text?) async throws -> Response {
        let (visitor, language) = (try ask.member, ask.language)
        let wanted = typed == nil ? try ask.query.text("scope") : ask.form.text("scope")
        let (records, offices) = try await gate.registry.perform { registry throws(RegistryError) in
            (try registry.settingsRecords(), try OfficeChoices(registry, visitor, on: CalendarDay(ask.now)))
        }
        // Who is limited to an office begins there; others with the whole province.
        let scope = wanted.flatMap(SiteID.init(rawValue:)) ?? visitor.account.scope
        guard mayChange(scope, visitor) else { throw WebProblem.forbidden }
        let standing = records.first { $0.scope == scope }
        let form = typed ?? FarSettingsForm(standing?.settings)
        let said: Text? =
            switch try ask.query.text("said") {
            case "set": Texts.settingsSet
            case "cleared": Texts.settingsCleared
            default: nil
            }
        let view = View(
            tabs: StationsTabs(.settings, visitor.access, language).tabs, csrf: visitor.session.csrf,
            rows: records.filter { isNear($0.scope, visitor, offices) }.map { row($0, visitor, offices, language) },
            scopes: offices.choices(chosen: scope?.rawValue ?? "", language),
            scopeName: offices.name(of: scope, language), scope: scope?.rawValue ?? "", form: form,
            profiles: [AccountForm.Choice(value: "", name: Texts.leftOpen(language), isChosen: form.profile.isEmpty)]
                + StationSettings.profiles.map {
                    AccountForm.Choice(
                        value: $0, name: Texts.quality($0)(language), isChosen: $0 == form.profile)
                }, stands: standing != nil, said: said?(language), problem: problem?(language))
        return ask.page(
            "far-settings", view, title: Texts.farSettingsTitle(language), at: .operations,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    private func mayChange(_ scope: SiteID?, _ visitor: Visitor) -> Bool {
        scope.map { visitor.access.allows(.manageStations, at: $0) } ?? visitor.access.allowsThroughout(.manageStations)
    }

    /// Whether it holds within the visitor's reach: set there, or for an office above, or for the province.
    private func isNear(_ scope: SiteID?, _ visitor: Visitor, _ offices: OfficeChoices) -> Bool {
        guard let scope, let own = visitor.account.scope else { return true }
        return visitor.access.reach.covers(.offices([scope]))
            || offices.records.subtree(of: scope, on: offices.day).contains(own)
    }

    private func row(
        _ record: SettingsRecord, _ visitor: Visitor, _ offices: OfficeChoices, _ language: Language
    ) -> Row {
        let settings = record.settings
        return Row(
            scope: offices.name(of: record.scope, language), bandwidth: settings.bandwidth ?? "–",
            profile: settings.profile.map { Texts.quality($0)(language) } ?? "–",
            officers: settings.officers.map { Texts.count($0.count, language) } ?? "–",
            set: "\(Texts.person(record.setBy)) · \(VietnamTime.text(record.setAt))",
            href: mayChange(record.scope, visitor)
                ? "/stations/settings?" + FormFields.query([("scope", record.scope?.rawValue)]) : nil)
    }

    @concurrent
    private func set(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let scope: SiteID?
        if let written = ask.form.text("scope") {
            guard let site = SiteID(rawValue: written) else { throw WebProblem.malformed }
            scope = site
        } else {
            scope = nil
        }
        guard mayChange(scope, visitor) else { throw WebProblem.forbidden }
        let form = FarSettingsForm(ask.form)
        let (settings, said): (StationSettings, String)
        switch ask.form.text("do") {
        case "set":
            switch form.settings {
            case .failure(let refusal): return try await page(ask, form, refusal.text)
            case .success(let read): (settings, said) = (read, "set")
            }
            guard !settings.isEmpty else { return try await page(ask, form, Texts.nothingSet) }
        case "clear": (settings, said) = (StationSettings(), "cleared")
        default: throw WebProblem.malformed
        }
        let (actor, now) = (visitor.account.actor, ask.now)
        do throws(RegistryError) {
            try await gate.registry.perform { registry throws(RegistryError) in
                _ = try registry.set(settings, for: scope, by: actor, at: now)
            }
        } catch {
            if case .unknownSite = error { throw WebProblem.notFound }
            throw error
        }
        return WebAsk.seeOther(
            "/stations/settings?" + FormFields.query([("scope", scope?.rawValue), ("said", said)]))
    }
}
