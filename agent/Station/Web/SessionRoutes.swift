import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import Spool

/// Sign-in, locking and sign-out.
struct SessionRoutes: Sendable {
    let desk: StationDesk
    let sessions: Sessions
    let lockSeconds: Int
    let now: @Sendable () -> Date
    /// Guesses are looked at one after another: many at once must not be over before the first has counted.
    private let turnstile = Turnstile()

    init(desk: StationDesk, sessions: Sessions, lockSeconds: Int, now: @escaping @Sendable () -> Date) {
        self.desk = desk
        self.sessions = sessions
        self.lockSeconds = lockSeconds
        self.now = now
    }

    private struct SignIn: Decodable {
        var officer: Int
        var pin: String
    }

    private struct Choice: Encodable {
        var id: Int
        var displayName: String
    }

    private struct View: Encodable {
        var state: String
        var officers: [Choice] = []
        var officer: OfficerView?
        var csrf: String?
        var lockSeconds: Int
        var site: DeskView.Site?
        var version: String
        var language: String
    }

    func add(to router: Router<WebContext>) {
        router.get("api/session") { _, context in
            Response.json(try await view(context.visitor))
        }
        router.post("api/session", use: signIn)
        router.post("api/session/lock") { _, context in
            if let token = context.visitor?.token { await sessions.lock(token) }
            desk.board.post(.session)
            return Response.json(try await view(nil))
        }
        router.delete("api/session") { _, context in
            if let token = context.visitor?.token { await sessions.end(token) }
            desk.board.post(.session)
            var response = Response.json(try await view(nil))
            response.setCookie(Self.cookie("", maxAge: 0))
            return response
        }
        router.put("api/language") { request, context in
            struct Wish: Decodable { var language: String }
            let wish = try await request.read(Wish.self)
            guard ["vi", "en"].contains(wish.language) else { throw StationRefusal.malformed("language") }
            try await desk.spool.keep(Data(wish.language.utf8), named: Self.language)
            desk.board.post(.session)
            return Response.json(try await view(context.visitor))
        }
    }

    private static let language = "language"

    @concurrent
    private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let wish = try await request.read(SignIn.self)
        let officer = try await desk.spool.officers().first { $0.id == wish.officer && $0.isActive }
        guard let officer else {
            throw StationRefusal(
                .notFound, "unknown_officer", "Không còn tài khoản này. Hãy chọn lại tên của mình.",
                "There is no such officer.")
        }
        try await turnstile.pass { try await check(wish.pin, of: officer) }
        if let visitor = context.visitor, visitor.officer.id == officer.id,
            let session = await sessions.unlock(visitor.token, now: now())
        {
            desk.board.post(.session)
            return Response.json(
                try await view(Visitor(token: visitor.token, session: session, officer: officer)))
        }
        if let token = context.visitor?.token { await sessions.end(token) }
        let (token, session) = await sessions.begin(officer.id, now: now())
        desk.board.post(.session)
        var response = Response.json(
            try await view(Visitor(token: token, session: session, officer: officer)))
        response.setCookie(Self.cookie(token))
        return response
    }

    /// Refuses a wrong PIN; while the account rests, any.
    private func check(_ pin: String, of officer: Officer) async throws {
        let state = try await desk.spool.signInState(of: officer.id, now: now())
        if let until = state.lockedUntil { throw Self.lockedOut(until) }
        let isRight = PINHash.verifies(pin, against: try await desk.spool.pinHash(of: officer.id))
        let after = try await desk.spool.recordSignIn(of: officer.id, succeeded: isRight, now: now())
        desk.logger.notice(
            isRight ? "an officer signed in" : "a wrong PIN was given", metadata: ["officer": "\(officer.id)"])
        guard !isRight else { return }
        if let until = after.lockedUntil { throw Self.lockedOut(until) }
        throw StationRefusal(
            .forbidden, "wrong_pin",
            "Mã PIN không đúng (lần \(after.failures)). Hãy nhập lại. Sau \(SignInState.failuresAllowed) lần sai liên tiếp, tài khoản "
                + "bị khóa tạm thời.", "The PIN is wrong. Enter it again.", field: "pin")
    }

    private static func lockedOut(_ until: Date) -> StationRefusal {
        StationRefusal(
            .forbidden, "locked_out",
            "Nhập sai mã PIN quá nhiều lần. Hãy thử lại sau, hoặc nhờ người quản lý đặt lại mã PIN.",
            "Too many wrong PINs. Try again later, or have a manager reset it.", field: "pin", retryAt: until)
    }

    private static func cookie(_ value: String, maxAge: Int? = nil) -> Cookie {
        Cookie(
            name: GuardMiddleware.cookie, value: value, maxAge: maxAge, path: "/", secure: false, httpOnly: true,
            sameSite: .strict)
    }

    private func view(_ visitor: Visitor?) async throws -> View {
        let officers = try await desk.spool.officers().filter(\.isActive)
        let identity = try desk.settings.credentials()?.identity
        let state =
            if identity == nil {
                "notEnrolled"
            } else if officers.isEmpty {
                "noOfficers"
            } else if let visitor {
                visitor.session.isLocked ? "locked" : "signedIn"
            } else {
                "signedOut"
            }
        let isIn = state == "signedIn"
        let language = try await desk.spool.kept(named: Self.language).map { String(decoding: $0.bytes, as: UTF8.self) }
        return View(
            state: state, officers: officers.map { Choice(id: $0.id, displayName: $0.displayName) },
            officer: visitor.map { OfficerView($0.officer) },
            csrf: isIn || state == "locked" ? visitor?.session.csrf : nil,
            lockSeconds: lockSeconds,
            site: identity.map { DeskView.Site(id: $0.site, name: $0.siteName, level: $0.level) },
            version: desk.settings.version, language: language ?? "vi")
    }
}
