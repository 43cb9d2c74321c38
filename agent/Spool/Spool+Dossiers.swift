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
    /// The last scan stopped between front and back of a sheet, which is to be fed again.
    package var isWithinSheet: Bool
    package var documents: [DocumentDraft]
    /// Sheets fed so far, over all papers; without one that is to be fed again.
    package var sheetsFed: Int
    /// Those of them that were sealed before the dossier was opened for further papers.
    package var sheetsSealed: Int

    /// Pages saved so far, over all papers.
    package var pageCount: Int { documents.reduce(0) { $0 + $1.document.pages.count } }
}

extension Spool {
    /// Opens a dossier for scanning, or goes on with one that is open.
    ///
    /// - Parameters:
    ///   - sheetsExpected: sheets the officer counted: of a further submission, those that come to the sealed ones.
    ///   - extending: opens a sealed dossier again, for a further submission that states the whole.
    ///   - drafts: papers to add behind those the dossier has. Of an open dossier, those it has already are not added
    ///     again, so that an interrupted command can be given again as it was. Pages scanned from now on go to them.
    package func openDossier(
        _ dossier: Dossier, operatorName: String, sheetsExpected: Int?, drafts: [DocumentDraft],
        extending: Bool = false, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(dossier, operatorName: operatorName, sheetsExpected: sheetsExpected, drafts: drafts)
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
                if !isOpen {
                    try database.run(
                        "UPDATE dossier SET sheetsSealed = ? WHERE id = ?", .integer(try sheetsFed(of: id)),
                        .integer(id))
                }
                let further = isOpen ? try recount(drafts, in: id) : drafts
                if !isOpen || !further.isEmpty { try closeDocuments(of: id, counted: !isOpen) }
                try insert(further, into: id)
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

    /// Puts right the number of sheets the officer counted.
    package func setSheetsExpected(_ sheets: Int?, of dossier: DossierCode) throws(SpoolError) {
        try Self.check(sheets: sheets)
        try write {
            guard let (id, isOpen) = try identify(dossier) else { throw SpoolError.dossierNotFound(dossier) }
            guard isOpen else { throw SpoolError.dossierIsSealed(dossier) }
            try database.run("UPDATE dossier SET sheetsExpected = ? WHERE id = ?", .init(sheets), .integer(id))
        }
    }

    /// The dossier `code` with its papers and pages, or nil.
    package func dossier(_ code: DossierCode) throws(SpoolError) -> SpooledDossier? {
        try read { try load(code) }
    }

    /// Every dossier that is open, the oldest first.
    package func openDossiers() throws(SpoolError) -> [SpooledDossier] {
        try read { try load("isOpen = ?", 1) }
    }

    /// The row and state of a dossier.
    func identify(_ code: DossierCode) throws(SQLiteError) -> (id: Int, isOpen: Bool)? {
        try database.row("SELECT id, isOpen FROM dossier WHERE code = ?", .text(code.rawValue)) {
            row throws(SQLiteError) in (row.int(0), row.bool(1))
        }
    }

    /// The dossier `code`, within whatever transaction there is.
    func load(_ code: DossierCode) throws -> SpooledDossier? { try load("code = ?", .text(code.rawValue)).first }

    private func load(_ condition: String, _ value: SQLiteValue) throws -> [SpooledDossier] {
        let rows = try database.rows(
            """
            SELECT id, code, procedure, ownerName, ownerIdentityNumber, componentsComplete, operator, sheetsExpected,
                openedAt, isOpen, interruption, isWithinSheet, sheetsSealed
            FROM dossier WHERE \(condition) ORDER BY id
            """, value
        ) { row throws(SQLiteError) in
            (
                row.int(0), row.text(1), row.text(2), Owner(name: row.text(3), identityNumber: row.optionalText(4)),
                row.bool(5), row.text(6), row.optionalInt(7), row.date(8), row.bool(9), row.optionalText(10),
                row.bool(11),
                row.int(12)
            )
        }
        return try rows.map {
            id, code, procedure, owner, complete, operatorName, expected, openedAt, isOpen, interruption, isWithinSheet,
            sheetsSealed in
            guard let code = DossierCode(rawValue: code) else { throw SpoolError.corrupt("dossier") }
            return SpooledDossier(
                dossier: Dossier(code: code, procedure: procedure, owner: owner, componentsComplete: complete),
                operatorName: operatorName, sheetsExpected: expected, openedAt: openedAt, isOpen: isOpen,
                interruption: interruption, isWithinSheet: isWithinSheet, documents: try documents(of: id),
                sheetsFed: try sheetsFed(of: id), sheetsSealed: sheetsSealed)
        }
    }

    /// Sheets fed into a dossier, without the last one when it is to be fed again.
    private func sheetsFed(of dossier: Int) throws(SQLiteError) -> Int {
        try database.row(
            """
            SELECT (SELECT count(DISTINCT page.document * 1000000 + page.sheet) FROM page
                JOIN document ON document.id = page.document WHERE document.dossier = dossier.id) - isWithinSheet
            FROM dossier WHERE id = ?
            """, .integer(dossier)
        ) { row throws(SQLiteError) in row.int(0) } ?? 0
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

    /// Takes over the sheets that `drafts` now give papers of the dossier; returns the drafts that are no such papers.
    private func recount(_ drafts: [DocumentDraft], in dossier: Int) throws -> [DocumentDraft] {
        var present = try documents(of: dossier).enumerated().map { position, paper in
            var document = paper.document
            document.pages = []
            return (position: position, document: document)
        }
        var further: [DocumentDraft] = []
        for draft in drafts {
            guard let index = present.firstIndex(where: { $0.document == draft.document }) else {
                further.append(draft)
                continue
            }
            let position = present.remove(at: index).position
            guard let sheets = draft.sheets else { continue }
            try database.run(
                "UPDATE document SET sheets = ? WHERE dossier = ? AND position = ?", .integer(sheets),
                .integer(dossier),
                .integer(position))
        }
        return further
    }

    /// Counts papers that have pages as complete, so that pages to come go to others: those that would take all that
    /// follow, and on request those that were to have a number of sheets.
    private func closeDocuments(of dossier: Int, counted: Bool) throws(SQLiteError) {
        try database.run(
            """
            UPDATE document SET sheets = (SELECT max(page.sheet) FROM page WHERE page.document = document.id)
            WHERE dossier = ? AND (sheets IS NULL OR ?)
                AND EXISTS (SELECT 1 FROM page WHERE page.document = document.id)
            """, .integer(dossier), .init(counted))
    }

    private func insert(_ drafts: [DocumentDraft], into dossier: Int) throws {
        guard !drafts.isEmpty else { return }
        // A paper that takes all that follow leaves nothing for those behind it.
        let endless = try database.row(
            "SELECT 1 FROM document WHERE dossier = ? AND sheets IS NULL", .integer(dossier)
        ) { row throws(SQLiteError) in true }
        if endless != nil || drafts.dropLast().contains(where: { $0.sheets == nil }) {
            throw SpoolError.unacceptable(field: "sheets", reason: "must be given for every paper but the last")
        }
        let count = try database.row("SELECT count(*) FROM document WHERE dossier = ?", .integer(dossier)) {
            row throws(SQLiteError) in row.int(0)
        }
        guard (count ?? 0) + drafts.count <= Manifest.maximumDocuments else {
            throw SpoolError.unacceptable(
                field: "documents", reason: "are over \(Manifest.maximumDocuments); split the dossier")
        }
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

    private static func check(
        _ dossier: Dossier, operatorName: String, sheetsExpected: Int?, drafts: [DocumentDraft]
    ) throws(SpoolError) {
        try check(sheets: sheetsExpected)
        try check(operatorName, "operator", TextLimit.name)
        try check(dossier.procedure, "procedure", TextLimit.code)
        try check(dossier.owner.name, "owner", TextLimit.name)
        try check(dossier.owner.identityNumber, "identity number", TextLimit.number)
        for draft in drafts {
            try check(draft.document.type, "document type", TextLimit.code)
            try check(draft.document.authority, "authority", TextLimit.code)
            try check(draft.document.number, "document number", TextLimit.number)
            try check(draft.document.issuer, "issuer", TextLimit.name)
            try check(sheets: draft.sheets)
        }
    }

    static func check(sheets: Int?) throws(SpoolError) {
        if let sheets, !(1...Manifest.maximumPages).contains(sheets) {
            throw .unacceptable(field: "sheets", reason: "must be 1 to \(Manifest.maximumPages)")
        }
    }

    private static func check(_ text: String?, _ field: String, _ limit: Int) throws(SpoolError) {
        if let text, !isField(text, limit: limit) {
            throw .unacceptable(field: field, reason: "must have 1 to \(limit) characters and no control characters")
        }
    }
}
