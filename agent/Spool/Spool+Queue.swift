package import Dossiers
package import Exchange
package import FoundationEssentials

/// A submission on its way to the collector.
package struct Submission: Sendable, Hashable {
    /// Where a submission stands.
    package enum State: String, Sendable, Codable {
        /// Sealed on this PC (đã lưu trên máy).
        case sealed
        /// Known to the collector, its pages on their way (đang tải lên).
        case announced
        /// Receipted as accepted or duplicate (tỉnh đã nhận).
        case received
        /// Receipted as refused (bị từ chối).
        case refused
        /// Sealed again under a new enrolment, or because one of its pages went bad.
        case replaced
    }

    package var station: StationID
    package var sequence: Int
    package var digest: ContentDigest
    package var code: DossierCode
    /// The owner of the dossier, as it stands now. Personal data.
    package var ownerName: String
    package var state: State
    package var sealedAt: Date
    package var isUrgent: Bool
    /// Bytes of its distinct pages, and how many of them the collector has acknowledged.
    package var bytes: Int
    package var sentBytes: Int
    package var receivedAt: Date?
    package var problemCode: String?
    package var problemDetail: String?
    /// Nothing more is tried until somebody acts.
    package var problemIsFinal: Bool
}

/// A signed manifest in its place of the chain.
package struct SpooledManifest: Sendable, Hashable {
    package var sequence: Int
    package var digest: ContentDigest
    package var envelope: Envelope
    package var isUrgent: Bool
}

/// An announced submission's upload: where it goes and what it takes, in order.
package struct SpooledUpload: Sendable, Hashable {
    package var manifest: SpooledManifest
    package var address: String?
    package var needed: [SubmissionStatus.NeededPage]
}

extension Spool {
    /// Submissions, the latest last.
    ///
    /// - Parameters:
    ///   - pendingOnly: only those without a good receipt.
    ///   - code: only those of this dossier.
    ///   - limit: only so many of the latest; nil for all.
    package func submissions(
        pendingOnly: Bool = false, of code: DossierCode? = nil, latest limit: Int? = nil
    ) throws(SpoolError) -> [Submission] {
        var conditions: [String] = []
        var values: [SQLiteValue] = []
        if pendingOnly { conditions.append("state IN ('sealed', 'announced', 'refused')") }
        if let code {
            conditions.append("submission.dossier = (SELECT id FROM dossier WHERE code = ?)")
            values.append(.text(code.rawValue))
        }
        let narrowed = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try submissions("\(narrowed) ORDER BY submission.id DESC LIMIT ?", values + [.integer(limit ?? -1)])
    }

    private func submissions(_ condition: String, _ values: [SQLiteValue]) throws(SpoolError) -> [Submission] {
        try read {
            try database.rows(
                """
                SELECT station, sequence, digest, code, ownerName, state, sealedAt, isUrgent, bytes, sentBytes,
                    receivedAt, problemCode, problemDetail, problemIsFinal
                FROM submission JOIN dossier ON dossier.id = submission.dossier \(condition)
                """, values
            ) { row throws(SQLiteError) in
                Submission(
                    station: try row.value(0), sequence: row.int(1), digest: try row.value(2), code: try row.value(3),
                    ownerName: row.text(4), state: try row.value(5), sealedAt: row.date(6), isUrgent: row.bool(7),
                    bytes: row.int(8), sentBytes: row.int(9),
                    receivedAt: row.optionalInt(10).map { Date(timeIntervalSince1970: Double($0)) },
                    problemCode: row.optionalText(11), problemDetail: row.optionalText(12),
                    problemIsFinal: row.bool(13))
            }.reversed()
        }
    }

    /// The latest submissions, and every one before them that still waits, or was refused and not sealed again; the latest
    /// last.
    package func submissionsAtHand(latest limit: Int) throws(SpoolError) -> [Submission] {
        try submissions(
            """
            WHERE submission.id IN (SELECT id FROM submission ORDER BY id DESC LIMIT ?)
                OR state IN ('sealed', 'announced')
                OR state = 'refused' AND submission.id IN (SELECT max(id) FROM submission
                    WHERE state <> 'replaced' GROUP BY dossier)
            ORDER BY submission.id DESC
            """, [.integer(limit)])
    }

    /// Sealed dossiers whose last submission was refused.
    package func lastRefused() throws(SpoolError) -> [DossierCode] {
        try read {
            try database.rows(
                """
                SELECT code FROM dossier WHERE NOT isOpen AND (SELECT state FROM submission
                    WHERE submission.dossier = dossier.id ORDER BY submission.id DESC LIMIT 1) = 'refused' ORDER BY id
                """
            ) { row throws(SQLiteError) in try row.value(0) as DossierCode }
        }
    }

