package import Dossiers
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
    /// Where the figures come from; of a withdrawal, why.
    package var source: String
    /// Whether the figures, which stood, are to stand no more.
    package var isWithdrawal = false

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

extension Baseline {
    /// What only one baseline can stand for, however its period is written.
    package struct Place: Sendable, Hashable {
        package var indicator: Indicator
        package var scope: Scope
        package var first: CalendarDay
        package var last: CalendarDay
    }

    package var place: Place { Place(indicator: indicator, scope: scope, first: period.first, last: period.last) }

    /// Whether `other` says the same of the same place, from the same document.
    package func hasFigures(of other: Baseline) -> Bool {
        isWithdrawal == other.isWithdrawal && denominator == other.denominator
            && reportedNumerator == other.reportedNumerator && source == other.source
    }

    /// What stands, by indicator, scope and first day: of each place the last entry of an approved batch. Of an older
    /// batch that is approved later nothing can differ from it, see `Registry.approveBaselines`. Where that entry is a
    /// withdrawal nothing stands.
    ///
    /// - Parameters:
    ///   - first: only of spans that do not end before it.
    ///   - last: only of spans that do not begin after it.
    static func all(
        _ db: Database, from first: CalendarDay = CalendarDay(number: Int(Int32.min)),
        through last: CalendarDay = CalendarDay(number: Int(Int32.max))
    ) throws -> [Baseline] {
        // SQLite takes the other columns from the row that has the maximum.
        try Row.fetchAll(
            db,
            sql: """
                SELECT indicator, scopeKind, scope, period, denominator, reportedNumerator, source,
                    isWithdrawal, max(baselineEntry.id)
                FROM baselineEntry JOIN baselineDecision USING (batch)
                WHERE isApproved = 1 AND lastDay >= ? AND firstDay <= ?
                GROUP BY indicator, scopeKind, scope, firstDay, lastDay
                ORDER BY indicator, scopeKind, scope, firstDay, lastDay
                """, arguments: [first.number, last.number]
        ).map(Baseline.init(row:)).filter { !$0.isWithdrawal }
    }

    init(row: Row) throws {
        guard let indicator = Indicator(rawValue: row["indicator"]), let period = Period(row["period"]),
            let scope = Scope(kind: row["scopeKind"], key: row["scope"])
        else { throw RegistryError.damaged(reason: "a baseline cannot be read") }
        self.init(
            indicator: indicator, scope: scope, period: period, denominator: row["denominator"],
            reportedNumerator: row["reportedNumerator"], source: row["source"])
        isWithdrawal = row["isWithdrawal"]
    }

    func insert(into db: Database, batch: Int64) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO baselineEntry (batch, indicator, scopeKind, scope, period, firstDay, lastDay, denominator,
                    reportedNumerator, source, isWithdrawal)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            batch, indicator.rawValue, scope.kind, scope.key, period.description, period.first.number,
            period.last.number, denominator, reportedNumerator, source, isWithdrawal,
        ])
    }
}

extension Baseline.Scope {
    /// As the table keeps it; an authority that is no office has its level before its code.
    var kind: String {
        if case .level = self { "level" } else { "site" }
    }

    var key: String {
        if case .level(let level) = self { level.rawValue } else { description }
    }

    init?(kind: String, key: String) {
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
