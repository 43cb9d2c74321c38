import ContentStore
package import Dossiers
import Exchange
package import FoundationEssentials

extension Spool {
    /// Puts a page into the dossier. Unless told otherwise it goes behind the pages of the paper it belongs to: the
    /// first whose sheets are not all there.
    ///
    /// - Parameters:
    ///   - placement: where it goes; the back of a sheet whose front was the page before stands right behind it when
    ///     both are given the same place.
    ///   - operatorName: the officer at work; whoever opened the dossier without it.
    ///   - startsSheet: false for the back of a sheet whose front was the page before.
    ///   - awaitsBack: true for a front whose back is to follow. Until it does, the sheet counts as one to be fed again,
    ///     whatever ends the program.
    @discardableResult
    package func addPage(
        _ page: Page, to code: DossierCode, at placement: PagePlacement = .next, by operatorName: String? = nil,
        startsSheet: Bool, awaitsBack: Bool = false, now: Date = Date()
    ) throws(SpoolError) -> AddedPage {
        try check(page, operatorName)
        return try write {
            try add(
                page, to: code, at: placement, by: operatorName, startsSheet: startsSheet, awaitsBack: awaitsBack,
                now: now)
        }
    }

    /// Puts the pages of a file into the dossier, each a sheet of its own: all of them or none.
    ///
    /// - Parameter mark: what the file is known by, for `wasImported`; nil of one that cannot come again by itself.
    package func addPages(
        _ pages: [Page], to code: DossierCode, at placements: PagePlacements, by operatorName: String? = nil,
        mark: String? = nil, now: Date = Date()
    ) throws(SpoolError) -> [AddedPage] {
        for page in pages { try check(page, operatorName) }
        return try write {
            if let mark {
                try database.run(
                    "DELETE FROM importedFile WHERE at < ?", .init(now.addingTimeInterval(-Self.markLifetime)))
                try database.run(
                    "INSERT OR REPLACE INTO importedFile (mark, at) VALUES (?, ?)", .text(mark), .init(now))
            }
            var placements = placements
            return try pages.map { page in
                let added = try add(
                    page, to: code, at: placements.next, by: operatorName, startsSheet: true, awaitsBack: false,
                    now: now)
                placements.added(added)
                return added
            }
        }
    }

    /// Seconds for which a file is known again: a year.
    private static let markLifetime: Double = 366 * 86_400

    /// Whether the pages of a file with this mark came into a dossier.
    package func wasImported(_ mark: String) throws(SpoolError) -> Bool {
        try read {
            try database.row("SELECT 1 FROM importedFile WHERE mark = ?", .text(mark)) { row throws(SQLiteError) in
                true
            } ?? false
        }
    }

    private func check(_ page: Page, _ operatorName: String?) throws(SpoolError) {
        do { try page.checkRules(at: "page") } catch {
            throw .unacceptable(field: "page", reason: error.detail, kind: .badPage)
        }
        if let operatorName { try Self.check(operatorName: operatorName) }
    }

    private func add(
        _ page: Page, to code: DossierCode, at placement: PagePlacement, by operatorName: String?, startsSheet: Bool,
        awaitsBack: Bool, now: Date
    ) throws -> AddedPage {
        let dossier = try openRow(of: code)
        // Asked within the transaction: no deletion can come between this look and the record.
        guard pages.contains(page.digest) else { throw SpoolError.store(.missing(page.digest)) }
        let count = try pageCount(of: dossier)
        let isFile = page.flags.contains(.imported)
        let waiting = try halfPage(of: dossier)
        // Only the stack goes on with the sheet that it left half; a page for another place leaves that waiting.
        let isOfStack = !isFile && placement.isOfStack(halfPage: waiting)
        let half = startsSheet && isOfStack ? try dropHalfSheet(of: dossier) : nil
        var slot = try slot(for: placement, half: half, startsSheet: startsSheet, in: dossier, code)
        if isFile { slot.correction = slot.correction ?? CorrectionLine(action: .imported) }
        guard count - (slot.replaced == nil ? 0 : 1) < Manifest.maximumPages else {
            throw SpoolError.tooManyPages(code, limit: Manifest.maximumPages)
        }
        let id = try insert(page, into: slot, of: dossier)
        if var line = slot.correction {
            line.page = page.digest
            let operatorName = try operatorName ?? self.operatorName(of: dossier)
            try recordCorrections([line], of: code, by: operatorName, now: now)
        }
        // Files and added backs are no part of the sheet that the scanner may have left half.
        if !isFile, !placement.isBack {
            if startsSheet {
                if isOfStack || waiting == nil { try setHalfPage(awaitsBack ? id : nil, of: dossier) }
            } else if try waiting.map({ try isLast($0, before: id, in: dossier) }) ?? false {
                try setHalfPage(nil, of: dossier)
            }
        }
        return AddedPage(id: id, number: try pageCount(of: dossier))
    }

    /// The digest of a page that is, or was, in the dossier; nil when there is no such page.
    package func pageDigest(_ id: Int, in code: DossierCode) throws(SpoolError) -> ContentDigest? {
        try read {
            try database.row(
                """
                SELECT page.digest FROM page JOIN document ON document.id = page.document
                JOIN dossier ON dossier.id = document.dossier WHERE page.id = ? AND dossier.code = ?
                """, .integer(id), .text(code.rawValue)
            ) { row throws(SQLiteError) in try row.value(0) as ContentDigest }
        }
    }

