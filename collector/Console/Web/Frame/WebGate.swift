import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Registry

/// What answers for a page.
typealias PageHandler = @Sendable @concurrent (WebAsk) async throws -> Response

/// The one way into every page: who asks, whether they may, and whether a form is from our own page.
struct WebGate: Sendable {
    /// Whom a page is for.
    enum Audience: Sendable {
        case everyone
        /// Whoever is signed in.
        case members
        /// Whoever has the permission, at least at some office.
        case holders(Permission)
        /// Whoever has the permission for the whole province.
        case provincialHolders(Permission)
    }

    let registry: Registry
    let isSecure: Bool
    let isBehindProxy: Bool
    let limits: ConsoleLimits
    let now: @Sendable () -> Date

    var cookies: WebCookies { WebCookies(isSecure: isSecure) }

    /// An address, with its guard before it.
    ///
    /// - Parameter file: the most bytes of a file that comes with the form; nil where none does.
    func endpoint(
        _ path: String, for audience: Audience, file: Int? = nil, get: PageHandler? = nil, post: PageHandler? = nil
    ) -> Endpoint {
        var handlers: [HTTPRequest.Method: Handler] = [:]
        if let get { handlers[.get] = { try await answer($0, $1, audience, nil, get) } }
        if let post { handlers[.post] = { try await answer($0, $1, audience, file, post) } }
        return Endpoint(path, handlers)
    }

    /// The page that says that there is none.
    func missing(_ request: Request, _ context: ConsoleContext) -> Response {
        var response = ask(request, context, nil, Posted()).problem(.notFound)
        addFields(to: &response)
        return response
    }

    private func answer(
        _ request: Request, _ context: ConsoleContext, _ audience: Audience, _ file: Int?,
        _ handler: @escaping PageHandler
    ) async throws -> Response {
        var visitor: Visitor?
        var response: Response
        do {
            try SameSite(isSecure: isSecure).check(request)
            visitor = try await self.visitor(of: request)
            if let elsewhere = turned(away: visitor, request, audience) {
                response = elsewhere
            } else {
                switch audience {
                case .everyone, .members: break
                case .holders(let permission): try visitor?.require(permission)
                case .provincialHolders(let permission): try visitor?.requireThroughout(permission)
                }
                let posted = try await posted(request, context, file, visitor)
                response = try await handler(ask(request, context, visitor, posted))
            }
        } catch {
            let problem = WebProblem(any: error, logger: context.logger)
            response = ask(request, context, visitor, Posted()).problem(problem)
        }
        addFields(to: &response)
        return response
    }

    /// Where somebody has to go first: to sign in, or to set a password.
    private func turned(away visitor: Visitor?, _ request: Request, _ audience: Audience) -> Response? {
        if case .everyone = audience { return nil }
        guard let visitor, visitor.session.stage == .open else {
            // What was to be changed is not done after the sign-in unseen: only pages are come back to.
            let here = request.method == .post ? nil : LocalPath(request.uri.description)?.text
            let wanted = here == "/" ? nil : here
            return WebAsk.seeOther("/sign-in" + (wanted.map { "?" + FormFields.query([("to", $0)]) } ?? ""))
        }
        guard visitor.account.mustChangePassword, !["/account", "/sign-out"].contains(request.uri.path) else {
            return nil
        }
        return request.uri.path.hasPrefix("/account/password") ? nil : WebAsk.seeOther("/account")
    }

    private func visitor(of request: Request) async throws -> Visitor? {
        guard let token = cookies.token(in: request) else { return nil }
        let moment = now()
        return try await registry.perform { registry throws(RegistryError) in
            guard let session = try registry.session(token.digest, at: moment) else { return nil }
            guard let scope = session.account.scope else {
                return Visitor(
                    session: session, access: Access(role: session.account.role, reach: .province), scopeName: nil)
            }
            let records = try registry.siteRecords()
            let today = CalendarDay(moment)
            let site = records.site(scope, on: today) ?? records.facts[scope]?.last
            return Visitor(
                session: session,
                access: Access(role: session.account.role, reach: records.reach(of: scope, on: today)),
                scopeName: site.map { $0.pageName(under: $0.parent.flatMap { records.site($0, on: today) }) })
        }
    }

    /// What was posted.
    private struct Posted {
        var form = FormFields.empty
        var file: FormFile?
    }

    /// The form that was posted, when its token is the session's.
    private func posted(
        _ request: Request, _ context: ConsoleContext, _ file: Int?, _ visitor: Visitor?
    ) async throws -> Posted {
        guard request.method == .post else { return Posted() }
        var posted = Posted()
        let type = request.headers[.contentType] ?? ""
        let pump = BodyPump(limits: limits)
        if let file, let boundary = MultipartForm.boundary(of: type) {
            let bytes: ByteBuffer
            do {
                bytes = try await pump.collect(
                    request, reading: context.reading, limit: file + limits.smallBody, dropping: Self.dropped)
            } catch BodyInterruption.tooLong { throw WebProblem.fileTooLarge(megabytes: file >> 20) }
            guard let form = MultipartForm(Array(bytes.readableBytesView), boundary: boundary) else {
                throw WebProblem.malformed
            }
            (posted.form, posted.file) = (form.fields, form.file)
        } else {
            guard type.split(separator: ";").first?.lowercased() == "application/x-www-form-urlencoded" else {
                throw WebProblem.malformed
            }
            let bytes = try await pump.collect(request, reading: context.reading, limit: limits.smallBody)
            guard let form = FormFields(bytes.readableBytesView) else { throw WebProblem.malformed }
            posted.form = form
        }
        if let visitor, posted.form["csrf"] != visitor.session.csrf { throw WebProblem.stale }
        return posted
    }

    /// A file that is too large is taken up to this length and dropped: a browser that is still sending when the answer
    /// comes shows that the connection broke, and not the answer.
    private static let dropped = 256 << 20

    private func ask(
        _ request: Request, _ context: ConsoleContext, _ visitor: Visitor?, _ posted: Posted
    ) -> WebAsk {
        WebAsk(
            request: request, context: context, language: cookies.language(in: request), visitor: visitor,
            form: posted.form, file: posted.file,
            address: ClientAddress(isBehindProxy: isBehindProxy).text(of: request, context), now: now())
    }

    /// Nothing of a page may be kept, framed, or bring anything along from elsewhere.
    private func addFields(to response: inout Response) {
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        // With no-referrer browsers would send `Origin: null` with our own forms (Fetch Standard, 3.2).
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.vary] = "Cookie"
    }
}

extension FormFields {
    /// No fields.
    static let empty = FormFields([])!
}
