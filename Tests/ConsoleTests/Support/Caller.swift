import Exchange
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization

/// Sends requests, and keeps what was asked and answered.
struct Caller: Sendable {
    typealias Transport = @Sendable (HTTPRequest.Method, String, HTTPFields, Data?) async throws -> Answer

    /// The server's port; nil without a network.
    let port: Int?
    let log: ExchangeLog
    private let transport: Transport

    init(client: any TestClientProtocol, log: ExchangeLog) {
        port = client.port
        self.log = log
        transport = { method, path, headers, body in
            try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) }
            ) { response in
                Answer(
                    status: response.status.code, headers: response.headers,
                    body: Data(response.body.readableBytesView))
            }
        }
    }

    /// Asks a server of another process.
    init(port: Int, over connection: TestClient) {
        self.port = port
        log = ExchangeLog()
        transport = { method, path, headers, body in
            let response = try await connection.execute(
                .init(
                    path, method: method, authority: "localhost", headers: headers,
                    body: body.map { ByteBuffer(bytes: $0) }))
            return Answer(
                status: response.status.code, headers: response.headers,
                body: response.body.map { Data($0.readableBytesView) } ?? Data())
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:], _ body: Data? = nil
    ) async throws -> Answer {
        let answer = try await transport(method, path, headers, body)
        log.add(method, path, headers, body, answer)
        return answer
    }

    /// Posts a manifest.
    func post(_ sealed: Sealed, as station: TestStation) async throws -> Answer {
        try await send(
            .post, "/v1/manifests",
            [.authorization: "Bearer \(station.token())", .contentType: "application/vnd.dsse+json"], sealed.body)
    }

    /// A request of tus.
    func tus(
        _ method: HTTPRequest.Method, _ path: String, as station: TestStation, _ headers: HTTPFields = [:],
        _ body: Data? = nil
    ) async throws -> Answer {
        var fields: HTTPFields = [.authorization: "Bearer \(station.token())", .tusResumable: "1.0.0"]
        for field in headers { fields[field.name] = field.value }
        return try await send(method, path, fields, body)
    }

    func patch(
        _ path: String, at offset: Int, _ bytes: Data, as station: TestStation, _ headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields: HTTPFields = [.uploadOffset: "\(offset)", .contentType: "application/offset+octet-stream"]
        for field in headers { fields[field.name] = field.value }
        return try await tus(.patch, path, as: station, fields, bytes)
    }

    /// Posts a manifest and uploads what is needed.
    func deliver(_ sealed: Sealed, as station: TestStation) async throws -> Answer {
        let posted = try await post(sealed, as: station)
        return try await patch(try posted.upload(), at: 0, sealed.stream, as: station)
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: Data

    func decoded<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        try Wire.decode(Value.self, from: body)
    }

    var problem: Problem? {
        headers[.contentType] == Problem.mediaType ? try? decoded() : nil
    }

    var code: ErrorCode? { problem?.knownCode }

    /// The receipt in the header field.
    var receipt: Envelope? {
        headers[.sohoaReceipt].flatMap { Data(base64Encoded: $0) }.flatMap { try? Wire.decode(Envelope.self, from: $0) }
    }

    /// The path of the upload that the answer to `/v1/manifests` or `/v1/uploads` names.
    func upload() throws -> String {
        guard let location = headers[.location],
            let url = URL(string: location, relativeTo: URL(string: "http://localhost/v1/manifests"))
        else { throw NoUpload(answer: self) }
        return url.path
    }

    /// The answer names no upload.
    struct NoUpload: Error, CustomStringConvertible {
        let answer: Answer
        var description: String { "no upload: \(answer.status) \(String(decoding: answer.body, as: UTF8.self))" }
    }
}

/// Requests and answers in the form that `Tests/Outsiders/check_exchanges.py` reads.
final class ExchangeLog: Sendable {
    private struct Entry: Encodable {
        let method: String
        let path: String
        let status: Int
        let headers: [String: String]
        let body: Data
        let requestHeaders: [String: String]
        /// Nil where the request had none.
        let requestBody: Data?
    }

    private let entries = Mutex<[Entry]>([])

    func add(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields, _ body: Data?, _ answer: Answer
    ) {
        func names(_ fields: HTTPFields) -> [String: String] {
            Dictionary(fields.map { ($0.name.rawName, $0.value) }) { first, _ in first }
        }
        let entry = Entry(
            method: method.rawValue, path: path, status: answer.status, headers: names(answer.headers),
            body: answer.body, requestHeaders: names(fields), requestBody: body)
        entries.withLock { $0.append(entry) }
    }

    /// - Parameter prefix: of the paths that are wanted.
    func json(under prefix: String = "/") throws -> Data {
        try Wire.encode(entries.withLock { $0 }.filter { $0.path.hasPrefix(prefix) })
    }
}
