package import Dossiers
package import Foundation
import GRDB

/// What an import does to the targets.
package struct TargetChanges: Sendable, Hashable {
    package var added: [Target]
    /// Targets that replace one of the same indicator, level and year.
    package var replaced: [Target]
    /// How many were there already.
    package var unchanged: Int

    package init(added: [Target] = [], replaced: [Target] = [], unchanged: Int = 0) {
        self.added = added
        self.replaced = replaced
        self.unchanged = unchanged
    }
}

extension Registry {
    /// Every target, by indicator, year and level from the top.
    package func targets() throws(RegistryError) -> [Target] {
        try read { try Target.all($0) }
    }

    /// Changes the targets as `plan` says of what is there, all in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    ///   - plan: gets what is known; the changes, or the reason why nothing may be changed.
    package func changeTargets<Refusal: Error>(
        by actor: String, from source: String, at moment: Date,
        plan: ([Target]) throws(Refusal) -> TargetChanges
    ) throws(RegistryError) -> Result<TargetChanges, Refusal> {
        try write { db in
            let known = try Target.all(db)
            let changes: TargetChanges
            do throws(Refusal) { changes = try plan(known) } catch { return .failure(error) }
            for target in changes.replaced {
                let former = known.first { $0.isOfSamePlace(as: target) }
                try db.execute(
                    sql: """
                        UPDATE target SET permille = ?, basis = ?, otherPermille = ?, otherBasis = ?
                        WHERE indicator = ? AND level = ? AND year = ?
                        """,
                    arguments: [
                        target.permille, target.basis, target.other?.permille, target.other?.basis,
                        target.indicator.rawValue, target.level.rawValue, target.year,
                    ])
                try AuditEntry(
                    at: moment, actor: actor, action: "target.replace",
                    subject: "\(target.indicator.rawValue) \(target.level.rawValue) \(target.year)",
                    detail: "\(former?.auditText ?? "nothing") → \(target.auditText); \(source)"
                ).insert(in: db)
            }
            for target in changes.added {
                try db.execute(
                    sql: """
                        INSERT INTO target (indicator, level, year, permille, basis, otherPermille, otherBasis)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        target.indicator.rawValue, target.level.rawValue, target.year, target.permille, target.basis,
                        target.other?.permille, target.other?.basis,
                    ])
            }
            if !changes.added.isEmpty {
                try AuditEntry(
                    at: moment, actor: actor, action: "target.import", subject: source,
                    detail: "\(changes.added.count) added"
                ).insert(in: db)
            }
            return .success(changes)
        }
    }
}

extension Target {
    /// Whether `other` is for the same indicator, level and year, so that only one of them can hold.
    package func isOfSamePlace(as other: Target) -> Bool {
        indicator == other.indicator && level == other.level && year == other.year
    }

    static func all(_ db: Database) throws -> [Target] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT indicator, level, year, permille, basis, otherPermille, otherBasis FROM target")
        let targets = try rows.map { row in
            guard let indicator = Indicator(rawValue: row["indicator"]), let level = Level(rawValue: row["level"])
            else { throw RegistryError.damaged(reason: "a target cannot be read") }
            let other: Int? = row["otherPermille"]
            return Target(
                indicator: indicator, level: level, year: row["year"], permille: row["permille"], basis: row["basis"],
                other: other.map { Target.Reading(permille: $0, basis: row["otherBasis"]) })
        }
        return targets.sorted { ($0.indicator, $0.year, $0.level) < ($1.indicator, $1.year, $1.level) }
    }

    fileprivate var auditText: String {
        "\(permille) ‰ (\(basis))" + (other.map { ", other reading \($0.permille) ‰ (\($0.basis))" } ?? "")
    }
}
