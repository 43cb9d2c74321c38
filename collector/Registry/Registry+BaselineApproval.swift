package import Dossiers
package import Foundation
import GRDB

/// Why nothing was decided of a batch.
package enum BaselineDecisionRefusal: Error, Sendable, Hashable {
    case unknownBatch(Int64)
    case decided(Int64, BaselineDecision)
    /// Who imported the batch cannot approve it.
    case samePerson(String)
    /// A later batch with other figures for this place is approved.
    case outdated(by: Int64, Baseline)
    case noReason
}

/// A figure that was imported at some time for a place, and what became of it.
package struct BaselineVersion: Sendable, Hashable {
    package var baseline: Baseline
    package var batch: Int64
    package var file: String
    package var importedAt: Date
    package var importedBy: String
    package var decision: BaselineDecision?
    /// Whether it is the one that counts. Of an approved withdrawal that stands nothing counts.
    package var stands: Bool

    /// What became of a figure.
    package enum State: String, Sendable {
        case stands, replaced, pending, rejected
        /// The entry is a withdrawal, which is approved.
        case withdrawn
    }

    package var state: State {
        guard let decision else { return .pending }
        guard decision.isApproved else { return .rejected }
        return baseline.isWithdrawal ? .withdrawn : stands ? .stands : .replaced
    }
}

extension Registry {
    /// The batches that wait for a decision, the oldest first.
    package func pendingBaselines() throws(RegistryError) -> [BaselineBatch] {
        try read { try BaselineBatch.pending($0) }
    }

    /// How many batches wait for a decision.
    package func pendingBaselineCount() throws(RegistryError) -> Int {
        try read { db in
            try Int.fetchOne(
                db, sql: "SELECT count(*) FROM baselineBatch WHERE id NOT IN (SELECT batch FROM baselineDecision)") ?? 0
        }
    }

    /// The batch `id`, or nil where there is none.
    package func baselineBatch(_ id: Int64) throws(RegistryError) -> BaselineBatch? {
        try read { try BaselineBatch.fetch(id, in: $0) }
    }

    /// Makes the figures of a batch count.
    ///
    /// - Parameter actor: another person than the one who imported it; the same only where the rule says so.
    package func approveBaselines(
        _ id: Int64, by actor: String, at moment: Date
    ) throws(RegistryError) -> Result<BaselineBatch, BaselineDecisionRefusal> {
        try decide(id, BaselineDecision(isApproved: true, at: moment, by: actor)) { db, batch in
            if BaselineDecision.isSamePerson(actor, batch.importedBy), try ApprovalRule.needsSecondPerson(db) {
                return .samePerson(batch.importedBy)
            }
            // Otherwise figures that were put right would be silently undone by those they put right.
            for entry in batch.entries {
                if let later = try entry.laterApproved(than: id, in: db) { return .outdated(by: later, entry) }
            }
            return nil
        }
    }

    /// Makes the figures of a batch never count.
    ///
    /// - Parameter actor: anybody, also who imported it.
    package func rejectBaselines(
        _ id: Int64, reason: String, by actor: String, at moment: Date
    ) throws(RegistryError) -> Result<BaselineBatch, BaselineDecisionRefusal> {
        guard !reason.isEmpty else { return .failure(.noReason) }
        return try decide(id, BaselineDecision(isApproved: false, at: moment, by: actor, reason: reason)) { _, _ in nil
        }
    }

    private func decide(
        _ id: Int64, _ decision: BaselineDecision,
        unless refusal: (Database, BaselineBatch) throws -> BaselineDecisionRefusal?
    ) throws(RegistryError) -> Result<BaselineBatch, BaselineDecisionRefusal> {
        try write { db in
            guard let batch = try BaselineBatch.fetch(id, in: db) else { return .failure(.unknownBatch(id)) }
            if let known = batch.decision { return .failure(.decided(id, known)) }
            if let refusal = try refusal(db, batch) { return .failure(refusal) }
            try decision.insert(into: db, batch: id)
            return .success(try BaselineBatch.fetch(id, in: db) ?? batch)
        }
    }

