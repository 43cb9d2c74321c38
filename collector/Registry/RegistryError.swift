package import Dossiers
package import Exchange
import GRDB

/// Why the index could not do what it was asked.
package enum RegistryError: Error, Sendable, Hashable {
    /// A later version of the collector made or upgraded the database.
    case newerVersion(path: String)
    /// The file cannot be opened, or is no database.
    case cannotOpen(path: String, reason: String)
    /// Another process has held the write lock for longer than the busy timeout.
    case busy
    /// The disk is full: nothing of the transaction was kept.
    case diskFull
    /// The database file is damaged.
    case damaged(reason: String)
    case unknownSite(SiteID)
    case siteClosed(SiteID)
    case unknownStation(StationID)
    case unknownToken(String)
    case unknownAccount(String)
    case usernameTaken(String)
    /// An officer or site manager without an office.
    case scopeMissing(Role)
    /// Nobody would be left who can manage accounts.
    case lastAdministrator(String)
    case unknownSystem(String)
    case systemNameTaken(String)
    case unknownWebhook(String)
    case webhookNameTaken(String)
    /// Anything else that SQLite reports; the transaction left no trace.
    case failed(reason: String)
}

extension RegistryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .newerVersion(let path):
            "the index \(path) was made by a later version of sohoa-collector; install that version again, or restore "
                + "the backup that was made before the upgrade"
        case .cannotOpen(let path, let reason):
            "the index \(path) cannot be opened (\(reason)); check that the data directory is right, exists and is "
                + "writable for this user"
        case .busy:
            "the index is locked by another process for too long; wait for the other sohoa-collector command to end, "
                + "then try again"
        case .diskFull: "the disk of the index is full; free some space, then try again"
        case .damaged(let reason):
            "the index is damaged (\(reason)); stop the collector, keep a copy of the data directory, and restore the "
                + "latest backup"
        case .unknownSite(let site): "there is no site \(site); `sohoa-collector site list` shows all"
        case .siteClosed(let site): "site \(site) is closed; use its successor"
        case .unknownStation(let station):
            "there is no station \(station); `sohoa-collector station list` shows all"
        case .unknownToken(let token): "there is no join token \(token); `sohoa-collector token list` shows all"
        case .unknownAccount(let name): "there is no account \(name); `sohoa-collector account list` shows all"
        case .usernameTaken(let name):
            "the account \(name) is there already, perhaps disabled; choose another name, or enable it again"
        case .scopeMissing(let role): "the role \(role.rawValue) works at an office; name it"
        case .lastAdministrator(let name):
            "\(name) is the last administrator of the whole province; make another one first"
        case .unknownSystem(let name): "there is no system \(name); `sohoa-collector system list` shows all"
        case .systemNameTaken(let name):
            "the name \(name) is a system's already, perhaps of one that was revoked; choose another, for the audit trail "
                + "names systems, or give it a new token with `sohoa-collector system renew`"
        case .unknownWebhook(let name): "there is no webhook \(name); `sohoa-collector webhook list` shows all"
        case .webhookNameTaken(let name): "there is a webhook \(name) already; remove it first, or choose another name"
        case .failed(let reason): "the index reports an error: \(reason)"
        }
    }
}

extension RegistryError {
    /// What `error`, thrown by the database library or by a typed function, means.
    init(_ error: any Error) {
        switch error {
        case let error as RegistryError: self = error
        case let error as DatabaseError:
            // Arguments of the statement are left out: they may hold personal data.
            let reason = "\(error.extendedResultCode): \(error.message ?? "no message")"
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
            case .SQLITE_FULL: self = .diskFull
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(reason: reason)
            default: self = .failed(reason: reason)
            }
        default: self = .failed(reason: "\(type(of: error))")
        }
    }
}
