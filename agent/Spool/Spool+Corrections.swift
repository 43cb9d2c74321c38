import ContentStore
package import Dossiers
import Exchange
package import FoundationEssentials

extension Spool {
    /// Corrects pages of an open dossier, and writes the corrections into its history, in one transaction.
    ///
    /// Pages that an earlier submission stated can be corrected as well: the next one states the whole.
    /// - Throws: `SpoolError` when a page or paper is not there, or is not as the change needs it; then nothing is
    ///   changed.
    package func correct(
        _ code: DossierCode, by operatorName: String, _ change: PageChange, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(operatorName: operatorName)
        if case .split(_, let draft) = change { try Self.check(draft) }
        try write {
            let dossier = try openRow(of: code)
            let lines =
                switch change {
                case .rotate(let pages, let degrees): try rotate(pages, by: degrees, in: dossier, code)
                case .remove(let pages): try takeOut(pages, .deleted, in: dossier, code)
                case .leaveOut(let pages): try takeOut(pages, .blank, in: dossier, code)
                case .restore(let pages): try restore(pages, in: dossier, code)
                case .keepBlank(let pages): try keepBlank(pages, in: dossier, code)
                case .move(let pages, let paper, let next):
                    try move(pages, to: paper, before: next, in: dossier, code)
                case .split(let page, let draft):
                    try split(before: page, into: draft, in: dossier, code, by: operatorName, now: now)
                }
            try recordCorrections(lines, of: code, by: operatorName, now: now)
        }
    }

    private func rotate(
        _ pages: [Int], by degrees: Int, in dossier: Int, _ code: DossierCode
    ) throws -> [CorrectionLine] {
        guard Page.rotations.contains(degrees) else {
            throw SpoolError.unacceptable(field: "degrees", reason: "must be 90, 180 or 270", kind: .badTurn)
        }
        return try each(pages) { id in
            let stored = try livePage(id, in: dossier, code)
            let description = try database.row("SELECT description FROM page WHERE id = ?", .integer(id)) {
                row throws(SQLiteError) in row.text(0)
            }
            var page = try Wire.decode(Page.self, from: Data((description ?? "").utf8))
            let rotation = ((page.rotation ?? 0) + degrees) % 360
            page.rotation = rotation == 0 ? nil : rotation
            try database.run(
                "UPDATE page SET description = ? WHERE id = ?",
                .text(String(decoding: try Wire.encode(page), as: UTF8.self)), .integer(id))
            return CorrectionLine(action: .rotated, page: stored.digest, detail: String(degrees))
        }
    }

    private func takeOut(
        _ pages: [Int], _ removal: PageRemoval, in dossier: Int, _ code: DossierCode
    ) throws -> [CorrectionLine] {
        let sheets = try sheetsByPaper(of: dossier, sealedOnly: true)
        let lines = try each(pages) { id in
            let page = try livePage(id, in: dossier, code)
            try database.run("UPDATE page SET removal = ? WHERE id = ?", .text(removal.rawValue), .integer(id))
            if removal == .deleted {
                // A front that is out needs no back any more; one that is blank still does.
                try database.run(
                    "UPDATE dossier SET halfPage = NULL WHERE id = ? AND halfPage = ?", .integer(dossier), .integer(id))
            }
            return CorrectionLine(action: removal == .blank ? .leftOut : .removed, page: page.digest)
        }
        // A stack that is fed now does not make good what is taken out of a sealed one.
        try keepSheetCounts(from: sheets, of: dossier, sealedOnly: true)
        return lines
    }

    private func restore(_ pages: [Int], in dossier: Int, _ code: DossierCode) throws -> [CorrectionLine] {
        let sheets = try sheetsByPaper(of: dossier, sealedOnly: true)
        let lines = try each(pages) { id in
            let page = try storedPage(id, in: dossier, code)
            guard page.removal != nil else { throw SpoolError.pageIsIn(code) }
            // What the province has need not be here; what nobody has cannot come back.
            guard try self.pages.contains(page.digest) || isReceived(page.digest) else {
                throw SpoolError.store(.missing(page.digest))
            }
            try database.run("UPDATE page SET removal = NULL WHERE id = ?", .integer(id))
            try database.run("UPDATE document SET isRemoved = 0 WHERE id = ?", .integer(page.paper))
            return CorrectionLine(action: .restored, page: page.digest)
        }
        try keepSheetCounts(from: sheets, of: dossier, sealedOnly: true)
        guard try pageCount(of: dossier) <= Manifest.maximumPages else {
            throw SpoolError.unacceptable(
                field: "pages", reason: "would be over \(Manifest.maximumPages)",
                kind: .tooManyPages(limit: Manifest.maximumPages))
        }
        return lines
    }

    private func keepBlank(_ pages: [Int], in dossier: Int, _ code: DossierCode) throws -> [CorrectionLine] {
        try each(pages) { id in
            let page = try livePage(id, in: dossier, code)
            try database.run("UPDATE page SET isKeptBlank = 1 WHERE id = ?", .integer(id))
            return CorrectionLine(action: .keptBlank, page: page.digest)
        }
    }

    /// Does something with each page once, in the order given.
    private func each<Result>(_ pages: [Int], _ body: (Int) throws -> Result) throws -> [Result] {
        guard !pages.isEmpty else {
            throw SpoolError.unacceptable(field: "pages", reason: "are missing: name some", kind: .noPagesNamed)
        }
        var seen: Set<Int> = []
        return try pages.filter { seen.insert($0).inserted }.map(body)
    }

