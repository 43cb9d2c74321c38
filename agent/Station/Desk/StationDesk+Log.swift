import Logging
import Spool

extension StationDesk {
    /// Notes what an officer did that no dossier's history has, by the officer's number: names are personal.
    nonisolated func log(_ deed: String, by officer: Officer, _ details: [String: String] = [:]) {
        var metadata: Logger.Metadata = ["officer": "\(officer.id)"]
        for (name, value) in details { metadata[name] = "\(value)" }
        logger.notice("\(deed)", metadata: metadata)
    }
}