    /// Notes that a scan of the dossier begins: until it has ended, whatever ends the program leaves it interrupted.
    package func beginScan(of dossier: DossierCode) throws(SpoolError) {
        try write {
            try database.run(
                "UPDATE dossier SET interruption = ? WHERE code = ?", .text(Self.cutOff), .text(dossier.rawValue))
        }
    }

    /// The interruption of a scan whose end nobody saw, as after a power cut.
    package static let cutOff = "cut_off"

    /// Notes why the last scan of the dossier stopped short; nil when it ended well.
    ///
    /// - Parameter isWithinSheet: it stopped between front and back of a sheet. That sheet is fed again, and its front
    ///   then takes the place of the one saved. Nil of a scan that was not of the stack: what waits goes on waiting.
    package func setInterruption(_ code: String?, isWithinSheet: Bool?, of dossier: DossierCode) throws(SpoolError) {
        try write {
            try database.run(
                """
                UPDATE dossier SET interruption = ?1, halfPage = CASE WHEN ?2 IS NULL THEN halfPage
                    WHEN ?2 THEN coalesce(halfPage, (SELECT max(page.id) FROM page
                        JOIN document ON document.id = page.document
                        WHERE document.dossier = dossier.id AND page.removal IS NULL)) END
                WHERE code = ?3
                """, .init(code), .init(isWithinSheet.map { $0 ? 1 : 0 }), .text(dossier.rawValue))
        }
    }

    private func halfPage(of dossier: Int) throws(SQLiteError) -> Int? {
        try database.row("SELECT halfPage FROM dossier WHERE id = ?", .integer(dossier)) { row throws(SQLiteError) in
            row.optionalInt(0)
        } ?? nil
    }

    /// Whether a page is the one that came in right before another.
    private func isLast(_ page: Int, before next: Int, in dossier: Int) throws(SQLiteError) -> Bool {
        try database.row(
            """
            SELECT max(page.id) FROM page JOIN document ON document.id = page.document
            WHERE document.dossier = ? AND page.id < ?
            """, .integer(dossier), .integer(next)
        ) { row throws(SQLiteError) in row.optionalInt(0) == page } ?? false
    }

    func setHalfPage(_ page: Int?, of dossier: Int) throws(SQLiteError) {
        try database.run("UPDATE dossier SET halfPage = ? WHERE id = ?", .init(page), .integer(dossier))
    }

    /// Pages that are in the dossier.
    func pageCount(of dossier: Int) throws(SQLiteError) -> Int {
        try database.row(
            """
            SELECT count(*) FROM document JOIN page ON page.document = document.id
            WHERE document.dossier = ? AND page.removal IS NULL
            """, .integer(dossier)
        ) { row throws(SQLiteError) in row.int(0) } ?? 0
    }

    func operatorName(of dossier: Int) throws(SQLiteError) -> String {
        try database.row("SELECT operator FROM dossier WHERE id = ?", .integer(dossier)) { row throws(SQLiteError) in
            row.text(0)
        } ?? ""
    }

    private func insert(_ page: Page, into slot: PageSlot, of dossier: Int) throws -> Int {
        if let replaced = slot.replaced {
            try database.run("UPDATE page SET removal = 'rescanned' WHERE id = ?", .integer(replaced))
        }
        // Negative first: no two rows have one place, not even between these statements.
        try database.run(
            "UPDATE page SET position = -1 - position WHERE document = ? AND position >= ?", .integer(slot.paper),
            .integer(slot.position))
        try database.run(
            "UPDATE page SET position = -position WHERE document = ? AND position < 0", .integer(slot.paper))
        var page = page
        var flags = Set(page.flags).subtracting([.repeated])
        if slot.isRescan { flags.insert(.rescanned) }
        page.flags = flags.sorted()
        try database.run(
            "INSERT INTO page (document, position, sheet, digest, description) VALUES (?, ?, ?, ?, ?)",
            .integer(slot.paper), .integer(slot.position), .integer(slot.sheet), .text(page.digest.rawValue),
            .text(String(decoding: try Wire.encode(page), as: UTF8.self)))
        return database.lastInsertedID
    }

    /// Takes out the front of a sheet whose back never came, now that the sheet is fed again.
    ///
    /// - Returns: that front, if there was one.
    private func dropHalfSheet(of dossier: Int) throws -> StoredPage? {
        guard let half = try storedPage("page.id = (SELECT halfPage FROM dossier WHERE id = ?)", .integer(dossier))
        else { return nil }
        try database.run("UPDATE page SET removal = 'rescanned' WHERE id = ?", .integer(half.id))
        return half
    }
}

extension PagePlacement {
    /// Whether it makes the page another side of a sheet that is there.
    fileprivate var isBack: Bool { if case .backOf = self { true } else { false } }

    /// Whether it goes on with the stack, whose last sheet may be waiting to be fed again.
    fileprivate func isOfStack(halfPage: Int?) -> Bool {
        switch self {
        case .next, .endOf: true
        case .replacing(let page): page == halfPage
        case .before, .after, .backOf: false
        }
    }
}
