package import Dossiers
package import Exchange
package import Foundation
import GRDB

extension Registry {
    /// The papers that `lookup` finds: in force, with pages, and stated by manifests that stand.
    ///
    /// Every lookup is in the audit trail before it is answered; of what was asked, only the kinds.
    ///
    /// - Parameters:
    ///   - station: who asks, for its officer.
    ///   - site: the station's office, whose papers come first; with the owner's name alone there are no others.
    package func lookUp(
        _ lookup: Lookup, from station: StationID, of site: SiteID, at now: Date
    ) throws(RegistryError) -> LookupAnswer {
        let answer = try read { db in
            let (sql, arguments) = PaperSearch(lookup, site: site).statement
            let rows = try Row.fetchAll(db, sql: sql, arguments: arguments)
            var names: [SiteID: String] = [:]
            let papers = try rows.prefix(LookupAnswer.maximumPapers).map { row in
                let site: SiteID = try row.value("site")
                if names[site] == nil { names[site] = try SiteState.fetch(site, in: db)?.name }
                return try FoundPaper(row, site: site, siteName: names[site] ?? site.rawValue)
            }
            return LookupAnswer(papers: papers, isCut: rows.count > LookupAnswer.maximumPapers)
        }
        let keys = lookup.keys.map(\.rawValue).joined(separator: ", ")
        try audit(
            AuditEntry(
                at: now, actor: station.rawValue, action: "paper.lookUp", subject: site.rawValue,
                detail: "operator \(lookup.operatorName), by \(keys): \(answer.papers.count) found"
                    + (answer.isCut ? " and more" : "")))
        return answer
    }
}

/// A lookup as a question to the tables. Each of its keys leads over an index.
struct PaperSearch {
    private let site: SiteID
    private var conditions: [String] = []
    private var values: StatementArguments = []

    init(_ lookup: Lookup, site: SiteID) {
        self.site = site
        if let code = lookup.code { add("manifest.dossierCode = ?", [code.rawValue]) }
        if let number = lookup.number { add("document.number = ?", [number]) }
        if let number = lookup.identityNumber { add("dossier.ownerIdentityHash = identityHash(?)", [number]) }
        guard let name = lookup.ownerName else { return }
        let key = searchKey(of: name)
        if lookup.keys == [.ownerName] {
            // Both columns are in one index: of the office's dossiers only the names are read.
            add("instr(dossier.ownerSearchKey, ?) > 0 AND dossier.site = ?", [key, site.rawValue])
        } else {
            // Of others' dossiers the whole name: by its parts a guesser would learn it letter by letter.
            add(
                "(dossier.ownerSearchKey = ? OR dossier.site = ? AND instr(dossier.ownerSearchKey, ?) > 0)",
                [key, site.rawValue, key])
        }
    }

    private mutating func add(_ condition: String, _ values: StatementArguments) {
        conditions.append(condition)
        self.values += values
    }

    /// One row more than an answer has, to see whether it is cut.
    var statement: (sql: String, arguments: StatementArguments) {
        let sql = """
            SELECT manifest.dossierCode, manifest.site, manifest.digest, manifest.sealedAt, document.role,
                document.type, document.number, document.issuedOn, document.issuer,
                (SELECT COUNT(*) FROM page WHERE page.document = document.id) AS pages
            FROM dossier JOIN manifest ON manifest.id = dossier.manifest
                JOIN document ON document.manifest = dossier.manifest
            WHERE \(conditions.joined(separator: " AND ")) AND manifest.isEffective AND document.inForce
                AND EXISTS (SELECT 1 FROM page WHERE page.document = document.id)
            ORDER BY manifest.site = ? DESC, manifest.sealedAt DESC, manifest.id DESC, document.position LIMIT ?
            """
        return (sql, values + [site.rawValue, LookupAnswer.maximumPapers + 1])
    }
}

extension FoundPaper {
    fileprivate init(_ row: Row, site: SiteID, siteName: String) throws {
        let issuedOn: Int? = row["issuedOn"]
        self.init(
            dossier: try row.value("dossierCode"), site: site, siteName: siteName, role: try row.value("role"),
            type: row["type"], number: row["number"], issuedOn: issuedOn.map { CalendarDay(number: $0) },
            issuer: row["issuer"], digitisedOn: CalendarDay(row.date("sealedAt")), manifest: row.digest("digest"),
            pages: row["pages"])
    }
}
