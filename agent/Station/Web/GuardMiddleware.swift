import FoundationEssentials
import HTTPTypes
import Hummingbird
import Spool

/// Keeps out whoever is not the officer's own browser on this PC.
///
/// A name that was made to point to this PC (DNS rebinding) shows in `Host`; another site's page shows in `Origin` and
/// `Sec-Fetch-Site`. What changes something needs the session's token beside the cookie, which no other page can read.
struct GuardMiddleware: RouterMiddleware {
    typealias Context = WebContext

    let sessions: Sessions
    let spool: Spool
    let port: @Sendable () -> Int
    let now: @Sendable () -> Date

    /// The cookie of a session.
    static let cookie = "sohoa_session"
    /// What somebody without a session may change: to have one, and the language of the sign-in.
    private static let open = ["/api/session", "/api/language"]

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let changes = request.method != .get && request.method != .head
        try checkHost(request)
        try checkOrigin(request, changes: changes)
        var context = context
        context.visitor = try await visitor(request, isActivity: changes || request.uri.path.hasPrefix("/api/pages/"))
        let isOpen = Self.open.contains(request.uri.path) && (context.visitor == nil || request.method == .post)
        if changes, !isOpen {
            if context.visitor == nil { _ = try context.officer }
            guard let csrf = context.visitor?.session.csrf, request.headers[.csrf] == csrf else {
                throw StationRefusal(
                    .forbidden, "csrf", "Phiên làm việc đã thay đổi. Hãy tải lại trang (F5).",
                    "The session's token is missing or wrong. Reload the page.")
            }
        }
        return try await next(request, context)
    }

    private func checkHost(_ request: Request) throws(StationRefusal) {
        let names = ["127.0.0.1", "localhost", "[::1]"].map { "\($0):\(port())" }
        guard let host = request.head.authority?.lowercased(), names.contains(host) else {
            throw StationRefusal(
                .forbidden, "wrong_host", "Hãy mở trang bằng địa chỉ http://127.0.0.1:\(port())/",
                "The page is served as http://127.0.0.1:\(port())/ only.")
        }
    }

    private func checkOrigin(_ request: Request, changes: Bool) throws(StationRefusal) {
        let foreign = StationRefusal(
            .forbidden, "foreign_origin", "Yêu cầu đến từ một trang web khác nên bị từ chối. Hãy đóng trang đó.",
            "The request comes from another site's page.")
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" {
            // Following a link to the page itself is harmless and usual: from the desktop, from a help page.
            guard !changes, request.uri.path == "/", request.headers[.secFetchMode] == "navigate" else { throw foreign }
        }
        if let origin = request.headers[.origin] {
            guard origin.lowercased() == "http://\(request.head.authority?.lowercased() ?? "")" else { throw foreign }
        } else if changes, Self.open.contains(request.uri.path) {
            throw foreign
        }
    }

    private func visitor(_ request: Request, isActivity: Bool) async throws -> Visitor? {
        let token = request.cookies[Self.cookie]?.value
        guard let token, let session = await sessions.session(token, isActivity: isActivity, now: now()),
            let officer = try await spool.officers().first(where: { $0.id == session.officer }), officer.isActive
        else { return nil }
        return Visitor(token: token, session: session, officer: officer)
    }
}

extension HTTPField.Name {
    static let csrf = Self("X-Sohoa-CSRF")!
    static let secFetchSite = Self("Sec-Fetch-Site")!
    static let secFetchMode = Self("Sec-Fetch-Mode")!
    static let frameOptions = Self("X-Frame-Options")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let crossOriginOpenerPolicy = Self("Cross-Origin-Opener-Policy")!
    static let crossOriginResourcePolicy = Self("Cross-Origin-Resource-Policy")!
}
