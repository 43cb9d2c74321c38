import Dossiers
import Exchange
import FoundationEssentials

/// Dossiers as they are read from the file.
extension Spool {
    /// The dossier `code`, within whatever transaction there is; nil when there is none or it was discarded.
    func load(_ code: DossierCode) throws -> SpooledDossier? { try load("code = ?", .text(code.rawValue)).first }

    /// The dossiers that meet a condition and were not discarded, the oldest first.
    func load(_ condition: String, _ value: SQLiteValue) throws -> [SpooledDossier] {
        let rows = try database.rows(
            """
            SELECT id, code, procedure, ownerName, ownerIdentityNumber, componentsComplete, operator, sheetsExpected,
                openedAt, isOpen, interruption, halfPage, sealedThrough
            FROM dossier WHERE \(condition) AND discardedAt IS NULL ORDER BY id
            """, value
        ) { row throws(SQLiteError) in
            let dossier = Dossier(
                code: try row.value(1), procedure: row.text(2),
                owner: Owner(name: row.text(3), identityNumber: row.optionalText(4)), componentsComplete: row.bool(5))
            let spooled = SpooledDossier(
                dossier: dossier, operatorName: row.text(6), sheetsExpected: row.optionalInt(7), openedAt: row.date(8),
                isOpen: row.bool(9), interruption: row.optionalText(10), halfPage: row.optionalInt(11), papers: [],
                sheetsFed: 0, sheetsSealed: 0)
            return (row.int(0), spooled, row.int(12))
        }
        return try rows.map { id, spooled, sealedThrough in
            var spooled = spooled
            let pages = try pages(of: id)
            spooled.papers = try papers(of: id, pages)
            spooled.flagRepeated()
            // Those of papers that are out, too: a sheet that was left out as blank was fed.
            spooled.countSheets(pages.values.flatMap { $0 }, sealedThrough: sealedThrough)
            return spooled
        }
    }

    private func papers(of dossier: Int, _ pages: [Int: [SpooledPage]]) throws -> [SpooledPaper] {
        let rows = try database.rows(
            """
            SELECT id, role, type, number, issuedOn, issuer, authority, level, inForce, sheets, reuse
            FROM document WHERE dossier = ? AND NOT isRemoved ORDER BY position
            """, .integer(dossier)
        ) { row throws(SQLiteError) in
            let document = Document(
                role: try row.value(1), type: row.text(2), number: row.optionalText(3),
                issuedOn: row.optionalText(4).flatMap(CalendarDay.init), issuer: row.optionalText(5),
                authority: row.text(6), level: try row.value(7), inForce: row.bool(8))
            let paper = SpooledPaper(id: row.int(0), document: document, sheets: row.optionalInt(9), pages: [])
            return (paper, row.optionalText(10))
        }
        return try rows.map { paper, reuse in
            var paper = paper
            paper.pages = pages[paper.id] ?? []
            paper.document.reuse = try reuse.map { try Wire.decode(Reuse.self, from: Data($0.utf8)) }
            return paper
        }
    }

    /// The pages of a dossier by paper, in order.
    private func pages(of dossier: Int) throws -> [Int: [SpooledPage]] {
        let rows = try database.rows(
            """
            SELECT page.document, page.id, page.description, page.sheet, page.removal, page.isKeptBlank
            FROM document JOIN page ON page.document = document.id
            WHERE document.dossier = ? ORDER BY page.document, page.position
            """, .integer(dossier)
        ) { row throws(SQLiteError) in
            let removal: PageRemoval? = row.isNull(4) ? nil : try row.value(4)
            return (row.int(0), row.int(1), row.text(2), row.int(3), removal, row.bool(5))
        }
        var pages: [Int: [SpooledPage]] = [:]
        for (paper, id, description, sheet, removal, isKeptBlank) in rows {
            pages[paper, default: []].append(
                SpooledPage(
                    id: id, page: try Wire.decode(Page.self, from: Data(description.utf8)), sheet: sheet,
                    removal: removal, isKeptBlank: isKeptBlank))
        }
        return pages
    }
}

extension SpooledDossier {
    /// Flags the pages whose bytes stand earlier in the dossier, as its pages stand now.
    fileprivate mutating func flagRepeated() {
        var seen: Set<ContentDigest> = []
        for paper in papers.indices {
            for index in papers[paper].pages.indices where papers[paper].pages[index].removal == nil {
                guard !seen.insert(papers[paper].pages[index].page.digest).inserted else { continue }
                let flags = Set(papers[paper].pages[index].page.flags).union([.repeated])
                papers[paper].pages[index].page.flags = flags.sorted()
            }
            papers[paper].document.pages = papers[paper].pages.filter { $0.removal == nil }.map(\.page)
        }
    }

    /// Counts the sheets that were fed: those with a page that is in, or was left out because it is blank.
    fileprivate mutating func countSheets(_ pages: [SpooledPage], sealedThrough: Int) {
        var sheets = Set(pages.filter { $0.removal == nil || $0.removal == .blank }.map(\.sheet))
        if let half = pages.first(where: { $0.id == halfPage }) { sheets.remove(half.sheet) }
        sheetsFed = sheets.count
        sheetsSealed = sheets.count { $0 <= sealedThrough }
    }
}
