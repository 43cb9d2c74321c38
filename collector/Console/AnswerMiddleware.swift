import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The outermost layer: turns errors into problems, adds what every answer has, and logs one line per request.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = ConsoleContext

    /// Whether clients reach this server over TLS.
    let isSecure: Bool
    /// What there is, to tell a wrong method from a wrong address.
    let endpoints: [Endpoint]
    /// Makes the page that tells a person of an address where there is nothing.
    let missingPage: @Sendable (Request, ConsoleContext) -> Response

    /// How long a connection stays to take the rest of a body that nobody reads, so that its answer can arrive.
    private static let linger = TimeAmount.seconds(5)

    /// A rest of a body no longer than this is read and dropped, so that the connection can serve on.
    private static let readAnyway = 64 << 10

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do { response = try await next(request, context) } catch let error as HTTPError where error.status == .notFound
        {
            response = notFound(request, context)
        } catch {
            response = ProblemAnswer(any: error, logger: context.logger).response
        }
        addFields(to: &response)
        if request.method == .head { response = response.createHeadResponse() }
        if hasUnreadBody(request, context) { closeSoon(&response, context.channel) }
        log(request, response, context, took: .now - start)
        return response
    }

    /// A page for whoever asks for one, a problem for programs.
    private func notFound(_ request: Request, _ context: Context) -> Response {
        if let endpoint = endpoints.first(where: { $0.matches(request.uri.path) }) {
            return ProblemAnswer.wrongMethod(allowed: Array(endpoint.handlers.keys)).response
        }
        let wantsPage = request.headers[.accept]?.contains("text/html") ?? false
        return wantsPage ? missingPage(request, context) : ProblemAnswer.noSuchPlace.response
    }

    private func addFields(to response: inout Response) {
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        if response.headers[.referrerPolicy] == nil { response.headers[.referrerPolicy] = "no-referrer" }
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }

    private func hasUnreadBody(_ request: Request, _ context: Context) -> Bool {
        guard !context.reading.isFinished else { return false }
        if request.headers[.transferEncoding] != nil { return true }
        return request.headers[.contentLength].flatMap { Int($0) } ?? 0 > Self.readAnyway
    }

    /// Ends a connection whose client may still be sending a body for which the answer is settled.
    private func closeSoon(_ response: inout Response, _ channel: any Channel) {
        response.headers[.connection] = "close"
        channel.eventLoop.scheduleTask(in: Self.linger) { channel.close(promise: nil) }
    }

    private func log(_ request: Request, _ response: Response, _ context: Context, took: Duration) {
        // The address as documented: what a client puts in its place could be anything. Identities and digests are
        // hexadecimal.
        var metadata: Logger.Metadata = [
            "method": "\(request.method.rawValue)", "path": "\(context.endpointPath ?? "")",
            "status": "\(response.status.code)", "ms": "\(Int((took / .milliseconds(1)).rounded()))",
            "received": "\(context.reading.bytes)",
        ]
        if let subject = request.uri.path.split(separator: "/").dropFirst(2).first,
            subject.utf8.count <= 64, subject.allSatisfy({ $0.isASCII && $0.isHexDigit })
        {
            metadata["subject"] = "\(subject)"
        }
        let level: Logger.Level =
            response.status.code >= 500 ? .error : context.endpointPath == "/v1/health" ? .debug : .info
        context.logger.log(level: level, "request", metadata: metadata)
    }
}
