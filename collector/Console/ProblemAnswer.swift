import Dossiers
import Exchange
import HTTPTypes
import Hummingbird
import NIOCore

/// An error on its way to the client: the problem, and header fields beside it.
struct ProblemAnswer: Error {
    var problem: Problem
    var headers: HTTPFields = [:]

    init(_ problem: Problem, headers: HTTPFields = [:]) {
        self.problem = problem
        self.headers = headers
    }

    init(
        _ code: ErrorCode, status: Int, title: String, detail: String, expectedSequence: Int? = nil,
        page: ContentDigest? = nil, headers: HTTPFields = [:]
    ) {
        self.init(
            Problem(code, status: status, title: title, detail: detail, expectedSequence: expectedSequence, page: page),
            headers: headers)
    }

    /// The answer as it is sent.
    var response: Response {
        var response = Response.json(problem, status: .init(code: problem.status), mediaType: Problem.mediaType)
        response.headers.append(contentsOf: headers)
        return response
    }
}

extension Response {
    /// An answer with `value` in JSON.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, mediaType: String = "application/json"
    ) -> Response {
        // The values of this API are plain and always encode.
        let bytes = try! Wire.encode(value)
        return Response(
            status: status, headers: [.contentType: mediaType], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
