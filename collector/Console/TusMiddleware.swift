import HTTPTypes
import Hummingbird
import Logging

/// What tus asks of every request and every answer.
struct TusMiddleware: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            guard request.method == .options || request.headers[.tusResumable] == Tus.version else {
                throw ProblemAnswer.unsupportedTusVersion
            }
            var response = try await next(request, context)
            response.headers[.tusResumable] = Tus.version
            return response
        } catch {
            var answer = ProblemAnswer(any: error, logger: context.logger)
            answer.headers[.tusResumable] = Tus.version
            throw answer
        }
    }
}
