import ContentStore
package import Dossiers
import Exchange
import FoundationEssentials

extension Spool {
    /// Puts a scanned page behind the pages of the paper it belongs to: the first whose sheets are not all there.
    ///
    /// Flags the page when the same bytes are in the dossier already.
    /// - Parameters:
    ///   - startsSheet: false for the back of a sheet whose front was the page before.
    ///   - awaitsBack: true for a front whose back is to follow. Until it does, the sheet counts as one to be fed again,
    ///     whatever ends the program.
    /// - Returns: the running number of the page in the dossier.
    @discardableResult
    package func addPage(
        _ page: Page, to code: DossierCode, startsSheet: Bool, awaitsBack: Bool = false
    ) throws(SpoolError) -> Int {
        do { try page.checkRules(at: "page") } catch { throw .unacceptable(field: "page", reason: error.detail) }
        return try write {
            guard let (dossier, isOpen) = try identify(code) else { throw SpoolError.dossierNotFound(code) }
            guard isOpen else { throw SpoolError.dossierIsSealed(code) }
            // Asked within the transaction: no deletion can come between this look and the record.
            guard pages.contains(page.digest) else { throw SpoolError.store(.missing(page.digest)) }
            let isFedAgain = startsSheet ? try dropHalfSheet(of: dossier) : false
            let count = try pageCount(of: dossier)
            guard count < Manifest.maximumPages else {
                throw SpoolError.unacceptable(
                    field: "page", reason: "\(count + 1) is one too many for a dossier; seal it, and split the papers")
            }
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
            var page = page
            var flags = Set(page.flags)
            if try has(page.digest, in: dossier) { flags.insert(.repeated) }
            if isFedAgain { flags.insert(.rescanned) }
            page.flags = flags.sorted()
            try database.run(
                "INSERT INTO page (document, position, sheet, digest, description) VALUES (?, ?, ?, ?, ?)",
                .integer(paper.id), .integer(paper.last + 1),
                .integer(max(1, startsSheet ? paper.sheets + 1 : paper.sheets)), .text(page.digest.rawValue),
                .text(String(decoding: try Wire.encode(page), as: UTF8.self)))
            try database.run(
                "UPDATE dossier SET isWithinSheet = ? WHERE id = ?", .init(startsSheet && awaitsBack), .integer(dossier)
            )
            return count + 1
        }
    }

    private func has(_ digest: ContentDigest, in dossier: Int) throws(SQLiteError) -> Bool {
        try database.row(
            """
            SELECT 1 FROM page JOIN document ON document.id = page.document
            WHERE document.dossier = ? AND page.digest = ?
            """, .integer(dossier), .text(digest.rawValue)
        ) { row throws(SQLiteError) in true } ?? false
    }

    private func pageCount(of dossier: Int) throws(SQLiteError) -> Int {
        try database.row(
            "SELECT count(*) FROM page JOIN document ON document.id = page.document WHERE document.dossier = ?",
            .integer(dossier)
        ) { row throws(SQLiteError) in row.int(0) } ?? 0
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
        return true
    }
}
