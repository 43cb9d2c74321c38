import FoundationEssentials
import GRDB

extension Database {
    /// Adds a row to the audit trail, in the transaction that does what it tells.
    func recordAudit(at moment: Date, actor: String, action: String, subject: String, detail: String = "") throws {
        try execute(
            sql: "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
            arguments: [Int(moment.timeIntervalSince1970.rounded(.down)), actor, action, subject, detail])
    }
}
