import Dossiers
import GRDB

/// What the loads are kept by. Raw values stand in the `loadScope` table.
///
/// They are kept by day alone: a period's sum reads the days of each scope in it, one after another, so that the cost
/// does not grow with the years that are kept, and a day with work is a row.
enum LoadKind: String, CaseIterable {
    /// An officer at an office, by the day sealed.
    case officer
    /// The dossiers of a procedure at an office, by the day on which they count.
    case procedure

    /// The table of its sums.
    var table: String {
        switch self {
        case .officer: "officerLoad"
        case .procedure: "procedureLoad"
        }
    }

    /// The sums that its table has.
    var columns: [(name: String, value: WritableKeyPath<Load, Int>)] {
        switch self {
        case .officer: [("submissions", \.submissions), ("dossiers", \.dossiers), ("pages", \.pages)]
        case .procedure: [("dossiers", \.dossiers), ("digitised", \.digitised), ("pages", \.pages)]
        }
    }
}

/// Whose work is counted, at one office.
struct LoadScope: Hashable, Comparable {
    let kind: LoadKind
    /// The officer's account name, or the procedure's code.
    let name: OpaqueText
    let site: SiteID

    init(_ kind: LoadKind, _ name: String, at site: SiteID) {
        self.kind = kind
        self.name = OpaqueText(name)
        self.site = site
    }

    static func < (a: LoadScope, b: LoadScope) -> Bool {
        (a.kind.rawValue, a.name, a.site.rawValue) < (b.kind.rawValue, b.name, b.site.rawValue)
    }

    /// The number under which it stands, or nil when it never did anything.
    func known(in db: Database) throws -> Int64? {
        let find = try db.cachedStatement(sql: "SELECT id FROM loadScope WHERE kind = ? AND name = ? AND site = ?")
        return try Int64.fetchOne(find, arguments: [kind.rawValue, name.text, site.rawValue])
    }

    /// The number under which it stands, given to it now where it has none.
    func id(in db: Database) throws -> Int64 {
        if let id = try known(in: db) { return id }
        try db.cachedStatement(sql: "INSERT INTO loadScope (kind, name, site) VALUES (?, ?, ?)")
            .execute(arguments: [kind.rawValue, name.text, site.rawValue])
        return db.lastInsertedRowID
    }
}
