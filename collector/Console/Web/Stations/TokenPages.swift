import Dossiers
import FoundationEssentials
import Hummingbird
import Registry

/// Join tokens of a reach: issued for one office, shown once, and revoked.
struct TokenPages: Sendable {
    let gate: WebGate

    var endpoints: [Endpoint] {
        [
            gate.endpoint(
                "/stations/tokens", for: .holders(.manageStations), get: { try await list($0, nil) }, post: act)
        ]
    }

    /// Tokens on the page: those that can be used, and what became of the latest others.
    private static let most = 100
    /// Days that a token can be good for. A PC that is sent to a far commune may need some.
    private static let days = [1, 7, 14, 30]

    private struct Row: Sendable {
        let id: String
        let office: String
        let state: String
        let kind: String
        let issued: String
        let expires: String
        /// Whether it can be revoked.
        let isOpen: Bool
    }

    private struct ListView: Sendable {
        let tabs: [FrameView.Link]
        let csrf: String
        let sites: [AccountForm.Choice]
        let days: [AccountForm.Choice]
        let rows: [Row]
        let said: String?
        let problem: String?
    }

    private struct IssuedView: Sendable {
        let office: String
        let token: String
        let until: String
    }

    // MARK: The list

    private func list(_ ask: WebAsk, _ problem: Text?) async throws -> Response {
        let (visitor, language) = (try ask.member, ask.language)
        let (tokens, offices) = try await gate.registry.perform { registry throws(RegistryError) in
            (try registry.tokens(), try OfficeChoices(registry, visitor, on: CalendarDay(ask.now)))
        }
        let own = tokens.filter { visitor.access.allows(.manageStations, at: $0.site) }
        let open = own.filter { $0.state(at: ask.now) == .open }
        let rest = own.filter { $0.state(at: ask.now) != .open }.prefix(max(0, Self.most - open.count))
        let wanted = ask.form.text("days").flatMap { Int($0) } ?? 7
        let view = ListView(
            tabs: StationsTabs(.tokens, visitor.access, language).tabs, csrf: visitor.session.csrf,
            sites: [AccountForm.Choice(value: "", name: Texts.chooseOffice(language), isChosen: false)]
                + offices.choices(chosen: ask.form.text("site") ?? "", language).filter { !$0.value.isEmpty },
            days: Self.days.map {
                AccountForm.Choice(value: "\($0)", name: Texts.daysGood($0)(language), isChosen: $0 == wanted)
            },
            rows: (open + rest).map { token in
                let (state, kind) = Texts.state(of: token.state(at: ask.now))
                return Row(
                    id: token.id, office: offices.name(of: token.site, language), state: state(language), kind: kind,
                    issued: "\(Texts.person(token.issuedBy)) · \(VietnamTime.text(token.issuedAt))",
                    expires: VietnamTime.text(token.expiresAt), isOpen: token.state(at: ask.now) == .open)
            }, said: try ask.query.text("said") == "revoked" ? Texts.tokenRevoked(language) : nil,
            problem: problem?(language))
        return ask.page(
            "tokens", view, title: Texts.tokensTitle(language), at: .operations,
            status: problem == nil ? .ok : .unprocessableContent)
    }

    // MARK: Deeds

    @concurrent
    private func act(_ ask: WebAsk) async throws -> Response {
        switch ask.form.text("do") {
        case "issue": try await issue(ask)
        case "revoke": try await revoke(ask)
        default: throw WebProblem.malformed
        }
    }

    /// The token is in this answer and nowhere else.
    private func issue(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        guard let site = ask.form.text("site").flatMap(SiteID.init(rawValue:)) else {
            return try await list(ask, Texts.officeMissing)
        }
        guard let days = ask.form.text("days").flatMap({ Int($0) }), Self.days.contains(days) else {
            throw WebProblem.malformed
        }
        try visitor.require(.manageStations, at: site)
        let (actor, now) = (visitor.account.actor, ask.now)
        do throws(RegistryError) {
            let (issued, offices) = try await gate.registry.perform { registry throws(RegistryError) in
                (
                    try registry.issueToken(for: site, lifetime: Double(days) * 86_400, by: actor, at: now),
                    try OfficeChoices(registry, visitor, on: CalendarDay(now))
                )
            }
            let view = IssuedView(
                office: offices.name(of: site, ask.language), token: issued.secret.text,
                until: VietnamTime.text(issued.token.expiresAt))
            return ask.page("token-issued", view, title: Texts.tokenIssued(ask.language), at: .operations)
        } catch {
            switch error {
            case .unknownSite, .siteClosed: return try await list(ask, Texts.tokenOfficeClosed)
            default: throw error
            }
        }
    }

    private func revoke(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (actor, now) = (visitor.account.actor, ask.now)
        let token = try await gate.registry.perform { [id = ask.form.text("token")] registry throws(RegistryError) in
            try registry.tokens().first { $0.id == id }
        }
        guard let token, visitor.access.allows(.manageStations, at: token.site) else { throw WebProblem.notFound }
        let revoked = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.revokeToken(token.id, by: actor, at: now)
        }
        guard revoked.state(at: now) != .used else { return try await list(ask, Texts.tokenWasUsed) }
        return WebAsk.seeOther("/stations/tokens?said=revoked")
    }
}
