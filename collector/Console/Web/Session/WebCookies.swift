import HTTPTypes
import Hummingbird

/// The two cookies of the pages: who is signed in, and in which language.
///
/// Over TLS the session's has the prefix `__Host-`: no other host, and nobody on a plain connection, can set it. `Lax`,
/// not `Strict`: a link in a letter or a spreadsheet leads to the page it names and not to the sign-in; what changes
/// something is guarded by `Origin` and the form's token besides.
struct WebCookies: Sendable {
    let isSecure: Bool

    private var sessionName: String { isSecure ? "__Host-sohoa" : "sohoa" }
    private static let languageName = "sohoa-language"
    private static let year = 365 * 86_400

    func token(in request: Request) -> SessionToken? {
        // Nothing longer was ever set, and it is hashed before it is looked up.
        guard let text = request.cookies[sessionName]?.value, (1...100).contains(text.utf8.count) else { return nil }
        return SessionToken(text: text)
    }

    func language(in request: Request) -> Language {
        request.cookies[Self.languageName].flatMap { Language(rawValue: $0.value) } ?? .vietnamese
    }

    /// A cookie for the browser's life: the server ends the session.
    func set(_ token: SessionToken, on response: inout Response) {
        response.setCookie(
            Cookie(
                name: sessionName, value: token.text, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax))
    }

    func removeToken(from response: inout Response) {
        response.setCookie(
            Cookie(
                name: sessionName, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax))
    }

    func set(_ language: Language, on response: inout Response) {
        response.setCookie(
            Cookie(
                name: Self.languageName, value: language.rawValue, maxAge: Self.year, path: "/", secure: isSecure,
                httpOnly: true, sameSite: .lax))
    }
}
