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
        var tally = Tally()
        try tallyPages(rows, was: was, effective: effective, to: &tally, in: db)
        tallySubmissions(rows, nodes: nodes, to: &tally)

        for row in rows where changed.contains(row.id) {
            try db.cachedStatement(sql: "UPDATE manifest SET isEffective = ? WHERE id = ?")
                .execute(arguments: [effective.contains(row.id), row.id])
        }
        try settleDossier(to: &tally, in: db)
        var keys: Set<OpaqueText> = []
        for id in changed.union([completed]) { keys.formUnion(try ResultFact.keys(of: id, in: db)) }
        for key in keys.sorted() { try settleResult(key, to: &tally, in: db) }
        try tally.apply(to: db)
    }

    private func settleDossier(to tally: inout Tally, in db: Database) throws {
        let old = try DossierFact.fetch(code, in: db)
        let new = DossierFact.derive(code: code, from: try DossierFact.statements(of: code, in: db))
        guard old != new else { return }
        if let old { tally.add(old, times: -1) }
        if let new { tally.add(new, times: 1) }
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
        _ rows: [ManifestRow], was: Set<Int64>, effective: Set<Int64>, to tally: inout Tally, in db: Database
    ) throws {
        let count = try db.cachedStatement(
            sql: "SELECT COUNT(*) FROM page JOIN document ON document.id = page.document WHERE document.manifest = ?")
        for row in rows where was.contains(row.id) != effective.contains(row.id) {
            let pages = try Int.fetchOne(count, arguments: [row.id]) ?? 0
            tally.add(
                effective.contains(row.id) ? pages : -pages, to: .pages, scope: site.rawValue, on: row.order.day)
        }
    }

    private func tallySubmissions(_ rows: [ManifestRow], nodes: [ManifestNode], to tally: inout Tally) {
        var before = nodes
        for index in before.indices where before[index].id == completed { before[index].isComplete = false }
        let was = Effectiveness.submissions(among: before)
        let counts = Effectiveness.submissions(among: nodes)
        for row in rows where was.contains(row.id) != counts.contains(row.id) {
            tally.add(counts.contains(row.id) ? 1 : -1, to: .submissions, scope: site.rawValue, on: row.order.day)
        }
    }
}
