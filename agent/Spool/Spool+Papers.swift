package import Dossiers
import Exchange
package import FoundationEssentials

/// Papers of an open dossier.
extension Spool {
    /// Adds a paper behind those the dossier has. What is scanned without a place of its own goes to it next, unless a
    /// paper before it still waits for sheets.
    ///
    /// - Returns: its identity.
    @discardableResult
    package func addPaper(
        _ draft: DocumentDraft, to code: DossierCode, by operatorName: String, now: Date = Date()
    ) throws(SpoolError) -> Int {
        try Self.check(draft)
        try Self.check(operatorName: operatorName)
        return try write {
            let dossier = try openRow(of: code)
            if draft.document.reuse == nil { try closePapers(of: dossier, counted: false) }
            return try insert(draft, into: dossier, code, by: operatorName, now: now)
        }
    }

    /// Adds a component that is not scanned: the province has it already.
    ///
    /// - Parameter draft: a paper with `reuse`.
    /// - Returns: its identity.
    @discardableResult
    package func reuse(
        _ draft: DocumentDraft, in code: DossierCode, by operatorName: String, now: Date = Date()
    ) throws(SpoolError) -> Int {
        guard draft.document.reuse != nil else {
            throw .unacceptable(
                field: "reuse", reason: "is missing: name the dossier that has the paper", kind: .reuseUnnamed)
        }
        return try addPaper(draft, to: code, by: operatorName, now: now)
    }

    /// Changes what is said of a paper. Its pages stay; so does whether it is reused.
    package func changePaper(
        _ id: Int, of code: DossierCode, to draft: DocumentDraft, by operatorName: String, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(draft)
        try Self.check(operatorName: operatorName)
        try write {
            let dossier = try openRow(of: code)
            guard let former = try load(code)?.papers.first(where: { $0.id == id }) else {
                throw SpoolError.paperNotFound(code)
            }
            guard former.document.reuse == draft.document.reuse else {
                throw SpoolError.unacceptable(
                    field: "reuse", reason: "of a paper cannot be changed; add another paper", kind: .reuseChanged)
            }
            let paper = draft.document
            try database.run(
                """
                UPDATE document SET role = ?, type = ?, number = ?, issuedOn = ?, issuer = ?, authority = ?, level = ?,
                    inForce = ?, sheets = ?9, isClosed = isClosed AND ?9 IS NULL WHERE id = ? AND dossier = ?
                """,
                .text(paper.role.rawValue), .text(paper.type), .init(paper.number),
                .init(paper.issuedOn?.description), .init(paper.issuer), .text(paper.authority),
                .text(paper.level.rawValue), .init(paper.inForce), .init(draft.sheets), .integer(id), .integer(dossier))
            let fields = former.document.fieldsChanged(in: paper)
            guard !fields.isEmpty else { return }
            try recordCorrections([.paperChanged(fields.joined(separator: ", "))], of: code, by: operatorName, now: now)
        }
    }

    /// Gives a paper another place: before a paper, or behind all.
    package func movePaper(
        _ id: Int, of code: DossierCode, before next: Int?, by operatorName: String, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(operatorName: operatorName)
        try write {
            let dossier = try openRow(of: code)
            let paper = try storedPaper(id, in: dossier, code)
            if let next { _ = try storedPaper(next, in: dossier, code) }
            guard next != id else { return }
            var order = try database.rows(
                "SELECT id FROM document WHERE dossier = ? ORDER BY position", .integer(dossier)
            ) { row throws(SQLiteError) in row.int(0) }
            order.removeAll { $0 == id }
            order.insert(id, at: next.flatMap(order.firstIndex(of:)) ?? order.endIndex)
            // Negative first: no two rows have one place, not even between two of these statements.
            for (position, paper) in order.enumerated() {
                try database.run(
                    "UPDATE document SET position = ? WHERE id = ?", .integer(-1 - position), .integer(paper))
            }
            try database.run(
                "UPDATE document SET position = -1 - position WHERE dossier = ? AND position < 0", .integer(dossier))
            try recordCorrections([.paperChanged("place of \(paper.type)")], of: code, by: operatorName, now: now)
        }
    }

    /// Takes a paper out that has no pages in it. Bringing one of its pages back brings it back.
    package func removePaper(
        _ id: Int, of code: DossierCode, by operatorName: String, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(operatorName: operatorName)
        try write {
            let dossier = try openRow(of: code)
            let paper = try storedPaper(id, in: dossier, code)
            let pages = try database.rows("SELECT removal FROM page WHERE document = ?", .integer(id)) {
                row throws(SQLiteError) in row.isNull(0)
            }
            if pages.contains(true) { throw SpoolError.paperHasPages(code) }
            try database.run(
                "UPDATE dossier SET halfPage = NULL WHERE halfPage IN (SELECT id FROM page WHERE document = ?)",
                .integer(id))
            if pages.isEmpty {
                try database.run("DELETE FROM document WHERE id = ?", .integer(id))
            } else {
                try database.run("UPDATE document SET isRemoved = 1 WHERE id = ?", .integer(id))
            }
            try recordCorrections([.paperChanged("without \(paper.type)")], of: code, by: operatorName, now: now)
        }
    }

    /// What placing pages has to know of a paper.
    struct StoredPaper {
        let type: String
        let sheets: Int?
        let isClosed: Bool
        let isReused: Bool
    }

