package import Dossiers
package import Foundation
import GRDB

/// What an import does to the successions.
package struct SuccessionChanges: Sendable, Hashable {
    package var added: [Succession]
    /// What is taken back, and what stands in its place.
    package var corrected: [Correction]
    /// Predecessors to close, and the first day without them.
    package var closings: [SiteID: CalendarDay]
    /// How many were there already.
    package var unchanged: Int

    package struct Correction: Sendable, Hashable {
        package var former: Succession
        package var new: Succession

        package init(former: Succession, new: Succession) {
            self.former = former
            self.new = new
        }
    }

    package init(
        added: [Succession] = [], corrected: [Correction] = [], closings: [SiteID: CalendarDay] = [:],
        unchanged: Int = 0
    ) {
        self.added = added
        self.corrected = corrected
        self.closings = closings
        self.unchanged = unchanged
    }
}

extension Registry {
    /// Changes the successions as `plan` says of what is there, all in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    ///   - plan: gets what is known; the changes, or the reason why nothing may be changed.
    package func changeSuccessions<Refusal: Error>(
        by actor: String, from source: String, at moment: Date,
        plan: (SiteRecords) throws(Refusal) -> SuccessionChanges
    ) throws(RegistryError) -> Result<SuccessionChanges, Refusal> {
        try write { db in
            let records = try SiteRecords(db)
            let changes: SuccessionChanges
            do throws(Refusal) { changes = try plan(records) } catch { return .failure(error) }
            func note(_ action: String, _ site: SiteID, _ detail: String) throws {
                try AuditEntry(
                    at: moment, actor: actor, action: action, subject: site.rawValue, detail: "\(detail); \(source)"
                ).insert(in: db)
            }
            for (id, day) in changes.closings.sorted(by: { $0.key < $1.key }) {
                try records.close(id, on: day, in: db, by: actor, from: source, at: moment)
            }
            for correction in changes.corrected {
                try correction.former.delete(from: db)
                try correction.new.insert(into: db)
                try note(
                    "site.succession.correct", correction.new.predecessor,
                    "\(correction.former.auditText) → \(correction.new.auditText)")
            }
            for succession in changes.added {
                try succession.insert(into: db)
                try note("site.succession.add", succession.predecessor, succession.auditText)
            }
            return .success(changes)
        }
    }

    /// Takes a succession back that never was. The audit trail keeps it, and why.
    ///
    /// - Returns: what was taken back; nothing where there is none of these two.
    package func removeSuccessions(
        from predecessor: SiteID, to successor: SiteID, reason: String, by actor: String, at moment: Date
    ) throws(RegistryError) -> [Succession] {
        try write { db in
            let found = try Succession.all(db).filter { $0.predecessor == predecessor && $0.successor == successor }
            for succession in found {
                try succession.delete(from: db)
                try AuditEntry(
                    at: moment, actor: actor, action: "site.succession.remove", subject: predecessor.rawValue,
                    detail: "\(succession.auditText): \(reason)"
                ).insert(in: db)
            }
            return found
        }
    }
}
