import Console
import Dossiers
import Foundation
import HTTPTypes
import Registry
import Synchronization
import Testing

/// Somebody at the province's pages: keeps cookies, and sends forms as browsers do.
final class WebBrowser: Sendable {
    private let client: Caller
    private let jar = Mutex<[String: String]>([:])
    private let last = Mutex<String>("")
    private let origin: String

    init(_ client: Caller, origin: String = "http://localhost") {
        self.client = client
        self.origin = origin
    }

    /// The cookies by name.
    var cookies: [String: String] { jar.withLock { $0 } }

    func set(_ cookie: String, _ value: String) { jar.withLock { $0[cookie] = value } }

    @discardableResult
    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> WebPage {
        try await send(.get, path, headers, nil)
    }

    /// Posts a form with the token of the last page, unless `fields` has another.
    @discardableResult
    func post(_ path: String, _ fields: [String: String] = [:], _ headers: HTTPFields = [:]) async throws -> WebPage {
        var fields = fields
        if fields["csrf"] == nil {
            let page = last.withLock { $0 }
            fields["csrf"] = page.firstMatch(of: #/name="csrf" value="([^"]+)"/#).map { String($0.1) }
        }
        let body = fields.filter { $0.value != "–" }.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }
            .joined(separator: "&")
        var all: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .origin: origin,
            HTTPField.Name("Sec-Fetch-Site")!: "same-origin",
        ]
        for field in headers { all[field.name] = field.value.isEmpty ? nil : field.value }
        return try await send(.post, path, all, Data(body.utf8))
    }

    /// Posts a form with a file as Chromium does, with the token of the last page unless `fields` has another.
    @discardableResult
    func upload(
        _ path: String, _ file: String, named name: String = "so-lieu.csv", _ fields: [(String, String)] = [],
        _ headers: HTTPFields = [:]
    ) async throws -> WebPage {
        try await upload(path, Data(file.utf8), named: name, fields, headers)
    }

    @discardableResult
    func upload(
        _ path: String, _ file: Data, named name: String = "so-lieu.csv", _ fields: [(String, String)] = [],
        _ headers: HTTPFields = [:]
    ) async throws -> WebPage {
        var fields = fields
        let page = last.withLock { $0 }
        if !fields.contains(where: { $0.0 == "csrf" }), let token = page.firstMatch(of: #/name="csrf" value="([^"]+)"/#)
        {
            fields.insert(("csrf", String(token.1)), at: 0)
        }
        let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
        var body = Data()
        for (field, value) in fields where value != "–" {
            body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8
        }
        body += "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n".utf8
        body += Data("Content-Type: text/csv\r\n\r\n".utf8) + file + Data("\r\n--\(boundary)--\r\n".utf8)
        var all: HTTPFields = [
            .contentType: "multipart/form-data; boundary=\(boundary)", .origin: origin,
            HTTPField.Name("Sec-Fetch-Site")!: "same-origin",
        ]
        for field in headers { all[field.name] = field.value.isEmpty ? nil : field.value }
        return try await send(.post, path, all, body)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: Data?
    ) async throws -> WebPage {
        var headers = headers
        headers[.accept] = "text/html"
        headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        let answer = try await client.send(method, path, headers, body)
        for set in answer.headers[values: .setCookie] {
            let pair = set.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let isRemoved = set.contains("Max-Age=0")
            jar.withLock { $0[String(pair[0])] = isRemoved ? nil : String(pair[1]) }
        }
        let page = WebPage(answer)
        if page.status == 200 || page.status == 422 { last.withLock { $0 = page.text } }
        return page
    }

    /// Signs in and must be let in.
    func enter(_ username: String, _ password: String = WebBrowser.password) async throws {
        let page = try await signIn(username, password)
        try #require(page.status == 303, "\(page.status) \(page.text.suffix(600))")
        try await get("/account")
    }

    @discardableResult
    func signIn(_ username: String, _ password: String, _ headers: HTTPFields = [:]) async throws -> WebPage {
        try await get("/sign-in")
        return try await post("/sign-in", ["username": username, "password": password], headers)
    }

    static let password = "mật khẩu để thử"

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// A page that was answered.
struct WebPage: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    init(_ answer: Answer) {
        status = answer.status
        headers = answer.headers
        text = String(decoding: answer.body, as: UTF8.self)
    }

    var location: String? { headers[.location] }
    var heading: String? {
        text.firstMatch(of: #/<h1>([^<]*)/#).map { String($0.1).trimmingCharacters(in: .whitespaces) }
    }
    var error: String? {
        text.firstMatch(of: #/class="(?:error|fault)"[^>]*>(?:<svg.*?<\/svg>)?(?:<span>)?([^<]*)/#).map { String($0.1) }
    }

    /// What the element of that id holds as text.
    func inside(_ id: String) -> String? {
        text.firstRange(of: "id=\"\(id)\"").flatMap { range in
            text[range.upperBound...].firstMatch(of: #/^[^>]*>([^<]*)/#).map { String($0.1) }
        }
    }
}

extension PasswordHasher {
    /// As little work as scrypt can be, so that tests take no longer for it.
    static let cheap = PasswordHasher(cost: .init(rounds: 2, blockSize: 1, parallelism: 1))
}

extension TestCollector {
    /// An account that can sign in with `WebBrowser.password`.
    @discardableResult
    func account(_ name: String, _ role: Role, at scope: SiteID? = nil, mustChange: Bool = false) async throws
        -> AccountRecord
    {
        try registry.addAccount(
            Username(rawValue: name)!, AccountTerms(displayName: "Cán bộ \(name)", role: role, scope: scope),
            passwordHash: await PasswordHasher.cheap.hash(WebBrowser.password), mustChange: mustChange, by: "test",
            at: clock.now)
    }

    /// A browser that goes through the router.
    func browsing<Result: Sendable>(_ body: @Sendable (WebBrowser) async throws -> Result) async throws -> Result {
        try await routed { client in try await body(WebBrowser(client)) }
    }
}
