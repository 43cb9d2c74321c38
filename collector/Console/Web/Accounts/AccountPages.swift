import FoundationEssentials
import HTTPTypes
import Hummingbird
import Registry

/// One's own account: password and second factor.
struct AccountPages: Sendable {
    let gate: WebGate
    let desk: SignInDesk
    let hasher: PasswordHasher

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/account", for: .members, get: { try await show($0) }),
            gate.endpoint("/account/password", for: .members, get: back, post: changePassword),
            gate.endpoint("/account/second-factor", for: .members, get: back, post: beginSetUp),
            gate.endpoint("/account/second-factor/confirm", for: .members, get: back, post: confirm),
            gate.endpoint("/account/second-factor/off", for: .members, get: back, post: turnOff),
        ]
    }

    private struct View: Sendable {
        var csrf: String
        var username: String
        var role: String
        var scope: String
        var lastSignIn: String
        var permissions: [String]
        var mustChange: Bool
        var hasSecondFactor: Bool
        var recoveryCodesLeft: Int
        var said: String?
        var oldError: String?
        var newError: String?
        var offError: String?
    }

    private struct SetUpView: Sendable {
        var csrf: String
        var secret: String
        var link: String
        /// The link as a picture for the phone's camera.
        var qr: String?
        var error: String?
    }

    private struct RecoveryView: Sendable {
        var codes: [String]
    }

    /// How many recovery codes there are.
    private static let recoveryCodes = 10

    @concurrent
    private func back(_ ask: WebAsk) async throws -> Response { WebAsk.seeOther("/account") }

    @concurrent
    private func show(
        _ ask: WebAsk, status: HTTPResponse.Status = .ok, _ change: (inout View) -> Void = { _ in }
    ) async throws -> Response {
        let visitor = try ask.member
        let account = visitor.account
        let factor = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.secondFactor(of: account)
        }
        var view = View(
            csrf: visitor.session.csrf, username: account.username.rawValue,
            role: Texts.roleName(account.role)(ask.language),
            scope: visitor.scopeName ?? Texts.wholeProvince(ask.language),
            lastSignIn: account.lastSignInAt.map(VietnamTime.text) ?? Texts.never(ask.language),
            permissions: Permission.allCases.filter(visitor.access.allows).map {
                Texts.permissionName($0)(ask.language)
            },
            mustChange: account.mustChangePassword, hasSecondFactor: factor.secret != nil,
            recoveryCodesLeft: factor.recoveryCodesLeft)
        if let said = try ask.query["said"].flatMap(Said.init(rawValue:)) { view.said = said.text(ask.language) }
        change(&view)
        return ask.page(
            "account", view, title: Texts.pageName(.account)(ask.language), at: .account, status: status)
    }

    /// What is said after a change, on the page that is got then.
    private enum Said: String {
        case password
        case secondFactorOff = "second-factor-off"

        var text: Text { self == .password ? Texts.passwordChanged : Texts.secondFactorRemoved }
    }

    @concurrent
    private func changePassword(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let account = visitor.account
        let (old, new) = (ask.form["old"] ?? "", ask.form["new"] ?? "")
        if let problem = newPasswordProblem(old, new, ask.form["repeat"] ?? "", account) {
            return try await show(ask, status: .unprocessableContent) { $0.newError = problem(ask.language) }
        }
        do {
            guard try await desk.confirms(old, of: account, from: ask.address) else {
                return try await show(ask, status: .unprocessableContent) {
                    $0.oldError = Texts.wrongOldPassword(ask.language)
                }
            }
        } catch SignInDesk.Refusal.waits(let seconds) { throw WebProblem.tooMany(seconds: seconds) }
        let hash = await hasher.hash(new)
        try await gate.registry.perform { registry throws(RegistryError) in
            try registry.setPassword(
                of: account.username, hash: hash, mustChange: false, except: visitor.session.digest,
                by: account.actor, at: ask.now)
        }
        return WebAsk.seeOther("/account?said=\(Said.password.rawValue)")
    }

    private func newPasswordProblem(_ old: String, _ new: String, _ again: String, _ account: AccountRecord) -> Text? {
        if let weakness = PasswordWeakness.of(new, for: account.username) { return Texts.weakness(weakness) }
        if new != again { return Texts.passwordsDiffer }
        return new == old ? Texts.samePassword : nil
    }

    @concurrent
    private func beginSetUp(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        guard !visitor.account.hasSecondFactor else { return WebAsk.seeOther("/account") }
        let secret = TimeCode.newSecret()
        try await gate.registry.perform { registry throws(RegistryError) in
            try registry.beginSecondFactorSetUp(secret, of: visitor.account)
        }
        return setUpPage(ask, visitor, secret)
    }

    private func setUpPage(_ ask: WebAsk, _ visitor: Visitor, _ secret: Data, error: String? = nil) -> Response {
        let link = TimeCode.link(secret, username: visitor.account.username.rawValue)
        return ask.page(
            "second-factor",
            SetUpView(
                csrf: visitor.session.csrf, secret: TimeCode.text(secret, isGrouped: true), link: link,
                qr: QRCode.svg(of: link, title: Texts.setUpPicture(ask.language)), error: error),
            title: Texts.setUpTitle(ask.language), at: .account, status: error == nil ? .ok : .unprocessableContent)
    }

    @concurrent
    private func confirm(_ ask: WebAsk) async throws -> Response {
        let visitor = try ask.member
        let account = visitor.account
        let pending = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.secondFactor(of: account).pending
        }
        guard let pending else { return WebAsk.seeOther("/account") }
        guard let step = TimeCode.match(ask.form["code"] ?? "", pending, at: ask.now) else {
            return setUpPage(ask, visitor, pending, error: Texts.wrongCode(ask.language))
        }
        let codes = (0..<Self.recoveryCodes).map { _ in PaperSecret.recoveryCode() }
        try await gate.registry.perform { registry throws(RegistryError) in
            try registry.confirmSecondFactor(
                of: account, step: step, codes: codes.map(PaperSecret.digest), at: ask.now)
        }
        return ask.page(
            "recovery", RecoveryView(codes: codes), title: Texts.recoveryTitle(ask.language), at: .account)
    }

    @concurrent
    private func turnOff(_ ask: WebAsk) async throws -> Response {
        let account = try ask.member.account
        do {
            guard try await desk.confirms(ask.form["password"] ?? "", of: account, from: ask.address) else {
                return try await show(ask, status: .unprocessableContent) {
                    $0.offError = Texts.wrongOldPassword(ask.language)
                }
            }
        } catch SignInDesk.Refusal.waits(let seconds) { throw WebProblem.tooMany(seconds: seconds) }
        try await gate.registry.perform { registry throws(RegistryError) in
            try registry.removeSecondFactor(of: account, by: account.actor, at: ask.now)
        }
        return WebAsk.seeOther("/account?said=\(Said.secondFactorOff.rawValue)")
    }
}
