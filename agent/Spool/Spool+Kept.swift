package import FoundationEssentials

/// Something the province told, as it was kept.
package struct KeptBytes: Sendable, Hashable {
    package var bytes: Data
    /// The province's own mark of that state (an entity tag), if it gave one.
    package var tag: String?
    package var keptAt: Date
}

extension Spool {
    /// The most bytes kept under one name: 8 MiB.
    package static let maximumKeptBytes = 8 << 20

    /// Keeps what the province told, in the place of what it told before, to have it while there is no connection.
    package func keep(_ bytes: Data, named name: String, tag: String? = nil, now: Date = Date()) throws(SpoolError) {
        guard bytes.count <= Self.maximumKeptBytes else {
            throw .unacceptable(field: name, reason: "is over \(Self.maximumKeptBytes >> 20) MiB")
        }
        try write {
            try database.run(
                """
                INSERT INTO kept (name, tag, keptAt, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE
                SET tag = excluded.tag, keptAt = excluded.keptAt, bytes = excluded.bytes
                """, .text(name), .init(tag), .init(now), .blob(bytes))
        }
    }

    /// Forgets what is kept under names that begin with `prefix`, but for what was kept within `moments`, not at their ends.
    package func forget(keptAs prefix: String, outside moments: ClosedRange<Date>) throws(SpoolError) {
        try write {
            try database.run(
                "DELETE FROM kept WHERE substr(name, 1, length(?1)) = ?1 AND NOT (keptAt > ?2 AND keptAt < ?3)",
                .text(prefix), .init(moments.lowerBound), .init(moments.upperBound))
        }
    }

    /// What was kept last, or nil.
    package func kept(named name: String) throws(SpoolError) -> KeptBytes? {
        try read {
            try database.row("SELECT bytes, tag, keptAt FROM kept WHERE name = ?", .text(name)) {
                row throws(SQLiteError) in
                KeptBytes(bytes: row.blob(0), tag: row.optionalText(1), keptAt: row.date(2))
            }
        }
    }
}
