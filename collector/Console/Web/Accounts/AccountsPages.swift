import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// The administrator's pages of accounts; the auditor's too, to read.
struct AccountsPages: Sendable {
    let gate: WebGate
    let hasher: PasswordHasher

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/accounts", for: .holders(.seeAccounts), get: list),
            gate.endpoint("/accounts/new", for: .holders(.manageAccounts), get: new, post: create),
            gate.endpoint(
                "/accounts/{id}", for: .holders(.seeAccounts), get: { try await edit($0) }, post: save),
            deed("disable") { try await set($0, false) }, deed("enable") { try await set($0, true) },
            deed("reset", reset), deed("second-factor-off", removeSecondFactor),
        ]
    }

    /// Something done to an account by a button on its page. Whoever comes to the address otherwise is led back.
    private func deed(_ name: String, _ handler: @escaping PageHandler) -> Endpoint {
        gate.endpoint(
            "/accounts/{id}/\(name)", for: .holders(.manageAccounts),
            get: { WebAsk.seeOther("/accounts/\(try $0.number("id"))") }, post: handler)
    }

    private struct Row: Sendable {
        let id: Int
        let username: String
        let displayName: String
        let role: String
        let scope: String
        let lastSignIn: String
        let state: String
        let stateKind: String
        let hasSecondFactor: Bool
    }

    private struct ListView: Sendable {
        let rows: [Row]
        let mayManage: Bool
        let roles: [RoleView]
    }

    private struct RoleView: Sendable {
        let name: String
        let permissions: [String]
    }

    private struct FormView: Sendable {
        let csrf: String
        var form: AccountForm
        let roles: [AccountForm.Choice]
        let scopes: [AccountForm.Choice]
        var row: Row?
        var createdAt = ""
        var isEnabled = true
        var mayChange = true
        var isSelf = false
        var said: String?
        var refusal: String?
        var trail: String?
    }

    private struct TemporaryView: Sendable {
        let id: Int
        let username: String
        let displayName: String
        let password: String
    }

    private enum Said: String {
        case saved, disabled, enabled
        case secondFactorOff = "second-factor-off"

        var text: Text {
            switch self {
            case .saved: Texts.accountSaved
            case .disabled: Texts.accountDisabled
            case .enabled: Texts.accountEnabled
            case .secondFactorOff: Texts.secondFactorRemoved
            }
        }
    }

    // MARK: Reading

    @concurrent
    private func list(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (accounts, offices) = try await gate.registry.perform { registry throws(RegistryError) in
            (try registry.accounts(), try OfficeChoices(registry, visitor, on: CalendarDay(ask.now)))
        }
        let seen = accounts.filter { visitor.access.reach.covers(offices.records.reach(of: $0.scope, on: offices.day)) }
        let roles = Role.allCases.map { role in
            RoleView(
                name: Texts.roleName(role)(ask.language),
                permissions: Permission.allCases.filter(role.permissions.contains)
                    .map { Texts.permissionName($0)(ask.language) })
        }
        let view = ListView(
            rows: seen.map { row(of: $0, offices, ask) }, mayManage: visitor.access.allows(.manageAccounts),
            roles: roles)
        return ask.page("accounts", view, title: Texts.pageName(.accounts)(ask.language), at: .accounts)
    }

    private func row(of account: AccountRecord, _ offices: OfficeChoices, _ ask: WebAsk) -> Row {
        let (state, kind) =
            if account.disabledAt != nil {
                (Texts.stateDisabled, "bad")
            } else if let until = account.lockedUntil, until > ask.now {
                (Texts.stateLocked, "wait")
            } else if account.mustChangePassword {
                (Texts.stateTemporary, "wait")
            } else {
                (Texts.stateActive, "good")
            }
        return Row(
            id: account.id, username: account.username.rawValue, displayName: account.displayName,
            role: Texts.roleName(account.role)(ask.language), scope: offices.name(of: account.scope, ask.language),
            lastSignIn: account.lastSignInAt.map(VietnamTime.text) ?? Texts.never(ask.language),
            state: state(ask.language), stateKind: kind, hasSecondFactor: account.hasSecondFactor)
    }

    /// The account in the path, where it is within the visitor's reach; and the offices.
    private func subject(of ask: WebAsk) async throws -> (AccountRecord, OfficeChoices) {
        let visitor = try ask.member
        let id = try ask.number("id")
        let found = try await gate.registry.perform { registry throws(RegistryError) in
            (try registry.account(number: id), try OfficeChoices(registry, visitor, on: CalendarDay(ask.now)))
        }
        guard let account = found.0,
            visitor.access.reach.covers(found.1.records.reach(of: account.scope, on: found.1.day))
        else { throw WebProblem.notFound }
        return (account, found.1)
    }

    /// The account in the path, where the visitor may change it.
    private func changeable(of ask: WebAsk) async throws -> (AccountRecord, OfficeChoices) {
        let found = try await subject(of: ask)
        try ask.member.require(.manageAccounts)
        return found
    }

    @concurrent
    private func edit(
        _ ask: WebAsk, form: AccountForm? = nil, refusal: Text? = nil
    ) async throws -> Response {
        let visitor = try ask.member
        let (account, offices) = try await subject(of: ask)
        let form = form ?? AccountForm(account)
        var view = FormView(
            csrf: visitor.session.csrf, form: form, roles: form.roles(ask.language),
            scopes: offices.choices(chosen: form.scope, ask.language), row: row(of: account, offices, ask),
            createdAt: VietnamTime.text(account.createdAt), isEnabled: account.disabledAt == nil,
            mayChange: visitor.access.allows(.manageAccounts) && account.id != visitor.account.id,
            isSelf: account.id == visitor.account.id)
        view.said = try ask.query["said"].flatMap(Said.init(rawValue:))?.text(ask.language)
        view.refusal = refusal?(ask.language)
        if visitor.access.allows(.seeAudit) {
            view.trail = "/audit?" + FormFields.query([("subject", account.username.rawValue)])
        }
        let isWrong = refusal != nil || !form.errors.isEmpty
        return ask.page(
            "account-edit", view, title: account.displayName, at: .accounts,
            status: isWrong ? .unprocessableContent : .ok)
    }

    // MARK: Changing

    @concurrent
    private func new(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let offices = try await gate.registry.perform { registry throws(RegistryError) in
            try OfficeChoices(registry, visitor, on: CalendarDay(ask.now))
        }
        return newPage(ask, visitor, AccountForm(), offices)
    }

    private func newPage(_ ask: WebAsk, _ visitor: Visitor, _ form: AccountForm, _ offices: OfficeChoices) -> Response {
        let view = FormView(
            csrf: visitor.session.csrf, form: form, roles: form.roles(ask.language),
            scopes: offices.choices(chosen: form.scope, ask.language))
        return ask.page(
            "account-new", view, title: Texts.newAccountTitle(ask.language), at: .accounts,
            status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    @concurrent
    private func create(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let offices = try await gate.registry.perform { registry throws(RegistryError) in
            try OfficeChoices(registry, visitor, on: CalendarDay(ask.now))
        }
        var form = AccountForm(ask.form)
        let username = Username(typed: form.username)
        if username == nil { form.errors["username"] = Texts.badUsername(ask.language) }
        guard let terms = form.terms(offices, visitor, ask.language), let username else {
            return newPage(ask, visitor, form, offices)
        }
        let password = PaperSecret.temporaryPassword()
        let hash = await hasher.hash(password)
        do {
            let account = try await gate.registry.perform { registry throws(RegistryError) in
                try registry.addAccount(
                    username, terms, passwordHash: hash, mustChange: true, by: visitor.account.actor, at: ask.now)
            }
            return temporaryPage(ask, account, password)
        } catch RegistryError.usernameTaken {
            form.errors["username"] = Texts.usernameTaken(ask.language)
            return newPage(ask, visitor, form, offices)
        }
    }

    private func temporaryPage(_ ask: WebAsk, _ account: AccountRecord, _ password: String) -> Response {
        ask.page(
            "temporary",
            TemporaryView(
                id: account.id, username: account.username.rawValue, displayName: account.displayName,
                password: password), title: Texts.temporaryTitle(ask.language), at: .accounts)
    }

    @concurrent
    private func save(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (account, offices) = try await changeable(of: ask)
        var form = AccountForm(ask.form, username: account.username.rawValue)
        guard account.id != visitor.account.id else {
            return try await edit(ask, form: form, refusal: Texts.notYourself)
        }
        guard let terms = form.terms(offices, visitor, ask.language) else { return try await edit(ask, form: form) }
        return try await change(ask, account, form: form, said: .saved) { registry throws(RegistryError) in
            try registry.changeAccount(account.username, to: terms, by: visitor.account.actor, at: ask.now)
        }
    }

    private func set(_ ask: WebAsk, _ isEnabled: Bool) async throws -> Response {
        let visitor = try ask.member
        let (account, _) = try await changeable(of: ask)
        guard account.id != visitor.account.id else { return try await edit(ask, refusal: Texts.notYourself) }
        return try await change(ask, account, said: isEnabled ? .enabled : .disabled) {
            registry throws(RegistryError) in
            try registry.setAccount(account.username, isEnabled: isEnabled, by: visitor.account.actor, at: ask.now)
        }
    }

    /// Does a change, and shows the account as it is then; what the index refuses is said on it.
    private func change(
        _ ask: WebAsk, _ account: AccountRecord, form: AccountForm? = nil, said: Said,
        _ body: @escaping @Sendable (Registry) throws(RegistryError) -> Void
    ) async throws -> Response {
        do { try await gate.registry.perform(body) } catch RegistryError.lastAdministrator {
            return try await edit(ask, form: form, refusal: Texts.lastAdministrator)
        }
        return WebAsk.seeOther("/accounts/\(account.id)?said=\(said.rawValue)")
    }

    @concurrent
    private func reset(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (account, _) = try await changeable(of: ask)
        guard account.id != visitor.account.id else { return try await edit(ask, refusal: Texts.notYourself) }
        let password = PaperSecret.temporaryPassword()
        let hash = await hasher.hash(password)
        try await gate.registry.perform { registry throws(RegistryError) in
            try registry.setPassword(
                of: account.username, hash: hash, mustChange: true, by: visitor.account.actor, at: ask.now)
        }
        return temporaryPage(ask, account, password)
    }

    @concurrent
    private func removeSecondFactor(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let (account, _) = try await changeable(of: ask)
        guard account.id != visitor.account.id else { return try await edit(ask, refusal: Texts.notYourself) }
        return try await change(ask, account, said: .secondFactorOff) { registry throws(RegistryError) in
            try registry.removeSecondFactor(of: account, by: visitor.account.actor, at: ask.now)
        }
    }
}