    /// The manifest in the lowest place of the chain that the collector has not acknowledged.
    package func nextToAnnounce(of station: StationID) throws(SpoolError) -> SpooledManifest? {
        try manifest("state = 'sealed' AND station = ? ORDER BY sequence LIMIT 1", .text(station.rawValue))
    }

    /// The manifest in a place of the station's chain, whatever became of it.
    package func manifest(sequence: Int, of station: StationID) throws(SpoolError) -> SpooledManifest? {
        try manifest("sequence = ? AND station = ?", .integer(sequence), .text(station.rawValue))
    }

    /// The envelope of a submission, as it was signed.
    package func envelope(of digest: ContentDigest) throws(SpoolError) -> Data? {
        try read {
            try database.row("SELECT envelope FROM submission WHERE digest = ?", .text(digest.rawValue)) {
                row throws(SQLiteError) in row.blob(0)
            }
        }
    }

    /// The receipt of a submission, as it was signed.
    package func receipt(of digest: ContentDigest) throws(SpoolError) -> Data? {
        try read {
            try database.row(
                "SELECT receipt FROM submission WHERE digest = ? AND receipt IS NOT NULL", .text(digest.rawValue)
            ) {
                row throws(SQLiteError) in row.blob(0)
            }
        }
    }

    /// Receipts of a submission that its collector no longer knows of, the oldest first.
    package func formerReceipts(of digest: ContentDigest) throws(SpoolError) -> [Data] {
        try read {
            try database.rows(
                """
                SELECT formerReceipt.envelope FROM formerReceipt JOIN submission ON submission.id = submission
                WHERE digest = ? ORDER BY formerReceipt.receivedAt
                """, .text(digest.rawValue)
            ) { row throws(SQLiteError) in row.blob(0) }
        }
    }

    /// The announced submission whose pages go next: urgent ones first, then the oldest.
    package func nextToUpload(
        of station: StationID, excluding: Set<ContentDigest> = []
    ) throws(SpoolError) -> SpooledUpload? {
        try read {
            let rows = try database.rows(
                """
                SELECT digest, upload, needed FROM submission
                WHERE station = ? AND state = 'announced' AND NOT problemIsFinal ORDER BY isUrgent DESC, sequence
                """, .text(station.rawValue)
            ) { row throws(SQLiteError) in (try row.value(0) as ContentDigest, row.optionalText(1), row.optionalText(2))
            }
            for (digest, address, needed) in rows where !excluding.contains(digest) {
                do {
                    guard let manifest = try manifest("digest = ?", .text(digest.rawValue)) else { continue }
                    let pages = try needed.map {
                        try Wire.decode([SubmissionStatus.NeededPage].self, from: Data($0.utf8))
                    }
                    return SpooledUpload(manifest: manifest, address: address, needed: pages ?? [])
                } catch is MalformedJSON {
                    continue
                } catch SpoolError.corrupt {
                    // For `verify` to tell; it does not hold up the others.
                    continue
                }
            }
            return nil
        }
    }

    private func manifest(_ condition: String, _ values: SQLiteValue...) throws(SpoolError) -> SpooledManifest? {
        try read {
            let row = try database.rows(
                "SELECT sequence, digest, envelope, isUrgent FROM submission WHERE \(condition)", values
            ) { row throws(SQLiteError) in
                (row.int(0), try row.value(1) as ContentDigest, row.blob(2), row.bool(3))
            }.first
            guard let (sequence, digest, envelope, isUrgent) = row else { return nil }
            return SpooledManifest(
                sequence: sequence, digest: digest, envelope: try Wire.decode(Envelope.self, from: envelope),
                isUrgent: isUrgent)
        }
    }

    /// The collector has the manifest in its chain and wants these pages at this address. A receipt given before by a
    /// collector that was put back to an earlier state holds no more; it is kept as evidence.
    package func recordAnnounced(
        _ digest: ContentDigest, needed: [SubmissionStatus.NeededPage], address: String?
    ) throws(SpoolError) {
        try write {
            try database.run(
                """
                INSERT OR IGNORE INTO formerReceipt (submission, envelope, receivedAt)
                SELECT id, receipt, receivedAt FROM submission
                WHERE digest = ? AND state <> 'replaced' AND receipt IS NOT NULL
                """, .text(digest.rawValue))
            let waiting = needed.reduce(0) { $0 + $1.byteLength }
            try database.run(
                """
                UPDATE submission SET state = 'announced', upload = ?, needed = ?, sentBytes = max(0, bytes - ?),
                    receipt = NULL, receivedAt = NULL, problemCode = NULL, problemDetail = NULL, problemIsFinal = 0
                WHERE digest = ? AND state <> 'replaced'
                """,
                .init(address), .text(String(decoding: try Wire.encode(needed), as: UTF8.self)), .integer(waiting),
                .text(digest.rawValue))
        }
    }

