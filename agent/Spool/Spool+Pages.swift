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
        do { try page.checkRules(at: "page") } catch { throw .unacceptable(field: "page", reason: error.detail) }
        if let operatorName { try Self.check(operatorName: operatorName) }
        return try write {
            let dossier = try openRow(of: code)
            // Asked within the transaction: no deletion can come between this look and the record.
            guard pages.contains(page.digest) else { throw SpoolError.store(.missing(page.digest)) }
            let count = try pageCount(of: dossier)
            let isFile = page.flags.contains(.imported)
            let half = startsSheet && !isFile && !placement.isBack ? try dropHalfSheet(of: dossier) : nil
            var slot = try slot(for: placement, half: half, startsSheet: startsSheet, in: dossier, code)
            if isFile { slot.correction = slot.correction ?? CorrectionLine(action: .imported) }
            guard count - (slot.replaced == nil ? 0 : 1) < Manifest.maximumPages else {
                throw SpoolError.unacceptable(
                    field: "page", reason: "\(count + 1) is one too many for a dossier; seal it, and split the papers")
            }
            let id = try insert(page, into: slot, of: dossier)
            if var line = slot.correction {
                line.page = page.digest
                let operatorName = try operatorName ?? self.operatorName(of: dossier)
                try recordCorrections([line], of: code, by: operatorName, now: now)
            }
            // Files and added backs are no part of the sheet that the scanner may have left half.
            if !isFile, !placement.isBack { try setHalfPage(startsSheet && awaitsBack ? id : nil, of: dossier) }
            return AddedPage(id: id, number: try pageCount(of: dossier))
        }
    }

    /// Notes why the last scan of the dossier stopped short; nil when it ended well.
    ///
    /// - Parameter isWithinSheet: it stopped between front and back of a sheet. That sheet is fed again, and its front
    ///   then takes the place of the one saved.
    package func setInterruption(_ code: String?, isWithinSheet: Bool, of dossier: DossierCode) throws(SpoolError) {
        try write {
            try database.run(
                """
                UPDATE dossier SET interruption = ?, halfPage = CASE WHEN ? THEN coalesce(halfPage,
                    (SELECT max(page.id) FROM page JOIN document ON document.id = page.document
                        WHERE document.dossier = dossier.id AND page.removal IS NULL)) END
                WHERE code = ?
                """, .init(code), .init(isWithinSheet), .text(dossier.rawValue))
        }
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

    private func operatorName(of dossier: Int) throws(SQLiteError) -> String {
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
}
