package import Dossiers
import Exchange
import FoundationEssentials

/// A correction on its way into the history.
struct CorrectionLine {
    var action: CorrectionAction
    var page: ContentDigest?
    var detail: String?

    /// What is said of a paper was changed.
    static func paperChanged(_ detail: String) -> CorrectionLine {
        CorrectionLine(action: .paperChanged, detail: detail)
    }
}

extension Spool {
    /// Everything that was done with the dossier `code`, the oldest first; also after it was discarded.
    package func history(of code: DossierCode) throws(SpoolError) -> [HistoryEntry] {
        try read {
            try database.rows(
                "SELECT at, operator, action, page, detail FROM history WHERE code = ? ORDER BY id",
                .text(code.rawValue)
            ) { row throws(SQLiteError) in
                HistoryEntry(
                    at: row.date(0), by: row.text(1), action: try row.value(2),
                    page: row.isNull(3) ? nil : try row.value(3), detail: row.optionalText(4))
            }
        }
    }

    /// Adds to the history, within the transaction of what was done.
    func record(
        _ action: HistoryAction, of code: DossierCode, by operatorName: String, page: ContentDigest? = nil,
        detail: String? = nil, now: Date
    ) throws {
        // The clock as it is put right, for the manifest's time of sealing is.
        let at = now.addingTimeInterval(Double(try clockCorrectionSeconds()))
        try database.run(
            "INSERT INTO history (code, at, operator, action, page, detail) VALUES (?, ?, ?, ?, ?, ?)",
            .text(code.rawValue), .integer(Int(at.timeIntervalSince1970.rounded(.down))), .text(operatorName),
            .text(action.rawValue), .init(page?.rawValue), .init(detail))
    }

    /// Adds corrections to the history, within the transaction of the corrections.
    ///
    /// - Throws: `SpoolError` when there would be more than a manifest may state.
    func recordCorrections(
        _ lines: [CorrectionLine], of code: DossierCode, by operatorName: String, now: Date
    ) throws {
        guard !lines.isEmpty else { return }
        let waiting =
            try database.row(
                "SELECT count(*) FROM history WHERE code = ? AND submission IS NULL", .text(code.rawValue)
            ) { row throws(SQLiteError) in row.int(0) } ?? 0
        guard waiting + lines.count <= Manifest.maximumCorrections else {
            throw SpoolError.unacceptable(
                field: "corrections",
                reason: "are over \(Manifest.maximumCorrections); seal the dossier, and go on in a further submission",
                kind: .tooManyCorrections(limit: Manifest.maximumCorrections))
        }
        for line in lines {
            try record(
                .corrected(line.action), of: code, by: operatorName, page: line.page, detail: line.detail, now: now)
        }
    }

    /// The corrections that no submission has stated but refused ones, the oldest first.
    func unstatedCorrections(of code: DossierCode) throws(SQLiteError) -> [Correction] {
        try database.rows(
            "SELECT at, operator, action, page, detail FROM history WHERE \(Self.isUnstated) ORDER BY id",
            .text(code.rawValue)
        ) { row throws(SQLiteError) -> Correction? in
            guard case .corrected(let action) = try row.value(2) as HistoryAction else { return nil }
            return Correction(
                at: row.date(0), by: row.text(1), action: action, page: row.isNull(3) ? nil : try row.value(3),
                detail: row.optionalText(4))
        }.compactMap { $0 }
    }

    /// Notes that a submission states what was done so far.
    func markStated(_ code: DossierCode, in submission: Int) throws(SQLiteError) {
        try database.run(
            "UPDATE history SET submission = ?2 WHERE \(Self.isUnstated)", .text(code.rawValue), .integer(submission))
    }

    private static let isUnstated = """
        code = ?1 AND (submission IS NULL
            OR submission IN (SELECT submission.id FROM submission WHERE submission.state = 'refused'))
        """
}
