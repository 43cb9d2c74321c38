package import Dossiers
import Exchange
package import FoundationEssentials

/// A paper as it is announced before its pages are scanned.
package struct DocumentDraft: Sendable, Hashable {
    /// The paper without pages.
    package var document: Document
    /// Sheets of the stack that belong to it; nil takes all that follow.
    package var sheets: Int?

    package init(document: Document, sheets: Int? = nil) {
        self.document = document
        self.sheets = sheets
    }
}

/// A dossier as it stands in the spool.
package struct SpooledDossier: Sendable, Hashable {
    package var dossier: Dossier
    package var operatorName: String
    package var sheetsExpected: Int?
    package var openedAt: Date
    /// Open for scanning; otherwise everything in it is sealed.
    package var isOpen: Bool
    /// Why the last scan stopped short, if it did.
    package var interruption: String?
    package var documents: [DocumentDraft]
    /// Sheets fed so far, over all papers.
    package var sheetsFed: Int

    /// Pages saved so far, over all papers.
    package var pageCount: Int { documents.reduce(0) { $0 + $1.document.pages.count } }
}

extension Spool {
    /// Opens a dossier for scanning, or goes on with one that is open.
    ///
    /// - Parameters:
    ///   - extending: opens a sealed dossier again, for a further submission that states the whole.
    ///   - drafts: papers to add behind those the dossier has. Of an open dossier, those it has already are not added
    ///     again, so that an interrupted command can be given again as it was.
    package func openDossier(
        _ dossier: Dossier, operatorName: String, sheetsExpected: Int?, drafts: [DocumentDraft],
        extending: Bool = false, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(dossier, operatorName: operatorName, drafts: drafts)
        try write {
            if let (id, isOpen) = try identify(dossier.code) {
                guard isOpen || extending else { throw SpoolError.dossierIsSealed(dossier.code) }
                try database.run(
                    """
                    UPDATE dossier SET procedure = ?, ownerName = ?, ownerIdentityNumber = ?, componentsComplete = ?,
                        operator = ?, sheetsExpected = coalesce(?, CASE WHEN isOpen THEN sheetsExpected END), isOpen = 1
                    WHERE id = ?
                    """,
                    .text(dossier.procedure), .text(dossier.owner.name), .init(dossier.owner.identityNumber),
                    .init(dossier.componentsComplete), .text(operatorName), .init(sheetsExpected), .integer(id))
                try insert(isOpen ? drafts.missing(in: documents(of: id)) : drafts, into: id)
            } else {
                try database.run(
                    """
                    INSERT INTO dossier (code, procedure, ownerName, ownerIdentityNumber, componentsComplete, operator,
                        sheetsExpected, openedAt, isOpen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
                    """,
                    .text(dossier.code.rawValue), .text(dossier.procedure), .text(dossier.owner.name),
                    .init(dossier.owner.identityNumber), .init(dossier.componentsComplete), .text(operatorName),
                    .init(sheetsExpected), .init(now))
                try insert(drafts, into: database.lastInsertedID)
            }
        }
    }

    /// Puts a scanned page behind the pages of the paper it belongs to: the first whose sheets are not all there.
    ///
    /// Flags the page when the same bytes are in the dossier already.
    /// - Parameter startsSheet: false for the back of a sheet whose front was the page before.
    /// - Returns: the running number of the page in the dossier.
    @discardableResult
    package func addPage(_ page: Page, to code: DossierCode, startsSheet: Bool) throws(SpoolError) -> Int {
        try write {
            guard let (dossier, isOpen) = try identify(code) else { throw SpoolError.dossierNotFound(code) }
            guard isOpen else { throw SpoolError.dossierIsSealed(code) }
            let isFedAgain = startsSheet ? try dropHalfSheet(of: dossier) : false
            let papers = try database.rows(
                """
                SELECT document.id, document.sheets, coalesce(max(page.sheet), 0), coalesce(max(page.position), -1)
                FROM document LEFT JOIN page ON page.document = document.id
                WHERE document.dossier = ? GROUP BY document.id ORDER BY document.position
                """, .integer(dossier)
            ) { row throws(SQLiteError) in
                (id: row.int(0), wanted: row.optionalInt(1), sheets: row.int(2), last: row.int(3))
            }
            // The back of a sheet goes where its front went; a new sheet to the first paper that still waits for one,
            // and past the counted sheets to the last paper.
            let filled = papers.last { $0.last >= 0 }
            let next = papers.first { paper in paper.wanted.map { paper.sheets < $0 } ?? true } ?? papers.last
            guard let paper = startsSheet ? next : filled ?? next else {
                throw SpoolError.unacceptable(field: "documents", reason: "are missing: name at least one paper")
            }
            let isRepeated =
                try database.row(
                    """
                    SELECT 1 FROM page JOIN document ON document.id = page.document
                    WHERE document.dossier = ? AND page.digest = ?
                    """, .integer(dossier), .text(page.digest.rawValue)
                ) { row throws(SQLiteError) in true } ?? false
            var page = page
            var flags = Set(page.flags)
            if isRepeated { flags.insert(.repeated) }
            if isFedAgain { flags.insert(.rescanned) }
            page.flags = flags.sorted()
            try database.run(
                "INSERT INTO page (document, position, sheet, digest, description) VALUES (?, ?, ?, ?, ?)",
                .integer(paper.id), .integer(paper.last + 1),
                .integer(max(1, startsSheet ? paper.sheets + 1 : paper.sheets)), .text(page.digest.rawValue),
                .text(String(decoding: try Wire.encode(page), as: UTF8.self)))
            return try database.row(
                "SELECT count(*) FROM page JOIN document ON document.id = page.document WHERE document.dossier = ?",
                .integer(dossier)
            ) { row throws(SQLiteError) in row.int(0) }!
        }
    }

