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
    case fileTooLarge(megabytes: Int)
    /// The dossier's pages are still awaited, or it was refused.
    case notComplete
    /// A page cannot be put into a PDF as it is.
    case unusablePage
    /// A stored page is not what it should be.
    case damagedPage
    /// The dossier is too large for an archive.
    case tooLargeForArchive
    /// The disk is too full for an export.
    case noRoom
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
        case let error where WebProblem(export: error) != nil:
            self = WebProblem(export: error) ?? .failed
            // Names pages by their digest, and nobody.
            if case .damagedPage = self { logger.error("an export failed", metadata: ["error": "\(error)"]) }
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
        case .tooLarge, .fileTooLarge: .contentTooLarge
        case .notComplete, .unusablePage, .tooLargeForArchive: .conflict
        case .damagedPage: .internalServerError
        case .noRoom: .serviceUnavailable
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
        case .fileTooLarge(let megabytes): Texts.fileTooLarge(megabytes: megabytes)
        case .notComplete: Texts.notComplete
        case .unusablePage: Texts.unusablePage
        case .damagedPage: Texts.damagedPage
        case .noRoom: Texts.noRoom
        case .tooLargeForArchive: Texts.tooLargeForArchive
        case .tooMany(let seconds): (Texts.tooMany, Texts.tryAgain(after: seconds))
        case .busy: Texts.busy
        case .failed: Texts.failed
        }
    }
}