    /// The collector holds all of the submission's bytes durably but these.
    package func recordProgress(_ digest: ContentDigest, remaining: Int) throws(SpoolError) {
        try write {
            try database.run(
                """
                UPDATE submission SET sentBytes = min(bytes, max(0, bytes - ?)), problemCode = NULL, problemDetail = NULL
                WHERE digest = ? AND state = 'announced'
                """, .integer(remaining), .text(digest.rawValue))
        }
    }

    /// A receipt whose signature and content have been verified.
    package func recordReceipt(
        _ digest: ContentDigest, envelope: Data, outcome: Receipt.Outcome, issuedAt: Date, refusal: Receipt.Refusal?
    )
        throws(SpoolError)
    {
        try write {
            try database.run(
                """
                UPDATE submission SET state = ?, receipt = ?, receivedAt = ?, upload = NULL, needed = NULL,
                    sentBytes = CASE WHEN ? = 'refused' THEN sentBytes ELSE bytes END,
                    problemCode = ?, problemDetail = ?, problemIsFinal = ?
                WHERE digest = ? AND state <> 'replaced'
                """,
                .text(outcome == .refused ? "refused" : "received"), .blob(envelope), .init(issuedAt),
                .text(outcome.rawValue), .init(refusal?.code), .init(refusal?.detail), .init(refusal != nil),
                .text(digest.rawValue))
            guard outcome != .refused else { return }
            // What could not be delivered for a bad page, and is stated anew by this: nobody waits for it any more.
            try database.run(
                """
                UPDATE submission SET state = 'replaced' WHERE state = 'announced' AND problemIsFinal
                    AND id < (SELECT id FROM submission WHERE digest = ?1)
                    AND (dossier, station) = (SELECT dossier, station FROM submission WHERE digest = ?1)
                """, .text(digest.rawValue))
        }
    }

    /// What keeps a submission back.
    package func recordProblem(_ digest: ContentDigest, code: String, detail: String, isFinal: Bool) throws(SpoolError)
    {
        try write {
            try database.run(
                "UPDATE submission SET problemCode = ?, problemDetail = ?, problemIsFinal = ? WHERE digest = ? AND state IN ('sealed', 'announced')",
                .text(code), .text(detail), .init(isFinal), .text(digest.rawValue))
        }
    }

    /// Lets everything that was given up be tried again; returns how many submissions.
    @discardableResult
    package func retry(_ code: DossierCode? = nil) throws(SpoolError) -> Int {
        try write {
            try set("retriesAsked", String((try setting("retriesAsked").flatMap { Int($0) } ?? 0) + 1))
            return try database.run(
                """
                UPDATE submission SET problemCode = NULL, problemDetail = NULL, problemIsFinal = 0, upload = NULL,
                    needed = NULL
                WHERE state IN ('sealed', 'announced') AND problemCode IS NOT NULL
                    AND (? IS NULL OR dossier IN (SELECT id FROM dossier WHERE code = ?))
                """, .init(code?.rawValue), .init(code?.rawValue))
        }
    }

    /// How often somebody asked for another try: a daemon that sees it change forgets its waiting times.
    package func retriesAsked() throws(SpoolError) -> Int {
        try read { try setting("retriesAsked").flatMap { Int($0) } ?? 0 }
    }

    /// Whether delivery rests.
    package var isPaused: Bool {
        get throws(SpoolError) { try read { try setting("paused") == "1" } }
    }

    /// Lets delivery rest, or go on.
    package func setPaused(_ paused: Bool) throws(SpoolError) { try write { try set("paused", paused ? "1" : "0") } }

    /// Seconds to add to this PC's clock to have the collector's.
    package func clockCorrection() throws(SpoolError) -> Int { try read { try clockCorrectionSeconds() } }

    /// Keeps the clock correction for sealing and for the next start.
    package func setClockCorrection(_ seconds: Int) throws(SpoolError) {
        try write { try set("clockCorrection", String(seconds)) }
    }

    func clockCorrectionSeconds() throws(SQLiteError) -> Int { try setting("clockCorrection").flatMap { Int($0) } ?? 0 }
}

extension Spool {
    /// What stops the whole station, for instance a revoked key; nil when nothing does.
    package func stationProblem() throws(SpoolError) -> String? {
        try read {
            let problem = try setting("stationProblem")
            return problem == "" ? nil : problem
        }
    }

    /// The stable code of what stops the whole station; nil when nothing does, or a former version noted it.
    package func stationProblemCode() throws(SpoolError) -> String? {
        try read {
            let code = try setting("stationProblemCode")
            return code == "" ? nil : code
        }
    }

    /// Notes, or with nil clears, what stops the whole station.
    ///
    /// - Parameter code: stable, for whoever says it in another language.
    package func setStationProblem(_ problem: String?, code: String? = nil) throws(SpoolError) {
        try write {
            try set("stationProblem", problem ?? "")
            try set("stationProblemCode", problem == nil ? "" : code ?? "")
        }
    }
}
