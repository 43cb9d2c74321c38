package import Dossiers

/// A kind of paper that this office has had.
package struct PaperHabit: Sendable, Hashable, Codable {
    package var role: DocumentRole
    package var type: String
    package var authority: String
    package var level: Level
    /// How often, among the latest papers.
    package var uses: Int
}

extension Spool {
    /// How many of the latest papers and dossiers count as habit: some weeks of a busy office.
    private static let memory = 5000

    /// Kinds of paper this office has had, most used first: those of the procedure, then those of others.
    package func paperHabits(procedure: String?, limit: Int = 50) throws(SpoolError) -> [PaperHabit] {
        try read {
            try database.rows(
                """
                SELECT role, type, authority, level, count(*) AS uses, max(procedure IS ?) AS isOfProcedure
                FROM (SELECT document.id, role, type, authority, level, procedure FROM document
                    JOIN dossier ON dossier.id = document.dossier
                    WHERE discardedAt IS NULL AND NOT isRemoved ORDER BY document.id DESC LIMIT ?)
                GROUP BY role, type, authority, level, procedure IS ?
                ORDER BY isOfProcedure DESC, uses DESC, max(id) DESC
                """, .init(procedure), .integer(Self.memory), .init(procedure)
            ) { row throws(SQLiteError) in
                PaperHabit(
                    role: try row.value(0), type: row.text(1), authority: row.text(2), level: try row.value(3),
                    uses: row.int(4))
            }
        }.uniqued(limit)
    }

    /// Procedures of the latest dossiers, the latest first.
    package func recentProcedures(limit: Int = 20) throws(SpoolError) -> [String] {
        try read {
            try database.rows(
                """
                SELECT procedure FROM (SELECT id, procedure FROM dossier WHERE discardedAt IS NULL
                    ORDER BY id DESC LIMIT ?) GROUP BY procedure ORDER BY max(id) DESC LIMIT ?
                """, .integer(Self.memory), .integer(limit)
            ) { row throws(SQLiteError) in row.text(0) }
        }
    }
}

extension [PaperHabit] {
    /// The first of each kind: what the procedure has had is not named again among the others.
    fileprivate func uniqued(_ limit: Int) -> [PaperHabit] {
        var seen: Set<PaperHabit> = []
        let first = filter { habit in
            var kind = habit
            kind.uses = 0
            return seen.insert(kind).inserted
        }
        return Array(first.prefix(limit))
    }
}
