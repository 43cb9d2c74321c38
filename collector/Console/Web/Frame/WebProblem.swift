import HTTPTypes
import Intake
import Logging
import Registry

/// Why a page cannot be shown, or what was sent not be done: the one mapping of errors for people.
enum WebProblem: Error, Sendable {
    case notFound
    case forbidden
    /// The form's token is not the session's.
    case stale
    /// It comes from another site's page, or for another host.
    case foreign
    case malformed
    case tooLarge
    case tooMany(seconds: Int)
    case busy
    case failed

    /// What is told of any error. Causes that nobody at the page can mend go to the log.
    init(any error: any Error, logger: Logger) {
        switch error {
        case let problem as WebProblem: self = problem
        case BodyInterruption.tooLong: self = .tooLarge
        case is BodyInterruption: self = .malformed
        case RegistryError.busy: self = .busy
        case RegistryError.unknownAccount: self = .notFound
        default:
            logger.error("a page failed", metadata: ["error": "\(error)"])
            self = .failed
        }
    }

    var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .forbidden, .stale, .foreign: .forbidden
        case .malformed: .badRequest
        case .tooLarge: .contentTooLarge
        case .tooMany: .tooManyRequests
        case .busy: .serviceUnavailable
        case .failed: .internalServerError
        }
    }

    /// Seconds after which it may be tried again, where that helps.
    var retryAfter: Int? {
        switch self {
        case .tooMany(let seconds): seconds
        case .busy: 5
        default: nil
        }
    }

    /// What it is called, and what to do.
    var texts: (title: Text, advice: Text) {
        switch self {
        case .notFound: Texts.notFound
        case .forbidden: Texts.forbidden
        case .stale: Texts.stale
        case .foreign: Texts.foreign
        case .malformed: Texts.malformed
        case .tooLarge: Texts.tooLarge
        case .tooMany(let seconds): (Texts.tooMany, Texts.tryAgain(after: seconds))
        case .busy: Texts.busy
        case .failed: Texts.failed
        }
    }
}
