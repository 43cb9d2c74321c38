import Hummingbird
import Registry

/// Signing in and out, and the language, which can be chosen before that.
struct SignInPages: Sendable {
    let gate: WebGate
    let desk: SignInDesk

    var endpoints: [Endpoint] {
        [
            gate.endpoint("/sign-in", for: .everyone, get: show, post: signIn),
            gate.endpoint(
                "/sign-in/code", for: .everyone, get: { _ in WebAsk.seeOther("/sign-in") }, post: complete),
            gate.endpoint("/sign-out", for: .everyone, get: { _ in WebAsk.seeOther("/") }, post: signOut),
            gate.endpoint("/language", for: .everyone, get: { _ in WebAsk.seeOther("/") }, post: setLanguage),
        ]
    }

    private struct View: Sendable {
        var username = ""
        /// Where to go afterwards.
        var to: String?
        var error: String?
        /// Of the half session.
        var csrf: String?
    }

    @concurrent
    private func show(_ ask: WebAsk) async throws -> Response {
        let to = try ask.query["to"].flatMap { LocalPath($0) }?.text
        if ask.visitor?.session.stage == .open { return WebAsk.seeOther(to ?? "/") }
        return form(ask, View(to: to))
    }

    private func form(_ ask: WebAsk, _ view: View, status: Int = 200) -> Response {
        var view = view
        if let half = ask.visitor, half.session.stage == .half {
            view.csrf = half.session.csrf
            return ask.page(
                "code", view, title: Texts.signInTitle(ask.language), status: .init(code: status))
        }
        return ask.page("sign-in", view, title: Texts.signInTitle(ask.language), status: .init(code: status))
    }

    @concurrent
    private func signIn(_ ask: WebAsk) async throws -> Response {
        let to = ask.form["to"].flatMap { LocalPath($0) }
        let username = ask.form["username"] ?? ""
        let view = View(username: String(username.prefix(64)), to: to?.text)
        do {
            let token = try await desk.signIn(
                username, String((ask.form["password"] ?? "").unicodeScalars.prefix(1000)),
                former: gate.cookies.token(in: ask.request), from: ask.address, logger: ask.context.logger)
            return try await enter(token, to: to, ask)
        } catch let refusal as SignInDesk.Refusal {
            // A session that was there before is none of whoever is refused now.
            return refused(ask, view, refusal, Texts.wrongPassword, template: "sign-in")
        }
    }

    @concurrent
    private func complete(_ ask: WebAsk) async throws -> Response {
        guard let visitor = ask.visitor, visitor.session.stage == .half else { return WebAsk.seeOther("/sign-in") }
        let to = ask.form["to"].flatMap { LocalPath($0) }
        do {
            let token = try await desk.complete(
                visitor.session, code: String((ask.form["code"] ?? "").prefix(40)), from: ask.address)
            return try await enter(token, to: to, ask)
        } catch let refusal as SignInDesk.Refusal {
            let view = View(to: to?.text, csrf: visitor.session.csrf)
            return refused(ask, view, refusal, Texts.wrongCode, template: "code")
        }
    }

    private func refused(
        _ ask: WebAsk, _ view: View, _ refusal: SignInDesk.Refusal, _ wrong: Text, template: String
    ) -> Response {
        var view = view
        let title = Texts.signInTitle(ask.language)
        switch refusal {
        case .wrong:
            view.error = wrong(ask.language)
            return ask.page(template, view, title: title, status: .unprocessableContent)
        case .waits(let seconds):
            view.error = Texts.waits(seconds)(ask.language)
            var response = ask.page(template, view, title: title, status: .tooManyRequests)
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
    }

    /// To the second factor, where there is one; else to where somebody wanted to go.
    private func enter(_ token: SessionToken, to: LocalPath?, _ ask: WebAsk) async throws -> Response {
        let moment = gate.now()
        let session = try await gate.registry.perform { registry throws(RegistryError) in
            try registry.session(token.digest, at: moment)
        }
        let isHalf = session?.stage == .half
        let query = isHalf ? to.map { "?" + FormFields.query([("to", $0.text)]) } ?? "" : ""
        var response = WebAsk.seeOther(isHalf ? "/sign-in" + query : (to ?? .start).text)
        gate.cookies.set(token, on: &response)
        return response
    }

    @concurrent
    private func signOut(_ ask: WebAsk) async throws -> Response {
        if let visitor = ask.visitor {
            try await gate.registry.perform { registry throws(RegistryError) in
                try registry.endSession(visitor.session, at: ask.now)
            }
        }
        var response = WebAsk.seeOther("/sign-in")
        gate.cookies.removeToken(from: &response)
        return response
    }

    @concurrent
    private func setLanguage(_ ask: WebAsk) async throws -> Response {
        guard let language = ask.form["language"].flatMap(Language.init(rawValue:)) else { throw WebProblem.malformed }
        var response = WebAsk.seeOther((ask.form["back"].flatMap { LocalPath($0) } ?? .start).text)
        gate.cookies.set(language, on: &response)
        return response
    }
}