    /// A paper of the dossier.
    ///
    /// - Throws: `SpoolError.paperNotFound`.
    func storedPaper(_ id: Int, in dossier: Int, _ code: DossierCode) throws -> StoredPaper {
        let paper = try database.row(
            """
            SELECT type, sheets, isClosed, reuse IS NOT NULL FROM document
            WHERE id = ? AND dossier = ? AND NOT isRemoved
            """,
            .integer(id), .integer(dossier)
        ) { row throws(SQLiteError) in
            StoredPaper(
                type: row.text(0), sheets: row.optionalInt(1), isClosed: row.bool(2), isReused: row.bool(3))
        }
        guard let paper else { throw SpoolError.paperNotFound(code) }
        return paper
    }

    /// Takes over the sheets that `drafts` now give papers of the dossier; returns the drafts that are no such papers.
    func recount(_ drafts: [DocumentDraft], in dossier: Int) throws -> [DocumentDraft] {
        var present = try load("id = ?", .integer(dossier)).flatMap(\.papers).map { paper in
            var document = paper.document
            document.pages = []
            return (id: paper.id, document: document)
        }
        var further: [DocumentDraft] = []
        for draft in drafts {
            guard let index = present.firstIndex(where: { $0.document == draft.document }) else {
                further.append(draft)
                continue
            }
            let id = present.remove(at: index).id
            guard let sheets = draft.sheets else { continue }
            try database.run(
                "UPDATE document SET sheets = ?, isClosed = 0 WHERE id = ?", .integer(sheets), .integer(id))
        }
        return further
    }

    /// Closes papers that have sheets, so that pages to come go to others, whatever is taken out of these: those that would
    /// take all that follow, and on request those that were to have a number of sheets.
    func closePapers(of dossier: Int, counted: Bool) throws(SQLiteError) {
        try database.run(
            """
            UPDATE document SET sheets = NULL, isClosed = 1
            WHERE dossier = ? AND (sheets IS NULL OR ?) AND EXISTS (SELECT 1 FROM page
                WHERE page.document = document.id AND (removal IS NULL OR removal = 'blank'))
            """, .integer(dossier), .init(counted))
    }

    /// Adds papers that take their sheets of one stack in this order.
    func insertInOrder(
        _ drafts: [DocumentDraft], into dossier: Int, _ code: DossierCode, by operatorName: String, now: Date
    ) throws {
        let scanned = drafts.filter { $0.document.reuse == nil }
        // A paper that takes all that follow leaves nothing for those behind it.
        let endless = try database.row(
            "SELECT 1 FROM document WHERE dossier = ? AND sheets IS NULL AND NOT isClosed AND reuse IS NULL AND NOT isRemoved",
            .integer(dossier)
        ) { row throws(SQLiteError) in true }
        if !scanned.isEmpty, endless != nil || scanned.dropLast().contains(where: { $0.sheets == nil }) {
            throw SpoolError.unacceptable(
                field: "sheets", reason: "must be given for every paper but the last", kind: .sheetsMissing)
        }
        for draft in drafts { try insert(draft, into: dossier, code, by: operatorName, now: now) }
    }

    /// Adds a paper behind the others, or before the one at `position`.
    @discardableResult
    func insert(
        _ draft: DocumentDraft, into dossier: Int, at position: Int? = nil, _ code: DossierCode,
        by operatorName: String, now: Date
    ) throws -> Int {
        let (count, end) =
            try database.row(
                "SELECT sum(NOT isRemoved), max(position) + 1 FROM document WHERE dossier = ?", .integer(dossier)
            ) { row throws(SQLiteError) in (row.int(0), row.int(1)) } ?? (0, 0)
        guard draft.document.reuse?.dossier != code else {
            throw SpoolError.unacceptable(
                field: "reuse", reason: "names a paper of the same dossier; reuse is for papers of others",
                kind: .selfReuse)
        }
        guard count < Manifest.maximumDocuments else {
            throw SpoolError.unacceptable(
                field: "documents", reason: "are over \(Manifest.maximumDocuments); split the dossier",
                kind: .tooManyPapers(limit: Manifest.maximumDocuments))
        }
        if let position {
            try database.run(
                "UPDATE document SET position = -1 - position WHERE dossier = ? AND position >= ?", .integer(dossier),
                .integer(position))
            try database.run(
                "UPDATE document SET position = -position WHERE dossier = ? AND position < 0", .integer(dossier))
        }
        let paper = draft.document
        let reuse = try paper.reuse.map { String(decoding: try Wire.encode($0), as: UTF8.self) }
        try database.run(
            """
            INSERT INTO document (dossier, position, role, type, number, issuedOn, issuer, authority, level,
                inForce, sheets, reuse) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(dossier), .integer(position ?? end), .text(paper.role.rawValue), .text(paper.type),
            .init(paper.number), .init(paper.issuedOn?.description), .init(paper.issuer), .text(paper.authority),
            .text(paper.level.rawValue), .init(paper.inForce), .init(draft.sheets), .init(reuse))
        let id = database.lastInsertedID
        if let reuse = paper.reuse {
            let line = CorrectionLine(action: .reused, detail: "\(paper.type), \(reuse.dossier)")
            try recordCorrections([line], of: code, by: operatorName, now: now)
        }
        return id
    }
}

extension Document {
    /// The fields in which `other` says something else, byte by byte.
    fileprivate func fieldsChanged(in other: Document) -> [String] {
        func differs(_ a: String?, _ b: String?) -> Bool { a.map { Array($0.utf8) } != b.map { Array($0.utf8) } }
        var fields: [String] = []
        if role != other.role { fields.append("role") }
        if differs(type, other.type) { fields.append("type") }
        if differs(number, other.number) { fields.append("number") }
        if issuedOn != other.issuedOn { fields.append("issuedOn") }
        if differs(issuer, other.issuer) { fields.append("issuer") }
        if differs(authority, other.authority) { fields.append("authority") }
        if level != other.level { fields.append("level") }
        if inForce != other.inForce { fields.append("inForce") }
        return fields
    }
}
