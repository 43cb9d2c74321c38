import Dossiers
import Exchange
import GRDB

/// Brings effectiveness, facts and counters of a dossier up to date after one of its manifests became complete.
///
/// Everything is derived from the set of complete manifests, so that any order of arrival gives the same figures. The
/// work is that of one dossier and of the results it names, whatever the size of the index.
struct DossierSettlement {
    let site: SiteID
    let code: DossierCode
    /// The manifest whose rows were added and whose state was set to complete in this transaction.
    let completed: Int64

    func run(in db: Database) throws {
        let rows = try ManifestRow.group(site: site, code: code, in: db)
        let nodes = try rows.nodes(in: db)
        let was = Set(rows.lazy.filter(\.isEffective).map(\.id))
        let effective = Effectiveness.effective(among: nodes)
        let changed = was.symmetricDifference(effective)
        for row in rows where changed.contains(row.id) {
            try db.cachedStatement(sql: "UPDATE manifest SET isEffective = ? WHERE id = ?")
                .execute(arguments: [effective.contains(row.id), row.id])
        }
        let statements = try DossierFact.statements(of: code, in: db)
        var (tally, loads) = (Tally(), LoadTally())
        tallyPages(statements, was: was, effective: effective, to: &tally, &loads)
        tallySubmissions(statements, nodes: nodes, to: &tally, &loads)
        tallyFirst(statements, to: &loads)
        try settleDossier(statements, to: &tally, &loads, in: db)
        var keys: Set<OpaqueText> = []
        for id in changed.union([completed]) { keys.formUnion(try ResultFact.keys(of: id, in: db)) }
        for key in keys.sorted() { try settleResult(key, to: &tally, in: db) }
        try tally.apply(to: db)
        try loads.apply(to: db)
    }

    private func settleDossier(
        _ statements: [DossierFact.Statement], to tally: inout Tally, _ loads: inout LoadTally, in db: Database
    ) throws {
        let old = try DossierFact.fetch(code, in: db)
        let new = DossierFact.derive(code: code, from: statements)
        guard old != new else { return }
        for (fact, times) in [(old, -1), (new, 1)] {
            guard let fact else { continue }
            tally.add(fact, times: times)
            loads.add(fact, times: times)
        }
        try DossierFact.store(new, for: code, in: db)
    }

    private func settleResult(_ key: OpaqueText, to tally: inout Tally, in db: Database) throws {
        let old = try ResultFact.fetch(key, in: db)
        let new = ResultFact.derive(from: try ResultFact.statements(of: key, in: db))
        guard old != new else { return }
        if let old { tally.add(old, times: -1) }
        if let new { tally.add(new, times: 1) }
        try ResultFact.store(new, for: key, in: db)
    }

    private func tallyPages(
        _ statements: [DossierFact.Statement], was: Set<Int64>, effective: Set<Int64>, to tally: inout Tally,
        _ loads: inout LoadTally
    ) {
        for statement in statements where was.contains(statement.id) != effective.contains(statement.id) {
            let pages = effective.contains(statement.id) ? statement.pages : -statement.pages
            tally.add(pages, to: .pages, scope: statement.site.rawValue, on: statement.order.day)
            loads.add(Load(pages: pages), by: statement)
        }
    }

    private func tallySubmissions(
        _ statements: [DossierFact.Statement], nodes: [ManifestNode], to tally: inout Tally, _ loads: inout LoadTally
    ) {
        var before = nodes
        for index in before.indices where before[index].id == completed { before[index].isComplete = false }
        let was = Effectiveness.submissions(among: before)
        let counts = Effectiveness.submissions(among: nodes)
        for statement in statements where was.contains(statement.id) != counts.contains(statement.id) {
            let change = counts.contains(statement.id) ? 1 : -1
            tally.add(change, to: .submissions, scope: statement.site.rawValue, on: statement.order.day)
            loads.add(Load(submissions: change), by: statement)
        }
    }

    /// A dossier is that officer's who sealed it first; an earlier sealing that arrives late takes it over.
    private func tallyFirst(_ statements: [DossierFact.Statement], to loads: inout LoadTally) {
        let was = DossierFact.first(of: statements.filter { $0.id != completed })
        let first = DossierFact.first(of: statements)
        guard was != first else { return }
        if let was { loads.add(Load(dossiers: -1), by: was) }
        if let first { loads.add(Load(dossiers: 1), by: first) }
    }
}
