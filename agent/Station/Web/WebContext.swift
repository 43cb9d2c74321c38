import Hummingbird
import NIOCore
import Spool

/// What is known of a request beside the request.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks; nil before the sign-in.
    var visitor: Visitor?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// The officer who asks.
    ///
    /// - Throws: when nobody has signed in, or the screen is locked.
    var officer: Officer {
        get throws(StationRefusal) {
            guard let visitor else {
                throw StationRefusal(
                    .signIn, "signed_out", "Hãy đăng nhập để tiếp tục.", "Sign in to go on.")
            }
            guard !visitor.session.isLocked else {
                throw StationRefusal(
                    .signIn, "locked", "Màn hình đã khóa. Hãy nhập mã PIN để tiếp tục.",
                    "The screen is locked. Enter your PIN to go on.")
            }
            return visitor.officer
        }
    }

    /// The officer who asks, when that is a manager.
    var manager: Officer {
        get throws(StationRefusal) {
            let officer = try officer
            guard officer.role == .manager else {
                throw StationRefusal(
                    .forbidden, "managers_only", "Việc này dành cho người quản lý điểm quét. Hãy nhờ người quản lý.",
                    "Only a site manager may do this. Ask one.")
            }
            return officer
        }
    }
}

/// Somebody with a session.
struct Visitor: Sendable {
    var token: String
    var session: Sessions.Session
    var officer: Officer
}