    /// Notes why the last scan of the dossier stopped short; nil when it ended well.
    ///
    /// - Parameter isWithinSheet: it stopped between front and back of a sheet. That sheet is fed again, and its front
    ///   then takes the place of the one saved.
    package func setInterruption(_ code: String?, isWithinSheet: Bool, of dossier: DossierCode) throws(SpoolError) {
        try write {
            try database.run(
                "UPDATE dossier SET interruption = ?, isWithinSheet = ? WHERE code = ?", .init(code),
                .init(isWithinSheet), .text(dossier.rawValue))
        }
    }

    /// Puts right the number of sheets the officer counted.
    package func setSheetsExpected(_ sheets: Int?, of dossier: DossierCode) throws(SpoolError) {
        if let sheets, sheets < 1 { throw .unacceptable(field: "sheets", reason: "must be 1 or more") }
        try write {
            try database.run(
                "UPDATE dossier SET sheetsExpected = ? WHERE code = ?", .init(sheets), .text(dossier.rawValue))
        }
    }

    /// The dossier `code` with its papers and pages, or nil.
    package func dossier(_ code: DossierCode) throws(SpoolError) -> SpooledDossier? {
        try read { try load("code = ?", .text(code.rawValue)).first }
    }

    /// Every dossier that is open, the oldest first.
    package func openDossiers() throws(SpoolError) -> [SpooledDossier] {
        try read { try load("isOpen = ?", 1) }
    }

    /// Takes out the front of a sheet whose back never came, now that the sheet is fed again.
    ///
    /// - Returns: whether there was one.
    private func dropHalfSheet(of dossier: Int) throws(SQLiteError) -> Bool {
        let half = try database.row(
            """
            SELECT page.id FROM page JOIN document ON document.id = page.document
            JOIN dossier ON dossier.id = document.dossier
            WHERE dossier.id = ? AND dossier.isWithinSheet ORDER BY page.id DESC LIMIT 1
            """, .integer(dossier)
        ) { row throws(SQLiteError) in row.int(0) }
        guard let half else { return false }
        try database.run("DELETE FROM page WHERE id = ?", .integer(half))
        try database.run("UPDATE dossier SET isWithinSheet = 0 WHERE id = ?", .integer(dossier))
        return true
    }

    /// The row and state of a dossier.
    func identify(_ code: DossierCode) throws(SQLiteError) -> (id: Int, isOpen: Bool)? {
        try database.row("SELECT id, isOpen FROM dossier WHERE code = ?", .text(code.rawValue)) {
            row throws(SQLiteError) in (row.int(0), row.bool(1))
        }
    }

