import Exchange
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Scanning

/// The outermost layer: turns refusals into answers and adds what every answer has.
struct AnswerMiddleware: RouterMiddleware {
    typealias Context = WebContext

    private struct Body: Encodable {
        var code: String
        var text: BilingualText
        var field: String?
        var retryAt: Date?
    }

    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do { response = try await next(request, context) } catch let error as HTTPError where error.status == .notFound
        {
            response = Self.answer(
                StationRefusal(
                    .notFound, "not_found", "Địa chỉ này không có gì. Hãy mở lại trang trạm quét.",
                    "There is nothing at this address. Open the station's page again."))
        } catch {
            let refusal = StationRefusal(any: error)
            if refusal.kind == .fault {
                context.logger.error(
                    "request failed",
                    metadata: [
                        "path": "\(context.endpointPath ?? "")", "code": "\(refusal.code)",
                        "cause": "\(refusal.text.english)",
                    ])
            }
            response = Self.answer(refusal)
        }
        addFields(to: &response)
        return response
    }

    private static func answer(_ refusal: StationRefusal) -> Response {
        .json(
            Body(code: refusal.code, text: refusal.text, field: refusal.field, retryAt: refusal.retryAt),
            status: refusal.kind.status)
    }

    private func addFields(to response: inout Response) {
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.crossOriginOpenerPolicy] = "same-origin"
        response.headers[.crossOriginResourcePolicy] = "same-origin"
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
            + "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    }
}

extension StationRefusal {
    static let tooLarge = StationRefusal(
        .tooLarge, "too_large", "Nội dung gửi lên quá lớn. Hãy rút gọn rồi làm lại.",
        "The request is too large. Shorten what was entered.")
}

extension StationRefusal.Kind {
    fileprivate var status: HTTPResponse.Status {
        switch self {
        case .unacceptable: .unprocessableContent
        case .signIn: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .later: .serviceUnavailable
        case .fault: .internalServerError
        }
    }
}

extension Response {
    /// An answer with `value` in JSON.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) -> Response {
        // The values of this API are plain and always encode.
        let bytes = try! Wire.encode(value)
        return Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
