package import Foundation
import GRDB

extension Registry {
    /// Derives facts and counters afresh from the stored envelopes and compares them with what the index holds.
    ///
    /// - Parameters:
    ///   - repair: whether to make the index say what the envelopes say. Nothing else can be written meanwhile.
    ///   - report: gets every difference as it is found.
    /// - Throws: `damaged` when an envelope cannot be read: figures would then be wrong without anybody seeing it.
    package func recount(
        repair: Bool = false, by actor: String, at now: Date, report: (RecountDifference) -> Void
    ) throws(RegistryError) -> RecountSummary {
        if repair {
            return try write { db in
                let summary = try Self.recount(db, repair: true, at: now, report: report)
                try AuditEntry(
                    at: now, actor: actor, action: "recount.repair", subject: "index",
                    detail: "\(summary.differences) differences"
                ).insert(in: db)
                return summary
            }
        }
        return try read { try Self.recount($0, repair: false, at: now, report: report) }
    }

    private static func recount(
        _ db: Database, repair: Bool, at now: Date, report: (RecountDifference) -> Void
    ) throws -> RecountSummary {
        // A database of its own on a temporary file, so that memory does not grow with the number of results.
        let scratch = try DatabaseQueue(path: "")
        return try scratch.write { scratch in
            try withoutActuallyEscaping(report) { report in
                var recount = try Recount(db: db, scratch: scratch, repair: repair, now: now, report: report)
                return try recount.run()
            }
        }
    }
}
