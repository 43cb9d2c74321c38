import HTTPTypes
import Hummingbird

/// What answers a request.
typealias Handler = @Sendable @concurrent (Request, ConsoleContext) async throws -> Response

extension RouterMethods where Context == ConsoleContext {
    /// Adds an address with all its methods; others are answered with 405 and the list of those.
    ///
    /// `HEAD` comes with `GET`.
    func endpoint(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        var handlers = handlers
        if let get = handlers[.get], handlers[.head] == nil { handlers[.head] = get }
        let allowed = Array(handlers.keys)
        for (method, handler) in handlers { on(path, method: method, use: handler) }
        for method in Self.methods where handlers[method] == nil {
            on(path, method: method) { _, _ -> Response in throw ProblemAnswer.wrongMethod(allowed: allowed) }
        }
    }

    private static var methods: [HTTPRequest.Method] {
        [.get, .head, .post, .put, .patch, .delete, .options, .trace]
    }
}
