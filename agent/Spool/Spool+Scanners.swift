package import FoundationEssentials

/// A scanner that this PC has used.
package struct UsedScanner: Sendable, Hashable {
    /// The driver's name for the connection, which changes when a USB scanner is plugged in again.
    package var name: String
    package var vendor: String
    package var model: String

    package init(name: String, vendor: String, model: String) {
        self.name = name
        self.vendor = vendor
        self.model = model
    }
}

extension Spool {
    /// Remembers that a scanner was used.
    package func recordUse(of scanner: UsedScanner, now: Date = Date()) throws(SpoolError) {
        try write {
            try database.run(
                """
                INSERT INTO scanner (name, vendor, model, usedAt) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET vendor = excluded.vendor, model = excluded.model,
                    usedAt = excluded.usedAt
                """, .text(scanner.name), .text(scanner.vendor), .text(scanner.model), .init(now))
        }
    }

    /// Scanners that were used, the latest first.
    package func usedScanners() throws(SpoolError) -> [UsedScanner] {
        try read {
            try database.rows("SELECT name, vendor, model FROM scanner ORDER BY usedAt DESC, name") {
                row throws(SQLiteError) in
                UsedScanner(name: row.text(0), vendor: row.text(1), model: row.text(2))
            }
        }
    }
}
