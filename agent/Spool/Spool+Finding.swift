package import Dossiers
package import Exchange
import FoundationEssentials

extension Spool {
    /// Papers in force of this PC's own sealed dossiers, the latest first. What is nil does not narrow the search.
    ///
    /// - Parameters:
    ///   - ownerName: the owner's name or a part of it, with or without marks.
    ///   - number: the number on the paper, exactly.
    ///   - identityNumber: the owner's identity number, exactly.
    package func find(
        code: DossierCode? = nil, ownerName: String? = nil, number: String? = nil, identityNumber: String? = nil,
        limit: Int = 50
    ) throws(SpoolError) -> [FoundPaper] {
        let name = ownerName.map(plainName)
        guard code != nil || !(name ?? "").isEmpty || number != nil || identityNumber != nil else { return [] }
        try keepOwnerKeys()
        let identity = try Credentials(in: directory)?.identity
        return try read {
            // The paper number is looked up first where it is given: the other columns have an index or are narrowed.
            let submissions = try database.rows(
                """
                SELECT max(submission.id) FROM dossier JOIN submission ON submission.dossier = dossier.id
                WHERE submission.state IN ('sealed', 'announced', 'received')
                    AND (?1 IS NULL OR dossier.code = ?1)
                    AND (?2 IS NULL OR dossier.ownerIdentityNumber = ?2)
                    AND (?3 IS NULL OR dossier.id IN (SELECT document.dossier FROM document WHERE document.number = ?3))
                    AND (?4 IS NULL OR instr(dossier.ownerKey, ?4) > 0)
                GROUP BY dossier.id ORDER BY max(submission.id) DESC
                """, .init(code?.rawValue), .init(identityNumber), .init(number), .init(name)
            ) { row throws(SQLiteError) in row.int(0) }
            var found: [FoundPaper] = []
            for submission in submissions where found.count < limit {
                guard let (digest, manifest) = try statement(submission) else { continue }
                let siteName = identity?.site == manifest.site ? identity?.siteName : nil
                found += manifest.papers(number: number, siteName: siteName ?? manifest.site.rawValue, digest: digest)
            }
            return Array(found.prefix(limit))
        }
    }

    /// What a submission states; nil when it cannot be read, which is for `verify` to tell.
    private func statement(_ submission: Int) throws(SQLiteError) -> (ContentDigest, Manifest)? {
        let row = try database.row("SELECT digest, envelope FROM submission WHERE id = ?", .integer(submission)) {
            row throws(SQLiteError) in (try row.value(0) as ContentDigest, row.blob(1))
        }
        guard let (digest, bytes) = row, let envelope = try? Wire.decode(Envelope.self, from: bytes),
            let manifest = try? Wire.decode(Manifest.self, from: envelope.payload)
        else { return nil }
        return (digest, manifest)
    }

    /// Makes the search keys of owners that have none yet.
    private func keepOwnerKeys() throws(SpoolError) {
        let missing = try read {
            try database.rows("SELECT id, ownerName FROM dossier WHERE ownerKey IS NULL") { row throws(SQLiteError) in
                (row.int(0), row.text(1))
            }
        }
        guard !missing.isEmpty else { return }
        try write {
            for (id, name) in missing {
                // Unless another process has changed the name since it was read.
                try database.run(
                    "UPDATE dossier SET ownerKey = ? WHERE id = ? AND ownerName = ?", .text(plainName(name)),
                    .integer(id), .text(name))
            }
        }
    }
}

extension Manifest {
    /// The papers in force that have pages, those with that number where one is given.
    fileprivate func papers(number: String?, siteName: String, digest: ContentDigest) -> [FoundPaper] {
        documents.filter { paper in
            paper.inForce && !paper.pages.isEmpty
                && (number == nil || paper.number.map { Array($0.utf8) } == number.map { Array($0.utf8) })
        }.map { paper in
            FoundPaper(
                dossier: dossier.code, site: site, siteName: siteName, role: paper.role, type: paper.type,
                number: paper.number, issuedOn: paper.issuedOn, issuer: paper.issuer,
                digitisedOn: CalendarDay(sealedAt), manifest: digest, pages: paper.pages.count)
        }
    }
}
