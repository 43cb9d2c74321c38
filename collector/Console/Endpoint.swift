import HTTPTypes
import Hummingbird
import Logging

/// What answers a request.
typealias Handler = @Sendable @concurrent (Request, ConsoleContext) async throws -> Response

/// An address of the API, and what its methods do. `HEAD` comes with `GET`.
struct Endpoint: Sendable {
    /// Segments in braces stand for any text.
    let path: String
    let handlers: [HTTPRequest.Method: Handler]

    init(_ path: String, _ handlers: [HTTPRequest.Method: Handler]) {
        self.path = path
        var handlers = handlers
        if let get = handlers[.get], handlers[.head] == nil { handlers[.head] = get }
        self.handlers = handlers
    }

    /// The same, as tus 1.0 has it: the version is in every answer, and must be in every request but `OPTIONS`.
    func speakingTus() -> Endpoint {
        Endpoint(path, handlers.mapValues(Self.speakingTus))
    }

    private static func speakingTus(_ handler: @escaping Handler) -> Handler {
        { request, context in
            do {
                guard request.method == .options || request.headers[.tusResumable] == Tus.version else {
                    throw ProblemAnswer.unsupportedTusVersion
                }
                var response = try await handler(request, context)
                response.headers[.tusResumable] = Tus.version
                return response
            } catch {
                var answer = ProblemAnswer(any: error, logger: context.logger)
                answer.headers[.tusResumable] = Tus.version
                throw answer
            }
        }
    }

    /// Whether `path` is this address.
    func matches(_ path: String) -> Bool {
        let (own, asked) = (Self.segments(self.path), Self.segments(path))
        return own.count == asked.count && zip(own, asked).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }

    private static func segments(_ path: String) -> [Substring] { path.split(separator: "/") }
}
