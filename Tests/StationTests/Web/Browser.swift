import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Synchronization

/// What the station answered.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: Data

    var object: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
    var code: String? { object["code"] as? String }
    var text: String? { (object["text"] as? [String: Any])?["vi"] as? String }
    var papers: [[String: Any]] { object["papers"] as? [[String: Any]] ?? [] }
    /// The pages of all papers, those that were taken out too.
    var pages: [[String: Any]] { papers.flatMap { $0["pages"] as? [[String: Any]] ?? [] } }
    /// The row numbers of the pages that stay, in order.
    var livePages: [Int] { pages.filter { !($0["removal"] is String) }.compactMap { $0["id"] as? Int } }
}

/// A browser on the same PC: it keeps the cookie and the session's token as the page does.
final class Browser: Sendable {
    private struct State {
        var cookie: String?
        var csrf: String?
    }

    let port: Int
    private let state = Mutex(State())

    init(port: Int) { self.port = port }

    var cookie: String? { state.withLock { $0.cookie } }
    var csrf: String? { state.withLock { $0.csrf } }

    func forgetCSRF() { state.withLock { $0.csrf = nil } }

    /// Sends a request as the page would, with `headers` instead of the usual ones where they have the same names.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: [String: Any]? = nil, bytes: Data? = nil,
        headers: HTTPFields = [:], host: String? = nil
    ) async throws -> Answer {
        let host = host ?? "127.0.0.1:\(port)"
        var all: HTTPFields = [.origin: "http://127.0.0.1:\(port)"]
        if let cookie { all[.cookie] = "sohoa_session=\(cookie)" }
        if let csrf, method != .get { all[HTTPField.Name("X-Sohoa-CSRF")!] = csrf }
        for field in headers { all[field.name] = field.value.isEmpty ? nil : field.value }
        let body = try bytes ?? fields.map { try JSONSerialization.data(withJSONObject: $0) }
        let message = TestClient.Request(
            path, method: method, authority: host, headers: all, body: body.map { ByteBuffer(bytes: $0) })
        let response = try await TestClient.withClient(
            host: "127.0.0.1", port: port, configuration: .init(timeout: .seconds(30))
        ) { try await $0.execute(message) }
        let answer = Answer(
            status: response.status.code, headers: response.headers,
            body: response.body.map { Data($0.readableBytesView) } ?? Data())
        if let set = response.headers[.setCookie], let pair = set.split(separator: ";").first {
            let value = pair.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init)
            state.withLock { $0.cookie = value }
        }
        if path.hasPrefix("/api/session"), let csrf = answer.object["csrf"] as? String {
            state.withLock { $0.csrf = csrf }
        }
        return answer
    }

    /// Sends a request that shall succeed.
    @discardableResult
    func does(_ method: HTTPRequest.Method, _ path: String, _ fields: [String: Any]? = nil) async throws -> Answer {
        let answer = try await send(method, path, fields)
        guard answer.status < 300 else { throw Unexpected(answer: answer) }
        return answer
    }

    func signIn(_ officer: Int, pin: String) async throws -> Answer {
        try await send(.post, "/api/session", ["officer": officer, "pin": pin])
    }
}
