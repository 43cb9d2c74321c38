package import Dossiers
import Exchange
package import FoundationEssentials

extension Spool {
    /// Opens a dossier for scanning, or goes on with one that is open or was discarded.
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
        try Self.check(dossier)
        try Self.check(sheets: sheetsExpected)
        try Self.check(operatorName: operatorName)
        for draft in drafts { try Self.check(draft) }
        try write {
            let code = dossier.code
            guard let former = try stored(code) else {
                try insert(dossier, operatorName: operatorName, sheetsExpected: sheetsExpected, now: now)
                let id = database.lastInsertedID
                try record(.opened, of: code, by: operatorName, now: now)
                return try insertInOrder(drafts, into: id, code, by: operatorName, now: now)
            }
            guard former.isOpen || extending else { throw SpoolError.dossierIsSealed(code) }
            if former.isDiscarded { try record(.broughtBack, of: code, by: operatorName, now: now) }
            if !former.isOpen {
                try record(.extended, of: code, by: operatorName, now: now)
                try database.run(
                    """
                    UPDATE dossier SET sheetsExpected = NULL, sealedThrough = (SELECT coalesce(max(page.sheet), 0)
                        FROM page JOIN document ON document.id = page.document WHERE document.dossier = dossier.id)
                    WHERE id = ?
                    """, .integer(former.id))
            }
            try recordChanges(from: former.dossier, to: dossier, by: operatorName, now: now)
            try update(former.id, to: dossier)
            if let sheetsExpected {
                try setSheets(sheetsExpected, of: former.id, code, by: operatorName, now: now)
            }
            try database.run(
                "UPDATE dossier SET operator = ?, isOpen = 1, discardedAt = NULL WHERE id = ?", .text(operatorName),
                .integer(former.id))
            let further = former.isOpen ? try recount(drafts, in: former.id) : drafts
            if !former.isOpen || !further.isEmpty { try closePapers(of: former.id, counted: !former.isOpen) }
            try insertInOrder(further, into: former.id, code, by: operatorName, now: now)
        }
    }

    /// Changes what is known of an open dossier, and the number of sheets the officer counted.
    package func changeDossier(
        _ code: DossierCode, to dossier: Dossier, sheetsExpected: Int?, by operatorName: String, now: Date = Date()
    ) throws(SpoolError) {
        guard dossier.code == code else {
            throw .unacceptable(field: "code", reason: "of a dossier cannot be changed", kind: .codeChanged)
        }
        try Self.check(dossier)
        try Self.check(sheets: sheetsExpected)
        try Self.check(operatorName: operatorName)
        try write {
            let id = try openRow(of: code)
            guard let former = try stored(code) else { throw SpoolError.dossierNotFound(code) }
            try recordChanges(from: former.dossier, to: dossier, by: operatorName, now: now)
            try update(id, to: dossier)
            try setSheets(sheetsExpected, of: id, code, by: operatorName, now: now)
        }
    }

    /// Puts right the number of sheets the officer counted.
    ///
    /// - Parameter operatorName: the officer at work; whoever opened the dossier without it.
    package func setSheetsExpected(
        _ sheets: Int?, of dossier: DossierCode, by operatorName: String? = nil, now: Date = Date()
    ) throws(SpoolError) {
        try Self.check(sheets: sheets)
        if let operatorName { try Self.check(operatorName: operatorName) }
        try write {
            try setSheets(sheets, of: try openRow(of: dossier), dossier, by: operatorName, now: now)
        }
    }

    /// Sets the number of sheets counted. That another number was said before stays in the history: a stack that is short
    /// of a sheet could be made right so.
    func setSheets(_ sheets: Int?, of id: Int, _ code: DossierCode, by operatorName: String?, now: Date) throws {
        let former = try database.row("SELECT sheetsExpected FROM dossier WHERE id = ?", .integer(id)) {
            row throws(SQLiteError) in row.optionalInt(0)
        }
        if let former = former ?? nil, former != sheets {
            try record(
                .changed, of: code, by: try operatorName ?? self.operatorName(of: id),
                detail: "sheets \(former) to \(sheets.map(String.init) ?? "none")", now: now)
        }
        try database.run("UPDATE dossier SET sheetsExpected = ? WHERE id = ?", .init(sheets), .integer(id))
    }

    /// The dossier `code` with its papers and pages, or nil.
    package func dossier(_ code: DossierCode) throws(SpoolError) -> SpooledDossier? {
        try read { try load(code) }
    }

    /// Every dossier that is open, the oldest first.
    package func openDossiers() throws(SpoolError) -> [SpooledDossier] {
        try read { try load("isOpen = ?", 1) }
    }

    /// The row of a dossier that is open for changes.
    ///
    /// - Throws: `SpoolError` when there is none, or it is sealed.
    func openRow(of code: DossierCode) throws -> Int {
        guard let found = try stored(code), !found.isDiscarded else { throw SpoolError.dossierNotFound(code) }
        guard found.isOpen else { throw SpoolError.dossierIsSealed(code) }
        return found.id
    }

    /// What is stored of a dossier itself.
    struct StoredDossier {
        let id: Int
        let dossier: Dossier
        let isOpen: Bool
        let isDiscarded: Bool
    }

    /// The dossier's own record, also when it was discarded.
    func stored(_ code: DossierCode) throws(SQLiteError) -> StoredDossier? {
        try database.row(
            """
            SELECT id, procedure, ownerName, ownerIdentityNumber, componentsComplete, isOpen, discardedAt IS NOT NULL
            FROM dossier WHERE code = ?
            """, .text(code.rawValue)
        ) { row throws(SQLiteError) in
            StoredDossier(
                id: row.int(0),
                dossier: Dossier(
                    code: code, procedure: row.text(1),
                    owner: Owner(name: row.text(2), identityNumber: row.optionalText(3)),
                    componentsComplete: row.bool(4)),
                isOpen: row.bool(5), isDiscarded: row.bool(6))
        }
    }

    private func insert(_ dossier: Dossier, operatorName: String, sheetsExpected: Int?, now: Date) throws(SQLiteError) {
        try database.run(
            """
            INSERT INTO dossier (code, procedure, ownerName, ownerIdentityNumber, componentsComplete, operator,
                sheetsExpected, openedAt, isOpen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
            """,
            .text(dossier.code.rawValue), .text(dossier.procedure), .text(dossier.owner.name),
            .init(dossier.owner.identityNumber), .init(dossier.componentsComplete), .text(operatorName),
            .init(sheetsExpected), .init(now))
    }

    private func update(_ id: Int, to dossier: Dossier) throws(SQLiteError) {
        try database.run(
            """
            UPDATE dossier SET procedure = ?, ownerName = ?, ownerKey = NULL, ownerIdentityNumber = ?,
                componentsComplete = ? WHERE id = ?
            """,
            .text(dossier.procedure), .text(dossier.owner.name), .init(dossier.owner.identityNumber),
            .init(dossier.componentsComplete), .integer(id))
    }

    /// Notes which fields change; their contents are personal and stand in the dossier alone.
    private func recordChanges(from former: Dossier, to dossier: Dossier, by operatorName: String, now: Date) throws {
        // Compared byte by byte: two normal forms of a name are two names to whoever signs them.
        func differs(_ a: String?, _ b: String?) -> Bool { a.map { Array($0.utf8) } != b.map { Array($0.utf8) } }
        var fields: [String] = []
        if differs(former.procedure, dossier.procedure) { fields.append("procedure") }
        if differs(former.owner.name, dossier.owner.name) { fields.append("owner") }
        if differs(former.owner.identityNumber, dossier.owner.identityNumber) { fields.append("identityNumber") }
        if former.componentsComplete != dossier.componentsComplete { fields.append("componentsComplete") }
        guard !fields.isEmpty else { return }
        try record(
            .changed, of: dossier.code, by: operatorName, detail: fields.joined(separator: ", "), now: now)
    }
}
