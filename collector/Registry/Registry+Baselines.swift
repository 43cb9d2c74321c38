package import Foundation
import GRDB

/// What an import does to the baselines.
package struct BaselineChanges: Sendable, Hashable {
    package var added: [Baseline]
    /// What stands so far, and what is to stand in its place.
    package var replaced: [Replacement]
    /// What stands so far and is to stand no more.
    package var withdrawn: [Baseline]
    /// How many were there already, or wait for their approval.
    package var unchanged: Int

    package struct Replacement: Sendable, Hashable {
        package var former: Baseline
        package var new: Baseline

        package init(former: Baseline, new: Baseline) {
            self.former = former
            self.new = new
        }
    }

    package init(
        added: [Baseline] = [], replaced: [Replacement] = [], withdrawn: [Baseline] = [], unchanged: Int = 0
    ) {
        self.added = added
        self.replaced = replaced
        self.withdrawn = withdrawn
        self.unchanged = unchanged
    }

    /// What the batch holds, in the order of the file as far as added and replaced ones go.
    package var entries: [Baseline] { added + replaced.map(\.new) + withdrawn }
}

/// What an import of baselines is checked against, all of it read at one moment.
package struct BaselineGround: Sendable, Hashable {
    package var sites: SiteRecords
    /// What stands.
    package var standing: [Baseline]
    /// What waits for its approval.
    package var pending: [BaselineBatch]
    /// Of what waits, the figures that no approved batch of later has overtaken, in the order of their import.
    package var waiting: [Baseline]
}

/// What came of an import.
package struct BaselineImport: Sendable, Hashable {
    package var changes: BaselineChanges
    /// The batch that was made; nil where everything was there already.
    package var batch: BaselineBatch?
}

extension Registry {
    /// Every baseline that stands, by indicator, scope and first day.
    package func baselines() throws(RegistryError) -> [Baseline] {
        try read { try Baseline.all($0) }
    }

    /// What an import is checked against.
    package func baselineGround() throws(RegistryError) -> BaselineGround {
        try read { try BaselineGround($0) }
    }

    /// Puts what `plan` says of what is there into a batch, and notes it in the audit trail. It stands once another
    /// person has approved it; at once where the rule asks for one person only.
    ///
    /// - Parameters:
    ///   - actor: who does it.
    ///   - source: the file it is done from.
    ///   - plan: gets what is known; the changes, or the reason why nothing may be changed.
    package func importBaselines<Refusal: Error>(
        by actor: String, from source: String, at moment: Date,
        plan: (BaselineGround) throws(Refusal) -> BaselineChanges
    ) throws(RegistryError) -> Result<BaselineImport, Refusal> {
        try write { db in
            let ground = try BaselineGround(db)
            let changes: BaselineChanges
            do throws(Refusal) { changes = try plan(ground) } catch { return .failure(error) }
            guard !changes.entries.isEmpty else { return .success(BaselineImport(changes: changes)) }
            try db.execute(
                sql: "INSERT INTO baselineBatch (file, importedAt, importedBy) VALUES (?, ?, ?)",
                arguments: [source, moment.seconds, actor])
            let id = db.lastInsertedRowID
            for entry in changes.entries { try entry.insert(into: db, batch: id) }
            try AuditEntry(
                at: moment, actor: actor, action: "baseline.import", subject: "batch \(id)",
                detail: "\(changes.added.count) added, \(changes.replaced.count) replaced"
                    + (changes.withdrawn.isEmpty ? "" : ", \(changes.withdrawn.count) withdrawn") + "; \(source)"
            ).insert(in: db)
            if try !ApprovalRule.needsSecondPerson(db) {
                let decision = BaselineDecision(isApproved: true, at: moment, by: actor, reason: "one-person rule")
                try decision.insert(into: db, batch: id)
            }
            return .success(BaselineImport(changes: changes, batch: try BaselineBatch.fetch(id, in: db)))
        }
    }
}

extension BaselineGround {
    init(_ db: Database) throws {
        let waiting = try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM baselineEntry AS entry WHERE batch NOT IN (SELECT batch FROM baselineDecision)
                AND NOT EXISTS (
                    SELECT 1 FROM baselineEntry AS later JOIN baselineDecision ON baselineDecision.batch = later.batch
                    WHERE isApproved = 1 AND later.batch > entry.batch AND later.indicator = entry.indicator
                        AND later.scopeKind = entry.scopeKind AND later.scope = entry.scope
                        AND later.firstDay = entry.firstDay AND later.lastDay = entry.lastDay)
                ORDER BY id
                """
        ).map(Baseline.init(row:))
        self.init(
            sites: try SiteRecords(db), standing: try Baseline.all(db), pending: try BaselineBatch.pending(db),
            waiting: waiting)
    }
}
