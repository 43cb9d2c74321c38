package import Dossiers
import Exchange
import FoundationEssentials

/// The place that a page to be added takes.
struct PageSlot {
    /// The paper, and the place among its pages; those from there on make room.
    var paper: Int
    var position: Int
    /// The sheet it is a side of.
    var sheet: Int
    /// The page that goes out for it.
    var replaced: Int?
    /// It takes the place of an earlier scan.
    var isRescan = false
    /// What the history says of it; the page is still to be named.
    var correction: CorrectionLine?
}

/// A page as its row has it.
struct StoredPage {
    let id: Int
    let paper: Int
    let position: Int
    let sheet: Int
    let digest: ContentDigest
    let removal: PageRemoval?
}

extension Spool {
    /// Makes sure that pages can go to these places as things stand.
    ///
    /// - Throws: `SpoolError` when the dossier is not open, or a paper or page is not there.
    package func check(_ placements: PagePlacements, in code: DossierCode) throws(SpoolError) {
        try read {
            let dossier = try openRow(of: code)
            for placement in placements.named {
                switch placement {
                case .next: _ = try slotInNextPaper(of: dossier)
                case .endOf(let paper):
                    if try storedPaper(paper, in: dossier, code).isReused { throw SpoolError.paperIsReused(code) }
                case .backOf(let page): _ = try fedPage(page, in: dossier, code)
                case .replacing(let page), .before(let page), .after(let page):
                    _ = try livePage(page, in: dossier, code)
                }
            }
        }
    }

    /// Where a page goes.
    ///
    /// - Parameter half: the front of a sheet that is fed again with this page, already out. The page takes its place,
    ///   unless it has another one of its own.
    func slot(
        for placement: PagePlacement, half: StoredPage?, startsSheet: Bool, in dossier: Int, _ code: DossierCode
    ) throws -> PageSlot {
        let front = startsSheet ? nil : try lastAddedPage(of: dossier)
        var slot: PageSlot
        switch placement {
        case .next:
            if let half { return PageSlot(takingPlaceOf: half) }
            if let front { return PageSlot(paper: front.paper, position: front.position + 1, sheet: front.sheet) }
            return try slotInNextPaper(of: dossier)
        case .endOf(let paper):
            guard try !storedPaper(paper, in: dossier, code).isReused else { throw SpoolError.paperIsReused(code) }
            if let half, half.paper == paper { return PageSlot(takingPlaceOf: half) }
            if let front, front.paper == paper {
                return PageSlot(paper: paper, position: front.position + 1, sheet: front.sheet)
            }
            return PageSlot(
                paper: paper, position: try endOfPaper(paper), sheet: try front?.sheet ?? nextSheet(of: dossier))
        case .replacing(let id):
            if let half, half.id == id { return PageSlot(takingPlaceOf: half) }
            return PageSlot(takingPlaceOf: try livePage(id, in: dossier, code))
        case .before(let id):
            let page = try anchor(id, half: half, in: dossier, code)
            slot = PageSlot(paper: page.paper, position: page.position, sheet: 0)
            slot.correction = CorrectionLine(action: .inserted, detail: "before \(page.digest)")
        case .after(let id):
            let page = try anchor(id, half: half, in: dossier, code)
            slot = PageSlot(paper: page.paper, position: page.position + 1, sheet: 0)
            slot.correction = CorrectionLine(action: .inserted, detail: "after \(page.digest)")
        case .backOf(let id):
            let page = try fedPage(id, in: dossier, code)
            if try isHalfPage(id, of: dossier) { try setHalfPage(nil, of: dossier) }
            slot = PageSlot(paper: page.paper, position: page.position + 1, sheet: page.sheet)
            slot.correction = CorrectionLine(action: .backsAdded, detail: "back of \(page.digest)")
            return slot
        }
        slot.sheet = try front?.sheet ?? nextSheet(of: dossier)
        return slot
    }

