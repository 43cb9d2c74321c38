import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads bodies with JSON.
struct JSONBody: Sendable {
    private let pump: BodyPump

    init(_ limits: ConsoleLimits) { pump = BodyPump(limits: limits) }

    /// The whole body.
    ///
    /// - Parameter expected: the media type to tell of where it is of another.
    /// - Throws: a problem when it is of another media type, too large, or cut off.
    func read(
        _ request: Request, _ context: ConsoleContext, limit: Int, expected: String = "application/vnd.dsse+json"
    ) async throws -> Data {
        guard isJSON(request.headers[.contentType]) else {
            throw ProblemAnswer.wrongMediaType(expected: expected)
        }
        let buffer = try await pump.collect(request, reading: context.reading, limit: limit)
        if let announced = request.headers[.contentLength].flatMap({ Int($0) }), buffer.readableBytes < announced {
            throw BodyInterruption.broken
        }
        return Data(buffer.readableBytesView)
    }

    /// Whether `contentType` names JSON of any kind. One that is missing is taken for it.
    private func isJSON(_ contentType: String?) -> Bool {
        guard let mediaType = contentType?.split(separator: ";").first?.lowercased() else { return true }
        let trimmed = mediaType.filter { $0 != " " }
        return trimmed == "application/json" || (trimmed.hasPrefix("application/") && trimmed.hasSuffix("+json"))
    }
}