    private func move(
        _ pages: [Int], to paper: Int, before next: Int?, in dossier: Int, _ code: DossierCode
    ) throws -> [CorrectionLine] {
        let target = try storedPaper(paper, in: dossier, code)
        guard !target.isReused else { throw SpoolError.paperIsReused(code) }
        let moved = try each(pages) { try livePage($0, in: dossier, code) }
        if let next {
            guard try livePage(next, in: dossier, code).paper == paper else { throw SpoolError.pageNotFound(code) }
        }
        let ids = moved.map(\.id)
        var order = try pageOrder(of: paper)
        // Before the first page from `next` on that stays where it is.
        let follower = next.flatMap { next in order[order.firstIndex(of: next)!...].first { !ids.contains($0) } }
        let sheets = try sheetsByPaper(of: dossier)
        order.removeAll(where: ids.contains)
        order.insert(contentsOf: ids, at: follower.flatMap(order.firstIndex(of:)) ?? order.endIndex)
        try arrange(order, in: paper)
        try keepSheetCounts(from: sheets, of: dossier)
        return moved.map { CorrectionLine(action: .moved, page: $0.digest, detail: "to \(target.type)") }
    }

    private func split(
        before page: Int, into draft: DocumentDraft, in dossier: Int, _ code: DossierCode, by operatorName: String,
        now: Date
    ) throws -> [CorrectionLine] {
        guard draft.document.reuse == nil else {
            throw SpoolError.unacceptable(
                field: "reuse", reason: "is for papers without pages", kind: .reuseOfOtherPaper)
        }
        let first = try livePage(page, in: dossier, code)
        let staying = try database.row(
            "SELECT count(*) FROM page WHERE document = ? AND position < ? AND removal IS NULL", .integer(first.paper),
            .integer(first.position)
        ) { row throws(SQLiteError) in row.int(0) }
        guard let staying, staying > 0 else {
            throw SpoolError.unacceptable(
                field: "page", reason: "is the first of its paper; no page would stay there", kind: .splitAtFirstPage)
        }
        let former = try storedPaper(first.paper, in: dossier, code)
        let position = try database.row("SELECT position FROM document WHERE id = ?", .integer(first.paper)) {
            row throws(SQLiteError) in row.int(0)
        }
        let order = try pageOrder(of: first.paper)
        let before = try sheetsByPaper(of: dossier)[first.paper] ?? 0
        let paper = try insert(
            draft, into: dossier, at: (position ?? 0) + 1, code, by: operatorName, now: now)
        try arrange(Array(order[order.firstIndex(of: page)!...]), in: paper)
        let after = try sheetsByPaper(of: dossier)
        // Sheets still to come of the paper that was split belong to its second part.
        let waiting = max(0, (former.sheets ?? 0) - before)
        let wanted = draft.sheets ?? former.sheets.map { _ in max(1, after[paper] ?? 0) + waiting }
        try close(first.paper)
        try setSheets(wanted, of: paper)
        if former.isClosed, draft.sheets == nil { try close(paper) }
        return [CorrectionLine(action: .split, page: first.digest, detail: draft.document.type)]
    }
}

/// The order of pages in papers, and the sheets papers have.
extension Spool {
    /// Every page of a paper in order, those that are out among them.
    private func pageOrder(of paper: Int) throws(SQLiteError) -> [Int] {
        try database.rows("SELECT id FROM page WHERE document = ? ORDER BY position", .integer(paper)) {
            row throws(SQLiteError) in row.int(0)
        }
    }

    /// Puts pages into a paper, in this order; they are all it has then.
    private func arrange(_ pages: [Int], in paper: Int) throws(SQLiteError) {
        // Negative first: no two rows have one place, not even between two of these statements.
        for (position, page) in pages.enumerated() {
            try database.run(
                "UPDATE page SET document = ?, position = ? WHERE id = ?", .integer(paper), .integer(-1 - position),
                .integer(page))
        }
        try database.run(
            "UPDATE page SET position = -1 - position WHERE document = ? AND position < 0", .integer(paper))
    }

    /// How many sheets each paper has; on request of those alone that were sealed before.
    private func sheetsByPaper(of dossier: Int, sealedOnly: Bool = false) throws(SQLiteError) -> [Int: Int] {
        let rows = try database.rows(
            """
            SELECT document.id, count(DISTINCT page.sheet) FROM dossier JOIN document ON document.dossier = dossier.id
            JOIN page ON page.document = document.id
            WHERE dossier.id = ? AND (page.removal IS NULL OR page.removal = 'blank')
                AND (NOT ? OR page.sheet <= dossier.sealedThrough) GROUP BY document.id
            """, .integer(dossier), .init(sealedOnly)
        ) { row throws(SQLiteError) in (row.int(0), row.int(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// Lets the numbers of sheets that papers wait for change with the sheets they have, so that pages to come go where
    /// they went before.
    private func keepSheetCounts(
        from before: [Int: Int], of dossier: Int, sealedOnly: Bool = false
    ) throws(SQLiteError) {
        let after = try sheetsByPaper(of: dossier, sealedOnly: sealedOnly)
        for paper in Set(before.keys).union(after.keys).sorted() where before[paper] != after[paper] {
            try database.run(
                "UPDATE document SET sheets = max(1, sheets + ?) WHERE id = ? AND sheets IS NOT NULL",
                .integer((after[paper] ?? 0) - (before[paper] ?? 0)), .integer(paper))
        }
    }

    /// Lets no further sheet of the stack go to a paper.
    private func close(_ paper: Int) throws(SQLiteError) {
        try database.run("UPDATE document SET sheets = NULL, isClosed = 1 WHERE id = ?", .integer(paper))
    }

    private func setSheets(_ sheets: Int?, of paper: Int) throws(SQLiteError) {
        try database.run("UPDATE document SET sheets = ? WHERE id = ?", .init(sheets), .integer(paper))
    }
}
