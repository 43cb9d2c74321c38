import Dossiers
import GRDB

/// Loads derived afresh, in a temporary database: there are as many rows as days of work.
struct LoadScratch {
    private let db: Database

    init(_ db: Database) throws {
        self.db = db
        try db.execute(
            sql: """
                CREATE TABLE load (
                    kind TEXT NOT NULL, name TEXT NOT NULL, site TEXT NOT NULL, day INTEGER NOT NULL,
                    submissions INTEGER NOT NULL, dossiers INTEGER NOT NULL, digitised INTEGER NOT NULL,
                    pages INTEGER NOT NULL, PRIMARY KEY (kind, name, site, day)
                ) STRICT, WITHOUT ROWID
                """)
    }

    func add(_ tally: LoadTally) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, name, site, day) DO UPDATE SET
                submissions = submissions + excluded.submissions, dossiers = dossiers + excluded.dossiers,
                digitised = digitised + excluded.digitised, pages = pages + excluded.pages
                """)
        for (key, load) in tally.values where load != Load() {
            try statement.execute(arguments: [
                key.scope.kind.rawValue, key.scope.name.text, key.scope.site.rawValue, key.day.number,
                load.submissions, load.dossiers, load.digitised, load.pages,
            ])
        }
    }

    /// Compares with what the index holds, row by row.
    func compare(
        _ kind: LoadKind, with index: Database, report: (LoadKey, _ stored: Load?, _ derived: Load?) -> Void
    ) throws {
        var stored = try Rows(
            index,
            """
            SELECT name, site, day, \(kind.columns.map(\.name).joined(separator: ", "))
            FROM \(kind.table) JOIN loadScope ON loadScope.id = scope AND kind = '\(kind.rawValue)'
            ORDER BY name, site, day
            """, kind)
        var derived = try rows(kind)
        while let key = [stored.next?.key, derived.next?.key].compactMap(\.self).min() {
            let before = try stored.take(key)
            let after = try derived.take(key)
            if before != after { report(key, before, after) }
        }
    }

    /// Makes the index hold what was derived.
    func replace(_ kind: LoadKind, in index: Database) throws {
        try index.execute(sql: "DELETE FROM \(kind.table)")
        var derived = try rows(kind)
        while let (key, load) = derived.next {
            var tally = LoadTally()
            tally.add(load, to: key.scope, on: key.day)
            try tally.apply(to: index)
            _ = try derived.take(key)
        }
    }

    private func rows(_ kind: LoadKind) throws -> Rows {
        try Rows(
            db,
            """
            SELECT name, site, day, \(kind.columns.map(\.name).joined(separator: ", "))
            FROM load WHERE kind = '\(kind.rawValue)' ORDER BY name, site, day
            """, kind)
    }

    /// Rows in their order, of which the next is known before it is taken.
    private struct Rows {
        private(set) var next: (key: LoadKey, load: Load)?
        private let cursor: RowCursor
        private let kind: LoadKind

        init(_ db: Database, _ sql: String, _ kind: LoadKind) throws {
            cursor = try Row.fetchCursor(db, sql: sql)
            self.kind = kind
            try advance()
        }

        /// The load of `key` when that is the next.
        mutating func take(_ key: LoadKey) throws -> Load? {
            guard let next, next.key == key else { return nil }
            try advance()
            return next.load
        }

        private mutating func advance() throws {
            next = try cursor.next().map { row in
                var load = Load()
                for column in kind.columns { load[keyPath: column.value] = row[column.name] }
                let scope = LoadScope(kind, row["name"], at: try row.value("site"))
                return (LoadKey(scope: scope, day: CalendarDay(number: row["day"])), load)
            }
        }
    }
}
