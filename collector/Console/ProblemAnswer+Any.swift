import Hummingbird
import Intake
import Logging
import NIOCore
import Registry

extension ProblemAnswer {
    /// What to tell of `error`. Causes that a client cannot mend go to the log.
    init(any error: any Error, logger: Logger) {
        switch error {
        case let answer as ProblemAnswer: self = answer
        case let error as IntakeError: self.init(error)
        case let interruption as BodyInterruption: self.init(interruption)
        case RegistryError.busy: self = .busy
        default:
            logger.error("unexpected error", metadata: ["error": "\(error)"])
            self = .unexpected
        }
    }

    private init(_ interruption: BodyInterruption) {
        switch interruption {
        case .stalled: self = .stalled
        case .superseded: self = .takenOver
        case .tooLong(let limit): self = .tooLarge(limit: limit)
        case .broken: self = .broken
        }
    }
}
