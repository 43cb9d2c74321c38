package import Dossiers
import Exchange
package import FoundationEssentials

extension Spool {
    /// Seals an open dossier: checks it, gives it the next place in the station's chain, signs it and queues it.
    ///
    /// All in one transaction: a crash leaves the dossier either open or queued.
    /// - Parameters:
    ///   - sheets: the number of sheets as the officer corrects it; nil leaves what was given before.
    ///   - isUrgent: its pages go before others' (a citizen waits).
    ///   - operatorName: the officer who seals it; whoever opened the dossier without it.
    /// - Returns: the digest of the manifest.
    package func seal(
        _ code: DossierCode, with credentials: Credentials, sheets: Int? = nil, isUrgent: Bool = false,
        by operatorName: String? = nil, now: Date = Date()
    ) throws(SpoolError) -> ContentDigest {
        try Self.check(sheets: sheets)
        if let operatorName { try Self.check(operatorName: operatorName) }
        return try write {
            // What an enrolment before this one left goes first, for this dossier may supersede it.
            try reseal(with: credentials)
            let id = try openRow(of: code)
            if let sheets {
                try setSheets(sheets, of: id, code, by: operatorName, now: now)
            }
            guard let spooled = try load(code) else { throw SpoolError.dossierNotFound(code) }
            for finding in spooled.findings { if let error = SpoolError(finding, in: code) { throw error } }
            let operatorName = operatorName ?? spooled.operatorName
            let correction = try clockCorrectionSeconds()
            let superseded = try lastStanding(of: id, at: credentials.identity)
            // What a refused submission stated is stated again; of more than a manifest takes, the latest.
            let corrections = Array(try unstatedCorrections(of: code).suffix(Manifest.maximumCorrections))
            let manifest = try nextManifest(credentials.identity) { sequence, previous in
                Manifest(
                    station: credentials.identity.station, sequence: sequence, previous: previous,
                    site: credentials.identity.site, operatorName: operatorName,
                    sealedAt: Self.wholeSeconds(now.addingTimeInterval(Double(correction))),
                    clockCorrection: correction, dossier: spooled.dossier, documents: spooled.papers.map(\.document),
                    supersedes: superseded.map { [$0] } ?? [],
                    sheetsExpected: spooled.sheetsExpected, corrections: corrections)
            }
            let digest = try enqueue(manifest, of: id, key: credentials.key, isUrgent: isUrgent)
            try record(.sealed, of: code, by: operatorName, detail: digest.rawValue, now: now)
            try markStated(code, in: submissionRow(digest))
            try database.run("UPDATE dossier SET isOpen = 0, interruption = NULL WHERE id = ?", .integer(id))
            return digest
        }
    }

    /// Seals again, in the chain of a new enrolment, every submission that has no receipt, and what was refused because
    /// the office is closed: it belongs to the office that follows.
    ///
    /// What an enrolment elsewhere has a receipt for is known there alone, and is not named as superseded any more.
    ///
    /// - Returns: how many were sealed again. The former ones are kept, marked as replaced.
    @discardableResult
    package func resealUnreceipted(with credentials: Credentials) throws(SpoolError) -> Int {
        try write { try reseal(with: credentials) }
    }

    @discardableResult
    private func reseal(with credentials: Credentials) throws -> Int {
        let station = credentials.identity.station
        try record(credentials.identity)
        let rows = try database.rows(
            """
            SELECT id, dossier, envelope, isUrgent FROM submission
            WHERE station <> ? AND (state IN ('sealed', 'announced') OR state = 'refused' AND problemCode = ?
                AND id IN (SELECT max(id) FROM submission GROUP BY dossier)
                AND dossier IN (SELECT id FROM dossier WHERE NOT isOpen))
            ORDER BY id
            """, .text(station.rawValue), .text(ErrorCode.siteClosed.rawValue)
        ) { row throws(SQLiteError) in (row.int(0), row.int(1), row.blob(2), row.bool(3)) }
        var successors: [ContentDigest: ContentDigest] = [:]
        for (id, dossier, bytes, isUrgent) in rows {
            let envelope = try Wire.decode(Envelope.self, from: bytes)
            let former = try Wire.decode(Manifest.self, from: envelope.payload)
            let superseded = try former.supersedes.compactMap { digest in
                try successors[digest] ?? (isKnown(digest, at: credentials.identity) ? digest : nil)
            }
            let manifest = try nextManifest(credentials.identity) { sequence, previous in
                var manifest = former
                manifest.station = station
                manifest.site = credentials.identity.site
                manifest.sequence = sequence
                manifest.previous = previous
                manifest.supersedes = superseded
                return manifest
            }
            // A refusal is the collector's signed word and stays; what was refused is stated anew beside it.
            try database.run(
                "UPDATE submission SET state = 'replaced' WHERE id = ? AND state <> 'refused'", .integer(id))
            let successor = try enqueue(manifest, of: dossier, key: credentials.key, isUrgent: isUrgent)
            try database.run(
                "UPDATE history SET submission = ? WHERE submission = ?", .integer(try submissionRow(successor)),
                .integer(id))
            successors[envelope.payloadDigest] = successor
        }
        return rows.count
    }

    /// A manifest in the next place of the station's chain.
    private func nextManifest(
        _ identity: EnrolledStation, _ make: (_ sequence: Int, _ previous: ContentDigest?) -> Manifest
    ) throws(SQLiteError) -> Manifest {
        let head = try database.row(
            "SELECT sequence, digest FROM submission WHERE station = ? ORDER BY sequence DESC LIMIT 1",
            .text(identity.station.rawValue)
        ) { row throws(SQLiteError) in (row.int(0), row.text(1)) }
        return make((head?.0 ?? 0) + 1, head.flatMap { ContentDigest(rawValue: $0.1) })
    }

    /// Signs and queues `manifest`.
    private func enqueue(_ manifest: Manifest, of dossier: Int, key: SigningKey, isUrgent: Bool) throws -> ContentDigest
    {
        do throws(BrokenRule) { try manifest.checkRules() } catch {
            throw SpoolError.unacceptable(field: "dossier", reason: error.detail, kind: .brokenRule)
        }
        let payload = try Wire.encode(manifest)
        guard payload.count <= Manifest.maximumByteLength else {
            throw SpoolError.unacceptable(
                field: "dossier", reason: "is too large for one manifest; split it into several dossiers or papers",
                kind: .tooLarge)
        }
        let envelope = key.seal(payload, type: Manifest.payloadType)
        let digest = envelope.payloadDigest
        let distinct = manifest.distinctPages
        try database.run(
            """
            INSERT INTO submission (station, sequence, digest, dossier, envelope, sealedAt, isUrgent, state, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, 'sealed', ?)
            """,
            .text(manifest.station.rawValue), .integer(manifest.sequence), .text(digest.rawValue), .integer(dossier),
            .blob(try Wire.encode(envelope)), .init(manifest.sealedAt), .init(isUrgent),
            .integer(distinct.reduce(0) { $0 + $1.byteLength }))
        let id = database.lastInsertedID
        for page in distinct {
            try database.run(
                "INSERT INTO submissionPage (submission, digest) VALUES (?, ?)", .integer(id),
                .text(page.digest.rawValue))
        }
        return digest
    }

    private func submissionRow(_ digest: ContentDigest) throws -> Int {
        let row = try database.row("SELECT id FROM submission WHERE digest = ?", .text(digest.rawValue)) {
            row throws(SQLiteError) in row.int(0)
        }
        guard let row else { throw SpoolError.submissionNotFound(digest) }
        return row
    }

    private static func wholeSeconds(_ date: Date) -> Date {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
    }
}
