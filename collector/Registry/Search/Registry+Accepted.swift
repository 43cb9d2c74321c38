import Dossiers
import Foundation
import GRDB

extension Registry {
    /// Accepted dossiers, the one whose last acceptance is furthest back first.
    ///
    /// A dossier stands once: where its last submission was accepted. Receipts are numbered in the order of their
    /// commits, so that whoever reads on from where a list ended misses nothing.
    package func acceptedDossiers(_ query: AcceptedQuery) throws(RegistryError) -> AcceptedPage {
        try read { db in
            var page = AcceptedPage(dossiers: [], reached: query.after, hasMore: false)
            let (sql, arguments) = try query.statement(in: db)
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            var seen = 0
            while let row = try rows.next() {
                guard page.dossiers.count < query.limit, seen < AcceptedPage.mostSeen else {
                    page.hasMore = true
                    break
                }
                seen += 1
                let dossier = try AcceptedDossier.fetch(row, in: db)
                if query.isPast(dossier) { break }
                page.reached = dossier.receipt
                if query.takes(dossier) { page.dossiers.append(dossier) }
            }
            return page
        }
    }
}

extension AcceptedQuery {
    /// Of so many offices the lists are put together one by one; of more, the whole province's is read.
    private static let fewSites = 100

    /// Seconds by which the collector's clock may have been set back between two receipts.
    private static let slack = 86_400

    fileprivate func takes(_ dossier: AcceptedDossier) -> Bool {
        (sites?.contains(dossier.site) ?? true)
            && (procedure.map { dossier.procedure?.utf8.elementsEqual($0.utf8) ?? false } ?? true)
            && accepted.contains(CalendarDay(dossier.acceptedAt))
            && (received == DayRange() || dossier.receivedOn.map(received.contains) ?? false)
    }

    /// Whether nothing that is wanted can come after it.
    fileprivate func isPast(_ dossier: AcceptedDossier) -> Bool {
        accepted.last.map { dossier.acceptedAt.seconds > $0.advanced(by: 1).start.seconds + Self.slack } ?? false
    }

    fileprivate func statement(in db: Database) throws -> (sql: String, arguments: StatementArguments) {
        var start = after
        if let first = accepted.first { start = max(start, try Self.last(before: first.start.seconds, in: db)) }
        guard let sites, sites.count <= Self.fewSites else {
            return (
                "SELECT site, dossierCode, number FROM acceptance WHERE number > ? ORDER BY number", [start]
            )
        }
        // Each is in the order of its index; put together in order they need no sorting.
        let lists = sites.sorted().map { _ in
            "SELECT site, dossierCode, number FROM acceptance WHERE site = ? AND number > ?"
        }
        let nothing = "SELECT site, dossierCode, number FROM acceptance WHERE false"
        return (
            (lists.isEmpty ? nothing : lists.joined(separator: " UNION ALL ")) + " ORDER BY number",
            sites.sorted().reduce([]) { $0 + [$1.rawValue, start] }
        )
    }

    /// A receipt before which nothing is as late as `moment`: found by halving, for receipts are numbered in the order
    /// of time, but for the slack.
    private static func last(before moment: Int, in db: Database) throws -> Int {
        let time = try db.cachedStatement(
            sql: "SELECT issuedAt FROM receipt WHERE number >= ? ORDER BY number LIMIT 1")
        var (low, high) = (0, try Int.fetchOne(db, sql: "SELECT max(number) FROM receipt") ?? 0)
        while low < high {
            let middle = (low + high + 1) / 2
            let issued = try Int.fetchOne(time, arguments: [middle]) ?? Int.max
            if issued < moment - slack { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

extension AcceptedDossier {
    /// The dossier at the place in the list that `row` is.
    fileprivate static func fetch(_ row: Row, in db: Database) throws -> AcceptedDossier {
        let (code, site): (DossierCode, SiteID) = (try row.value("dossierCode"), try row.value("site"))
        let number: Int = row["number"]
        let statement = try db.cachedStatement(
            sql: """
                SELECT receipt.issuedAt, manifest.digest, dossierFact.day, ifnull(dossierFact.isDigitised, 0) AS digitised,
                    (SELECT dossier.procedure FROM manifest AS m JOIN dossier ON dossier.manifest = m.id
                        WHERE m.dossierCode = ?1 AND m.site = ?2 AND m.isEffective
                        ORDER BY m.sealedAt DESC, m.digest DESC LIMIT 1) AS procedure,
                    (SELECT count(*) FROM manifest AS m
                        WHERE m.dossierCode = ?1 AND m.site = ?2 AND m.state = 'complete') AS submissions
                FROM receipt JOIN manifest ON manifest.id = receipt.manifest
                    LEFT JOIN dossierFact ON dossierFact.dossierCode = ?1
                WHERE receipt.number = ?3
                """)
        guard let stated = try Row.fetchOne(statement, arguments: [code.rawValue, site.rawValue, number]) else {
            throw RegistryError.damaged(reason: "a receipt that a dossier was accepted with is missing")
        }
        let day: Int? = stated["day"]
        return AcceptedDossier(
            code: code, site: site, procedure: stated["procedure"], receivedOn: day.map { CalendarDay(number: $0) },
            acceptedAt: stated.date("issuedAt"), receipt: number, submission: stated.digest("digest"),
            submissions: stated["submissions"], isDigitised: stated["digitised"])
    }
}
