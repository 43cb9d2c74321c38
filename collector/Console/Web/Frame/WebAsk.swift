import Dossiers
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Registry

/// A request for a page, looked at by the gate.
struct WebAsk: Sendable {
    let request: Request
    let context: ConsoleContext
    let language: Language
    /// Who asks; nil before the sign-in.
    let visitor: Visitor?
    /// The fields of the form that was posted; none where nothing was.
    let form: FormFields
    /// The file that came with the form.
    let file: FormFile?
    /// The client's address.
    let address: String
    let now: Date

    /// The query's fields.
    var query: FormFields {
        get throws(WebProblem) {
            guard let fields = FormFields((request.uri.query ?? "").utf8) else { throw .malformed }
            return fields
        }
    }

    /// The address of the page itself, where it can be come back to.
    var here: String {
        guard request.method == .get || request.method == .head else { return request.uri.path }
        return LocalPath(request.uri.description)?.text ?? "/"
    }

    /// Who asks, where the gate has let in only those with a session.
    var member: Visitor {
        get throws(WebProblem) {
            guard let visitor else { throw .forbidden }
            return visitor
        }
    }

    /// A number in the path.
    func number(_ name: String) throws(WebProblem) -> Int {
        guard let text = context.parameters.get(name), let number = Int(text), number >= 0 else { throw .notFound }
        return number
    }

    /// A page.
    ///
    /// - Parameters:
    ///   - template: its name among `Templates`.
    ///   - title: for the browser's tab and the heading.
    ///   - place: the page of the navigation that it belongs to.
    func page(
        _ template: String, _ view: any Sendable, title: String, at place: FrameView.Place? = nil,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let frame = FrameView(title: title, place: place, ask: self, scopeName: visitor?.scopeName)
        let text = Templates.render(PageView(frame: frame, t: Texts.table(language), view: view), with: template)
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Leads to another page, which is then got.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// A problem as a page.
    func problem(_ problem: WebProblem) -> Response {
        let (title, advice) = problem.texts
        let view = ProblemView(status: problem.status.code, title: title(language), advice: advice(language))
        var response = page("problem", view, title: view.title, status: problem.status)
        if let seconds = problem.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    private struct ProblemView: Sendable {
        let status: Int
        let title: String
        let advice: String
    }
}