    private func load(_ condition: String, _ value: SQLiteValue) throws -> [SpooledDossier] {
        let rows = try database.rows(
            """
            SELECT id, code, procedure, ownerName, ownerIdentityNumber, componentsComplete, operator, sheetsExpected,
                openedAt, isOpen, interruption
            FROM dossier WHERE \(condition) ORDER BY id
            """, value
        ) { row throws(SQLiteError) in
            (
                row.int(0), row.text(1), row.text(2), Owner(name: row.text(3), identityNumber: row.optionalText(4)),
                row.bool(5), row.text(6), row.optionalInt(7), row.date(8), row.bool(9), row.optionalText(10)
            )
        }
        return try rows.map {
            id, code, procedure, owner, complete, operatorName, expected, openedAt, isOpen, interruption in
            guard let code = DossierCode(rawValue: code) else { throw SpoolError.corrupt("dossier") }
            let documents = try documents(of: id)
            let sheets = try database.row(
                """
                SELECT count(DISTINCT page.document * 1000000 + page.sheet)
                FROM page JOIN document ON document.id = page.document WHERE document.dossier = ?
                """, .integer(id)
            ) { row throws(SQLiteError) in row.int(0) }
            return SpooledDossier(
                dossier: Dossier(code: code, procedure: procedure, owner: owner, componentsComplete: complete),
                operatorName: operatorName, sheetsExpected: expected, openedAt: openedAt, isOpen: isOpen,
                interruption: interruption, documents: documents, sheetsFed: sheets ?? 0)
        }
    }

    private func documents(of dossier: Int) throws -> [DocumentDraft] {
        let rows = try database.rows(
            """
            SELECT id, role, type, number, issuedOn, issuer, authority, level, inForce, sheets
            FROM document WHERE dossier = ? ORDER BY position
            """, .integer(dossier)
        ) { row throws(SQLiteError) in
            (
                row.int(0), row.text(1), row.text(2), row.optionalText(3), row.optionalText(4), row.optionalText(5),
                row.text(6), row.text(7), row.bool(8), row.optionalInt(9)
            )
        }
        return try rows.map { id, role, type, number, issuedOn, issuer, authority, level, inForce, sheets in
            guard let role = DocumentRole(rawValue: role), let level = Level(rawValue: level) else {
                throw SpoolError.corrupt("document")
            }
            let pages = try database.rows(
                "SELECT description FROM page WHERE document = ? ORDER BY position", .integer(id)
            ) { row throws(SQLiteError) in row.text(0) }
            return DocumentDraft(
                document: Document(
                    role: role, type: type, number: number, issuedOn: issuedOn.flatMap(CalendarDay.init),
                    issuer: issuer,
                    authority: authority, level: level, inForce: inForce,
                    pages: try pages.map { try Wire.decode(Page.self, from: Data($0.utf8)) }), sheets: sheets)
        }
    }

    private func insert(_ drafts: [DocumentDraft], into dossier: Int) throws(SQLiteError) {
        var position =
            try database.row("SELECT coalesce(max(position), -1) FROM document WHERE dossier = ?", .integer(dossier)) {
                row throws(SQLiteError) in row.int(0)
            } ?? -1
        for draft in drafts {
            position += 1
            let paper = draft.document
            try database.run(
                """
                INSERT INTO document (dossier, position, role, type, number, issuedOn, issuer, authority, level,
                    inForce, sheets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .integer(dossier), .integer(position), .text(paper.role.rawValue), .text(paper.type),
                .init(paper.number), .init(paper.issuedOn?.description), .init(paper.issuer), .text(paper.authority),
                .text(paper.level.rawValue), .init(paper.inForce), .init(draft.sheets))
        }
    }

    private static func check(_ dossier: Dossier, operatorName: String, drafts: [DocumentDraft]) throws(SpoolError) {
        try check(operatorName, "operator", TextLimit.name)
        try check(dossier.procedure, "procedure", TextLimit.code)
        try check(dossier.owner.name, "owner", TextLimit.name)
        try check(dossier.owner.identityNumber, "identity number", TextLimit.number)
        for draft in drafts {
            try check(draft.document.type, "document type", TextLimit.code)
            try check(draft.document.authority, "authority", TextLimit.code)
            try check(draft.document.number, "document number", TextLimit.number)
            try check(draft.document.issuer, "issuer", TextLimit.name)
            if let sheets = draft.sheets, sheets < 1 {
                throw .unacceptable(field: "sheets", reason: "must be 1 or more")
            }
        }
    }

    private static func check(_ text: String?, _ field: String, _ limit: Int) throws(SpoolError) {
        if let text, !isField(text, limit: limit) {
            throw .unacceptable(field: field, reason: "must have 1 to \(limit) characters and no control characters")
        }
    }
}

extension [DocumentDraft] {
    /// Those that are not among `present`, each of which stands for one.
    fileprivate func missing(in present: [DocumentDraft]) -> [DocumentDraft] {
        var present = present
        return filter { draft in
            let same = present.firstIndex {
                var other = $0
                other.document.pages = []
                return other == draft
            }
            if let same { present.remove(at: same) }
            return same == nil
        }
    }
}
