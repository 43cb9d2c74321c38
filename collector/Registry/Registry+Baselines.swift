package import Dossiers
package import Foundation
import GRDB

/// A denominator for a span of days as imported, and the numerator reported with it where the system did not count.
package struct Baseline: Sendable, Hashable {
    /// What the figure is of.
    package enum Scope: Sendable, Hashable {
        case site(SiteID)
        /// An authority that is no office of the province, and its level (R3 only).
        case authority(String, Level)
        /// A whole level.
        case level(Level)
    }

    package var indicator: Indicator
    package var scope: Scope
    package var period: Period
    package var denominator: Int
    /// The numerator reported from elsewhere; it stands for the whole of the span.
    package var reportedNumerator: Int?
    /// Where the figures come from.
    package var source: String

    package init(
        indicator: Indicator, scope: Scope, period: Period, denominator: Int, reportedNumerator: Int? = nil,
        source: String
    ) {
        self.indicator = indicator
        self.scope = scope
        self.period = period
        self.denominator = denominator
        self.reportedNumerator = reportedNumerator
        self.source = source
    }
}

extension Baseline.Scope: CustomStringConvertible {
    /// As in files: `st-941`, `province:000.00.03.H51`, `level:commune`.
    package var description: String {
        switch self {
        case .site(let id): id.rawValue
        case .authority(let code, let level): "\(level.rawValue):\(code)"
        case .level(let level): "level:\(level.rawValue)"
        }
    }
}

/// What an import does to the baselines.
package struct BaselineChanges: Sendable, Hashable {
    package var added: [Baseline]
    /// What is taken back, and what stands in its place.
    package var replaced: [Replacement]
    /// How many were there already.
    package var unchanged: Int

    package struct Replacement: Sendable, Hashable {
        package var former: Baseline
        package var new: Baseline

        package init(former: Baseline, new: Baseline) {
            self.former = former
            self.new = new
        }
    }

    package init(added: [Baseline] = [], replaced: [Replacement] = [], unchanged: Int = 0) {
        self.added = added
        self.replaced = replaced
        self.unchanged = unchanged
    }
}

extension Registry {
    /// Every baseline, by indicator, scope and first day.
    package func baselines() throws(RegistryError) -> [Baseline] {
        try read { try Baseline.all($0) }
    }

    /// Changes the baselines as `plan` says of what is there, all in one transaction, and notes it in the audit trail.
    ///
    /// - Parameters:
    ///   - actor: who does it.
    ///   - source: what it is done from, for the audit trail.
    ///   - plan: gets what is known of offices and baselines; the changes, or the reason why nothing may be changed.
    package func changeBaselines<Refusal: Error>(
        by actor: String, from source: String, at moment: Date,
        plan: (SiteRecords, [Baseline]) throws(Refusal) -> BaselineChanges
    ) throws(RegistryError) -> Result<BaselineChanges, Refusal> {
        try write { db in
            let changes: BaselineChanges
            let (sites, baselines) = (try SiteRecords(db), try Baseline.all(db))
            do throws(Refusal) { changes = try plan(sites, baselines) } catch { return .failure(error) }
            for replacement in changes.replaced {
                try replacement.former.delete(from: db)
                try replacement.new.insert(into: db, by: actor, at: moment)
                try AuditEntry(
                    at: moment, actor: actor, action: "baseline.replace", subject: replacement.new.auditSubject,
                    detail: "\(replacement.former.auditText) → \(replacement.new.auditText); \(source)"
                ).insert(in: db)
            }
            for baseline in changes.added { try baseline.insert(into: db, by: actor, at: moment) }
            if !changes.added.isEmpty {
                try AuditEntry(
                    at: moment, actor: actor, action: "baseline.import", subject: source,
                    detail: "\(changes.added.count) added"
                ).insert(in: db)
            }
            return .success(changes)
        }
    }
}

extension Baseline {
    static func all(_ db: Database) throws -> [Baseline] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT indicator, scopeKind, scope, period, denominator, reportedNumerator, source FROM baseline
                ORDER BY indicator, scopeKind, scope, firstDay, lastDay
                """)
        return try rows.map { row in
            guard let indicator = Indicator(rawValue: row["indicator"]), let period = Period(row["period"]),
                let scope = Scope(kind: row["scopeKind"], key: row["scope"])
            else { throw RegistryError.damaged(reason: "a baseline cannot be read") }
            return Baseline(
                indicator: indicator, scope: scope, period: period, denominator: row["denominator"],
                reportedNumerator: row["reportedNumerator"], source: row["source"])
        }
    }

    fileprivate func insert(into db: Database, by actor: String, at moment: Date) throws {
        try db.execute(
            sql: """
                INSERT INTO baseline (indicator, scopeKind, scope, period, firstDay, lastDay, denominator,
                    reportedNumerator, source, importedAt, importedBy)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                indicator.rawValue, scope.kind, scope.key, period.description, period.first.number,
                period.last.number, denominator, reportedNumerator, source, Int(moment.timeIntervalSince1970), actor,
            ])
    }

    fileprivate func delete(from db: Database) throws {
        try db.execute(
            sql: "DELETE FROM baseline WHERE indicator = ? AND scopeKind = ? AND scope = ? AND period = ?",
            arguments: [indicator.rawValue, scope.kind, scope.key, period.description])
    }

    fileprivate var auditSubject: String { "\(indicator.rawValue) \(scope) \(period)" }

    fileprivate var auditText: String {
        let reported = reportedNumerator.map { ", reported \($0)" } ?? ""
        return "\(denominator)\(reported) (\(period), \(source))"
    }
}

extension Baseline.Scope {
    /// As the table keeps it; an authority that is no office has its level before its code.
    fileprivate var kind: String {
        if case .level = self { "level" } else { "site" }
    }

    fileprivate var key: String {
        if case .level(let level) = self { level.rawValue } else { description }
    }

    fileprivate init?(kind: String, key: String) {
        if kind == "level" {
            guard let level = Level(rawValue: key) else { return nil }
            self = .level(level)
        } else if let colon = key.firstIndex(of: ":") {
            guard let level = Level(rawValue: String(key[..<colon])) else { return nil }
            self = .authority(String(key[key.index(after: colon)...]), level)
        } else {
            guard let id = SiteID(rawValue: key) else { return nil }
            self = .site(id)
        }
    }
}
