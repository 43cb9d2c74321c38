import Dossiers
import Exchange
import Foundation
import GRDB

/// One pass over all manifests, dossier by dossier, that derives everything derived afresh.
struct Recount {
    let db: Database
    let repair: Bool
    let now: Date
    let report: (RecountDifference) -> Void

    private var results: ResultScratch
    private var loads: LoadScratch
    private var tally = Tally()
    private var summary = RecountSummary()

    /// A manifest with its row.
    struct Entry {
        let row: ManifestRow
        let manifest: Manifest
    }

    init(db: Database, scratch: Database, repair: Bool, now: Date, report: @escaping (RecountDifference) -> Void) throws
    {
        self.db = db
        self.repair = repair
        self.now = now
        self.report = report
        results = try ResultScratch(scratch)
        loads = try LoadScratch(scratch)
    }

    mutating func run() throws -> RecountSummary {
        // Those of one dossier at one site; and what all those of the dossier at any site say.
        var group: [Entry] = []
        var statements: [DossierFact.Statement] = []
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(ManifestRow.columns), envelope FROM manifest
                WHERE state <> 'refused' ORDER BY dossierCode, site, id
                """)
        while let row = try rows.next() {
            let entry = try Self.entry(row)
            if let last = group.last?.row, last.dossierCode != entry.row.dossierCode || last.site != entry.row.site {
                statements += try settle(group)
                group = []
                if last.dossierCode != entry.row.dossierCode {
                    try compareDossier(last.dossierCode, from: statements)
                    statements = []
                }
            }
            group.append(entry)
            summary.manifests += 1
        }
        if let last = group.last?.row {
            statements += try settle(group)
            try compareDossier(last.dossierCode, from: statements)
        }
        try compareStrayDossiers()
        try compareResults()
        try compareCounters()
        for kind in LoadKind.allCases { try compareLoads(kind) }
        for table in KeptTable.all {
            let differences = try table.differences(db)
            differences.forEach { note($0) }
            if repair, !differences.isEmpty { try db.execute(sql: table.renewal) }
        }
        summary.isRepaired = repair
        return summary
    }

    private static func entry(_ row: Row) throws -> Entry {
        let envelope: Data = row["envelope"]
        let stored = try ManifestRow(row: row)
        do {
            let payload = try Wire.decode(Envelope.self, from: envelope).payload
            return Entry(row: stored, manifest: try Wire.decode(Manifest.self, from: payload))
        } catch {
            throw RegistryError.damaged(reason: "manifest \(stored.digest) is unreadable; run verify, then restore it")
        }
    }

    private func differs(_ kind: RecountDifference.Kind, _ subject: String, _ stored: String?, _ derived: String?)
        -> RecountDifference
    {
        RecountDifference(kind: kind, subject: subject, stored: stored, derived: derived)
    }

    private mutating func note(_ difference: RecountDifference) {
        summary.differences += 1
        report(difference)
    }
}

// MARK: - Dossiers

extension Recount {
    /// - Returns: what the complete ones say of the dossier.
    private mutating func settle(_ group: [Entry]) throws -> [DossierFact.Statement] {
        let site = group[0].row.site
        let nodes = Self.nodes(group)
        let effective = Effectiveness.effective(among: nodes)
        let submissions = Effectiveness.submissions(among: nodes)
        var statements: [DossierFact.Statement] = []
        var work = LoadTally()
        for (entry, node) in zip(group, nodes) {
            try compareRows(entry, node, isEffective: effective.contains(node.id))
            guard node.isComplete else { continue }
            let statement = DossierFact.Statement(entry.manifest, node, isEffective: effective.contains(node.id))
            if submissions.contains(node.id) {
                tally.add(1, to: .submissions, scope: site.rawValue, on: node.order.day)
                work.add(Load(submissions: 1), by: statement)
            }
            if statement.isEffective {
                tally.add(statement.pages, to: .pages, scope: site.rawValue, on: node.order.day)
                work.add(Load(pages: statement.pages), by: statement)
            }
            statements.append(statement)
            try results.add(entry.manifest, node, isEffective: statement.isEffective)
        }
        try loads.add(work)
        return statements
    }

    private static func nodes(_ group: [Entry]) -> [ManifestNode] {
        let ids = Dictionary(uniqueKeysWithValues: group.map { ($0.row.digest, $0.row.id) })
        return group.map { entry in
            ManifestNode(
                id: entry.row.id,
                order: SealOrder(sealedAt: entry.manifest.sealedAt.seconds, digest: entry.row.digest),
                content: entry.manifest.contentDigest, isComplete: entry.row.state == .complete,
                supersedes: entry.manifest.supersedes.compactMap { ids[$0] })
        }
    }

    private mutating func compareRows(_ entry: Entry, _ node: ManifestNode, isEffective: Bool) throws {
        let (row, name) = (entry.row, "manifest \(entry.row.digest)")
        if row.isEffective != isEffective {
            note(differs(.effectiveness, name, "\(row.isEffective)", "\(isEffective)"))
            if repair {
                try db.execute(
                    sql: "UPDATE manifest SET isEffective = ? WHERE id = ?", arguments: [isEffective, row.id])
            }
        }
        let superseded = try Int64.fetchAll(
            db, sql: "SELECT superseded FROM supersession WHERE manifest = ? ORDER BY superseded", arguments: [row.id])
        if superseded != node.supersedes.sorted() {
            note(differs(.statement, name, "supersedes \(superseded.count)", "supersedes \(node.supersedes.count)"))
            if repair { try SupersessionRows.rewrite(node, in: db) }
        }
        let expected = try node.isComplete ? StatementDigest(entry.manifest, in: db) : nil
        let stored = try StatementDigest.fetch(row.id, in: db)
        guard expected != stored else { return }
        note(differs(.statement, name, stored.map { "\($0)" }, expected.map { "\($0)" }))
        guard repair else { return }
        try StatementRows.delete(row.id, in: db)
        if node.isComplete { try StatementRows.insert(entry.manifest, as: row.id, in: db, at: now) }
    }

    private mutating func compareDossier(_ code: DossierCode, from statements: [DossierFact.Statement]) throws {
        let derived = DossierFact.derive(code: code, from: statements)
        if let derived {
            tally.add(derived, times: 1)
            var work = LoadTally()
            work.add(derived, times: 1)
            if let first = DossierFact.first(of: statements) { work.add(Load(dossiers: 1), by: first) }
            try loads.add(work)
        }
        try compareDossier(code, with: derived)
    }

    private mutating func compareDossier(_ code: DossierCode, with derived: DossierFact?) throws {
        let stored = try DossierFact.fetch(code, in: db)
        guard stored != derived else { return }
        note(differs(.dossier, "dossier \(code)", stored?.text, derived?.text))
        if repair { try DossierFact.store(derived, for: code, in: db) }
    }

    /// Dossiers that no manifest names.
    private mutating func compareStrayDossiers() throws {
        let strays = try Row.fetchAll(
            db,
            sql: """
                SELECT dossierCode FROM dossierFact WHERE NOT EXISTS (
                    SELECT 1 FROM manifest WHERE manifest.dossierCode = dossierFact.dossierCode
                        AND state <> 'refused')
                """)
        for row in strays { try compareDossier(row.value("dossierCode"), with: nil) }
    }
}

// MARK: - Results and counters

extension Recount {
    private mutating func compareResults() throws {
        var derivedKeys = 0
        try results.forEach { key, fact in
            guard let fact else { return }
            derivedKeys += 1
            tally.add(fact, times: 1)
            try compareResult(key, with: fact)
        }
        guard try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM resultFact") != derivedKeys else { return }
        for key in try String.fetchAll(db, sql: "SELECT key FROM resultFact").map(OpaqueText.init)
        where try results.fact(of: key) == nil {
            try compareResult(key, with: nil)
        }
    }

    private mutating func compareResult(_ key: OpaqueText, with derived: ResultFact?) throws {
        let stored = try ResultFact.fetch(key, in: db)
        guard stored != derived else { return }
        let name = key.text.replacingOccurrences(of: "\u{1F}", with: " / ")
        note(differs(.result, "result \(name)", stored?.text, derived?.text))
        if repair { try ResultFact.store(derived, for: key, in: db) }
    }

    private mutating func compareCounters() throws {
        var stored: [CounterKey: Counts] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM counter") {
            stored[try CounterKey(row: row)] = Counts(row: row)
        }
        let derived = tally.values.filter { !$0.value.isZero }
        let keys = Set(stored.keys).union(derived.keys).filter { stored[$0] != derived[$0] }
        for key in keys.sorted() {
            note(differs(.counter, key.text, stored[key]?.text, derived[key]?.text))
        }
        guard repair, !keys.isEmpty else { return }
        try db.execute(sql: "DELETE FROM counter")
        try tally.apply(to: db)
    }

    private mutating func compareLoads(_ kind: LoadKind) throws {
        var found: [RecountDifference] = []
        try loads.compare(kind, with: db) { key, stored, derived in
            found.append(differs(.load, key.text, stored?.text(of: kind), derived?.text(of: kind)))
        }
        found.forEach { note($0) }
        if repair, !found.isEmpty { try loads.replace(kind, in: db) }
    }
}

extension DossierFact.Statement {
    /// What `manifest` says of its dossier.
    fileprivate init(_ manifest: Manifest, _ node: ManifestNode, isEffective: Bool) {
        let papers = ComponentPaper.all(in: manifest.documents)
        self.init(
            id: node.id, site: manifest.site, order: node.order, isEffective: isEffective,
            hasComponents: manifest.dossier.componentsComplete && !papers.isEmpty, papers: papers,
            procedure: OpaqueText(manifest.dossier.procedure), officer: OpaqueText(manifest.operatorName),
            pages: manifest.pageCount)
    }
}

extension DossierFact {
    fileprivate var text: String {
        "at \(site), received \(day), \(isDigitised ? "digitised" : "not digitised"), \(papers) papers, "
            + "\(reusedPapers) reused, procedure \(procedure), \(pages) pages"
    }
}

extension ResultFact {
    fileprivate var text: String {
        "authority \(authority) (\(level.rawValue)), scanned at \(site), first \(firstDay), resolved \(resolvedDay), "
            + (inForce ? "in force" : "not in force")
    }
}

extension CounterKey {
    fileprivate var text: String {
        let place = level.isEmpty ? scope.text : "\(scope.text) (\(level))"
        return "counters of \(place), \(grain.rawValue) from \(CalendarDay(number: start))"
    }
}

extension Counts {
    fileprivate var text: String {
        let counted = Measure.allCases.filter { self[$0] != 0 }.map { "\(self[$0]) \($0.rawValue)" }
        return isZero ? "noughts" : counted.joined(separator: ", ")
    }
}
