package import Dossiers
package import Foundation
import GRDB

extension Registry {
    /// When reports are due, by the length of their periods; forms without a rule have no due date.
    package func dueRules() throws(RegistryError) -> [DueRule] {
        try read { try DueRule.all($0) }
    }

    /// Makes reports of the rule's form due as it says, and notes it in the audit trail.
    package func setDueRule(_ rule: DueRule, by actor: String, at moment: Date) throws(RegistryError) {
        try write { db in
            let former = try DueRule.all(db).first { $0.form == rule.form }
            try db.execute(
                sql: "INSERT OR REPLACE INTO dueRule (form, months, day, basis) VALUES (?, ?, ?, ?)",
                arguments: [rule.form.rawValue, rule.months, rule.day, rule.basis])
            try AuditEntry(
                at: moment, actor: actor, action: "due.set", subject: rule.form.rawValue,
                detail: "\(former?.auditText ?? "none") → \(rule.auditText)"
            ).insert(in: db)
        }
    }

    /// Makes reports of the form due no more, and notes it in the audit trail.
    package func removeDueRule(_ form: Period.Form, by actor: String, at moment: Date) throws(RegistryError) {
        try write { db in
            guard let former = try DueRule.all(db).first(where: { $0.form == form }) else { return }
            try db.execute(sql: "DELETE FROM dueRule WHERE form = ?", arguments: [form.rawValue])
            try AuditEntry(
                at: moment, actor: actor, action: "due.remove", subject: form.rawValue, detail: former.auditText
            ).insert(in: db)
        }
    }
}

extension FiguresReader {
    /// When reports are due.
    package func dueRules() throws(RegistryError) -> [DueRule] {
        do { return try DueRule.all(db) } catch { throw RegistryError(error) }
    }
}

extension DueRule {
    static func all(_ db: Database) throws -> [DueRule] {
        let rules = try Row.fetchAll(db, sql: "SELECT form, months, day, basis FROM dueRule").map { row in
            DueRule(form: try row.value("form"), months: row["months"], day: row["day"], basis: row["basis"])
        }
        let order = Period.Form.allCases
        return rules.sorted { order.firstIndex(of: $0.form)! < order.firstIndex(of: $1.form)! }
    }

    fileprivate var auditText: String { "month \(months), day \(day) (\(basis))" }
}