    /// Every figure that was imported for the scope in the indicator, by span and then in the order of the imports.
    package func baselineHistory(
        of scope: Baseline.Scope, in indicator: Indicator
    ) throws(RegistryError) -> [BaselineVersion] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT baselineEntry.*, file, importedAt, importedBy, isApproved, decidedAt, decidedBy, reason,
                        isApproved = 1 AND baselineEntry.id = max(iif(isApproved = 1, baselineEntry.id, NULL))
                            OVER (PARTITION BY firstDay, lastDay) AS stands
                    FROM baselineEntry JOIN baselineBatch ON baselineBatch.id = baselineEntry.batch
                    LEFT JOIN baselineDecision ON baselineDecision.batch = baselineBatch.id
                    WHERE indicator = ? AND scopeKind = ? AND scope = ?
                    ORDER BY firstDay, lastDay, baselineEntry.id
                    """, arguments: [indicator.rawValue, scope.kind, scope.key])
            return try rows.map { row in
                BaselineVersion(
                    baseline: try Baseline(row: row), batch: row["batch"], file: row["file"],
                    importedAt: row.date("importedAt"), importedBy: row["importedBy"],
                    decision: BaselineDecision(row: row), stands: (row["stands"] as Bool?) ?? false)
            }
        }
    }

    /// Whether what one person imported must be approved by another. True unless it was decided otherwise.
    package func baselinesNeedSecondPerson() throws(RegistryError) -> Bool {
        try read { try ApprovalRule.needsSecondPerson($0) }
    }

    /// Decides whether what one person imported must be approved by another, from now on.
    package func setBaselinesNeedSecondPerson(
        _ isNeeded: Bool, by actor: String, at moment: Date
    ) throws(RegistryError) {
        try write { db in
            try db.execute(
                sql: "INSERT INTO approvalRule (needsSecondPerson, setAt, setBy) VALUES (?, ?, ?)",
                arguments: [isNeeded, moment.seconds, actor])
            try AuditEntry(
                at: moment, actor: actor, action: "baseline.rule", subject: "approval",
                detail: isNeeded ? "two persons" : "one person"
            ).insert(in: db)
        }
    }
}

/// How many persons baselines need.
enum ApprovalRule {
    static func needsSecondPerson(_ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT needsSecondPerson FROM approvalRule ORDER BY id DESC LIMIT 1") ?? true
    }
}

extension BaselineDecision {
    /// Whether two names are of one person, however they are written: `An` is no second person beside `an `, and neither
    /// is `account:an`, who imported by command and approves on the province's pages.
    package static func isSamePerson(_ a: String, _ b: String) -> Bool {
        func key(_ name: String) -> [Substring] {
            let words = name.lowercased().split(whereSeparator: \.isWhitespace)
            guard let first = words.first, first.hasPrefix(AccountRecord.actorPrefix) else { return words }
            return [first.dropFirst(AccountRecord.actorPrefix.count)] + words.dropFirst()
        }
        return key(a) == key(b)
    }
}

extension Baseline {
    /// A batch after `batch` that is approved and has other figures for this place.
    fileprivate func laterApproved(than batch: Int64, in db: Database) throws -> Int64? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT baselineEntry.* FROM baselineEntry JOIN baselineDecision USING (batch)
                WHERE isApproved = 1 AND batch > ? AND indicator = ? AND scopeKind = ? AND scope = ? AND firstDay = ?
                    AND lastDay = ?
                ORDER BY id
                """,
            arguments: [
                batch, indicator.rawValue, scope.kind, scope.key, period.first.number, period.last.number,
            ])
        return try rows.first { try !Baseline(row: $0).hasFigures(of: self) }.map { $0["batch"] }
    }
}
