import ContentStore
import Exchange
import Registry
import SystemPackage

extension IntakeError {
    static var uploadGone: IntakeError {
        IntakeError(
            .uploadGone,
            "there is no such upload: it is finished, expired or lost; post the manifest again, the answer says what is "
                + "still needed")
    }

    static var storageFull: IntakeError {
        IntakeError(
            .storageFull,
            "the collector's disk is nearly full, so that it takes no more pages; what it has receipted is safe. Try "
                + "again later; the province's administrator has to make room",
            retryAfter: 300)
    }

    static var unavailable: IntakeError {
        IntakeError(.unavailable, "the collector is busy; try again in a moment", retryAfter: 5)
    }

    /// What is told to a station where the collector itself is at fault. The cause is in the collector's log only.
    static var internalError: IntakeError {
        IntakeError(
            .internalError,
            "the collector has an error of its own; try again later. Its log says more to the administrator",
            retryAfter: 60)
    }
}

/// A failure of the collector itself, with what its log is to say.
struct Fault {
    let error: IntakeError
    /// For the log; nil where the error is nothing out of the ordinary.
    let cause: String?

    init(_ error: RegistryError) {
        switch error {
        case .busy: (self.error, cause) = (.unavailable, nil)
        case .diskFull: (self.error, cause) = (.storageFull, error.description)
        case .newerVersion, .cannotOpen, .damaged, .failed, .unknownSite, .siteClosed, .unknownStation, .unknownToken,
            .unknownAccount, .usernameTaken, .scopeMissing, .lastAdministrator, .unknownSystem, .systemNameTaken,
            .unknownWebhook, .webhookNameTaken:
            (self.error, cause) = (.internalError, error.description)
        }
    }

    init(_ error: ContentStoreError) {
        switch error {
        case .system(.noSpace, _, _), .system(.diskQuotaExceeded, _, _):
            (self.error, cause) = (.storageFull, error.description)
        case .system, .mismatch, .wrongLength, .conflict, .missing:
            (self.error, cause) = (.internalError, error.description)
        }
    }
}
