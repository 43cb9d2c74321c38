package import Dossiers
import Foundation
import GRDB

/// An entry of the trail and its number.
package struct AuditRecord: Sendable, Hashable, Identifiable {
    package var id: Int
    package var entry: AuditEntry

    /// Where the next older page of a list begins.
    package var cursor: AuditQuery.Cursor { AuditQuery.Cursor(seconds: entry.at.seconds, id: id) }
}

/// What to look for in the audit trail.
package struct AuditQuery: Sendable, Hashable {
    /// A place in the trail, newest first: by time, then by number.
    package struct Cursor: Sendable, Hashable, CustomStringConvertible {
        let seconds: Int
        let id: Int

        init(seconds: Int, id: Int) {
            self.seconds = seconds
            self.id = id
        }

        /// Nil unless `text` is what `description` gives.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 2, let seconds = parts[0], let id = parts[1], seconds >= 0, id >= 0 else { return nil }
            self.init(seconds: seconds, id: id)
        }

        package var description: String { "\(seconds)-\(id)" }
    }

    /// A username, or the whole text of the actor.
    package var actor: String?
    /// An action, or the noun before its dot: `account` finds `account.add` and `account.disable`.
    package var action: String?
    package var subject: String?
    /// Only entries that concern one of these offices.
    package var sites: Set<SiteID>?
    package var firstDay: CalendarDay?
    package var lastDay: CalendarDay?
    /// Only entries after this place in the list: older ones.
    package var after: Cursor?
    package var limit: Int

    package init(
        actor: String? = nil, action: String? = nil, subject: String? = nil, sites: Set<SiteID>? = nil,
        firstDay: CalendarDay? = nil, lastDay: CalendarDay? = nil, after: Cursor? = nil, limit: Int = 100
    ) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.sites = sites
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.after = after
        self.limit = limit
    }

    var statement: (sql: String, arguments: StatementArguments) {
        // Two texts of one actor are two walks along the index, each broken off at the limit, and put together.
        guard let actor, !actor.contains(":") else { return selection(of: actor) }
        let walks = [actor, "account:" + actor].map(selection)
        let union = walks.map { "SELECT * FROM (\($0.sql))" }.joined(separator: " UNION ALL ")
        return (
            "SELECT * FROM (\(union)) ORDER BY at DESC, id DESC LIMIT ?",
            walks.reduce([]) { $0 + $1.arguments } + [limit]
        )
    }

    private func selection(of actor: String?) -> (sql: String, arguments: StatementArguments) {
        var conditions: [String] = []
        var values: StatementArguments = []
        func add(_ condition: String, _ arguments: StatementArguments) {
            conditions.append(condition)
            values += arguments
        }
        if let actor { add("actor = ?", [actor]) }
        if let action { add(action.contains(".") ? "action = ?" : "\(Self.noun) = ?", [action]) }
        if let subject { add("subject = ?", [subject]) }
        if let sites {
            let list = sites.map { "\"\($0)\"" }.sorted().joined(separator: ",")
            add("site IN (SELECT value FROM json_each(?))", ["[\(list)]"])
        }
        if let firstDay { add("at >= ?", [firstDay.start.seconds]) }
        if let lastDay { add("at < ?", [lastDay.advanced(by: 1).start.seconds]) }
        if let after { add("(at, id) < (?, ?)", [after.seconds, after.id]) }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return ("SELECT * FROM audit \(filter) ORDER BY at DESC, id DESC LIMIT ?", values + [limit])
    }

    /// As the index has it.
    static let noun = "substr(action, 1, instr(action, '.') - 1)"
}