    /// The end of the first paper that still waits for a sheet; past the counted sheets, of the last paper.
    private func slotInNextPaper(of dossier: Int) throws -> PageSlot {
        let papers = try database.rows(
            """
            SELECT document.id, document.sheets, document.isClosed,
                count(DISTINCT CASE WHEN page.removal IS NULL OR page.removal = 'blank' THEN page.sheet END)
            FROM document LEFT JOIN page ON page.document = document.id
            WHERE document.dossier = ? AND NOT document.isRemoved AND document.reuse IS NULL
            GROUP BY document.id ORDER BY document.position
            """, .integer(dossier)
        ) { row throws(SQLiteError) in
            (id: row.int(0), wanted: row.optionalInt(1), isClosed: row.bool(2), sheets: row.int(3))
        }
        let next = papers.first { paper in !paper.isClosed && paper.wanted.map { paper.sheets < $0 } ?? true }
        guard let paper = next ?? papers.last else {
            throw SpoolError.unacceptable(
                field: "documents", reason: "are missing: name at least one paper", kind: .noPapers)
        }
        return PageSlot(paper: paper.id, position: try endOfPaper(paper.id), sheet: try nextSheet(of: dossier))
    }

    private func endOfPaper(_ paper: Int) throws(SQLiteError) -> Int {
        try database.row("SELECT max(position) + 1 FROM page WHERE document = ?", .integer(paper)) {
            row throws(SQLiteError) in row.int(0)
        } ?? 0
    }

    /// The page that came last, where its paper is still there.
    private func lastAddedPage(of dossier: Int) throws -> StoredPage? {
        try storedPage(
            """
            NOT document.isRemoved AND page.id = (SELECT max(page.id) FROM page
                JOIN document ON document.id = page.document WHERE document.dossier = ?)
            """, .integer(dossier))
    }

    /// A number no sheet of the dossier has had.
    private func nextSheet(of dossier: Int) throws(SQLiteError) -> Int {
        let last = try database.row(
            "SELECT max(page.sheet) FROM document JOIN page ON page.document = document.id WHERE document.dossier = ?",
            .integer(dossier)
        ) { row throws(SQLiteError) in row.int(0) }
        return (last ?? 0) + 1
    }

    private func isHalfPage(_ page: Int, of dossier: Int) throws(SQLiteError) -> Bool {
        try database.row("SELECT halfPage IS ? FROM dossier WHERE id = ?", .integer(page), .integer(dossier)) {
            row throws(SQLiteError) in row.bool(0)
        } ?? false
    }

    /// A page that another stands beside: one that is in, or the front that went out just now.
    private func anchor(_ id: Int, half: StoredPage?, in dossier: Int, _ code: DossierCode) throws -> StoredPage {
        if let half, half.id == id { return half }
        return try livePage(id, in: dossier, code)
    }

    /// A page that is in the dossier.
    ///
    /// - Throws: `SpoolError.pageNotFound` or `.pageIsOut`.
    func livePage(_ id: Int, in dossier: Int, _ code: DossierCode) throws -> StoredPage {
        let page = try storedPage(id, in: dossier, code)
        guard page.removal == nil else { throw SpoolError.pageIsOut(code) }
        return page
    }

    /// A page whose sheet lies in the stack: one that is in, or was left out because it is blank.
    ///
    /// - Throws: `SpoolError.pageNotFound` or `.pageIsOut`.
    private func fedPage(_ id: Int, in dossier: Int, _ code: DossierCode) throws -> StoredPage {
        let page = try storedPage(id, in: dossier, code)
        guard page.removal == nil || page.removal == .blank else { throw SpoolError.pageIsOut(code) }
        return page
    }

    /// A page of the dossier, in or out.
    ///
    /// - Throws: `SpoolError.pageNotFound`.
    func storedPage(_ id: Int, in dossier: Int, _ code: DossierCode) throws -> StoredPage {
        guard let page = try storedPage("page.id = ? AND document.dossier = ?", .integer(id), .integer(dossier)) else {
            throw SpoolError.pageNotFound(code)
        }
        return page
    }

    func storedPage(_ condition: String, _ values: SQLiteValue...) throws -> StoredPage? {
        try database.rows(
            """
            SELECT page.id, page.document, page.position, page.sheet, page.digest, page.removal
            FROM page JOIN document ON document.id = page.document WHERE \(condition)
            """, values
        ) { row throws(SQLiteError) in
            StoredPage(
                id: row.int(0), paper: row.int(1), position: row.int(2), sheet: row.int(3), digest: try row.value(4),
                removal: row.isNull(5) ? nil : try row.value(5))
        }.first
    }
}

extension PageSlot {
    /// The place of a page that goes out for the one to come.
    fileprivate init(takingPlaceOf page: StoredPage) {
        self.init(
            paper: page.paper, position: page.position + 1, sheet: page.sheet, replaced: page.id, isRescan: true,
            correction: CorrectionLine(action: .rescanned, detail: "replaces \(page.digest)"))
    }
}
