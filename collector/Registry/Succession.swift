package import Dossiers
import GRDB

/// That an office follows another, wholly or in part, from a day on.
package struct Succession: Sendable, Hashable, Codable {
    /// What became of the predecessor.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// It is over, and all of it is in the successor, with others (sáp nhập).
        case merge
        /// It is over, and several follow it (chia).
        case split
        /// It is over, and the one successor is the same office anew (đổi tên).
        case rename
        /// It goes on, and a part of it went to the successor (tách).
        case part

        /// Whether all of the predecessor goes on in the one successor, so that its figures roll up into it.
        package var rollsUp: Bool { self == .merge || self == .rename }
        /// Whether the predecessor is over.
        package var endsPredecessor: Bool { self != .part }
    }

    package var predecessor: SiteID
    package var successor: SiteID
    package var kind: Kind
    /// The first day of the successor in the predecessor's place.
    package var day: CalendarDay
    /// The decree that says so.
    package var decree: String

    package init(predecessor: SiteID, successor: SiteID, kind: Kind, day: CalendarDay, decree: String) {
        self.predecessor = predecessor
        self.successor = successor
        self.kind = kind
        self.day = day
        self.decree = decree
    }
}

extension Succession {
    /// Every succession, by day, predecessor and successor.
    static func all(_ db: Database) throws -> [Succession] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT predecessor, successor, kind, day, decree FROM succession
                ORDER BY day, predecessor, successor
                """
        ).map { row in
            Succession(
                predecessor: try row.value("predecessor"), successor: try row.value("successor"),
                kind: try row.value("kind"), day: CalendarDay(number: row["day"]), decree: row["decree"])
        }
    }

    func insert(into db: Database) throws {
        try db.execute(
            sql: "INSERT INTO succession (predecessor, successor, kind, day, decree) VALUES (?, ?, ?, ?, ?)",
            arguments: [predecessor.rawValue, successor.rawValue, kind.rawValue, day.number, decree])
    }

    func delete(from db: Database) throws {
        try db.execute(
            sql: "DELETE FROM succession WHERE predecessor = ? AND successor = ? AND day = ?",
            arguments: [predecessor.rawValue, successor.rawValue, day.number])
    }

    /// For the audit trail.
    var auditText: String { "\(kind.rawValue) into \(successor) on \(day) by “\(decree)”" }
}
