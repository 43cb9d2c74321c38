package import Dossiers
package import Exchange
package import Foundation
import Registry
import Synchronization

extension Intake {
    /// Takes a manifest in: checks it, gives it its place in the station's chain, and says which pages are wanted.
    ///
    /// Posting the same manifest again changes nothing and tells how far it is. When nothing is wanted, the answer
    /// has the receipt at once.
    ///
    /// - Parameter bytes: the envelope's JSON.
    package func submit(_ bytes: Data, from station: StationIdentity) async throws(IntakeError) -> SubmissionAnswer {
        let received = try ManifestReader.read(bytes, from: station)
        do { try desk.checkSpace() } catch {
            // What was receipted before is still told.
            let known = try await record(of: received.digest, for: station)
            guard let known, known.receipt != nil else { throw error }
            return SubmissionAnswer(status: SubmissionStatus(known))
        }
        let terms = desk.terms
        let outcome = try await desk.perform { registry throws(RegistryError) in
            try registry.announce(received, terms: terms)
        }
        let record: SubmissionRecord
        do { record = try outcome.get() } catch { throw IntakeError(error, of: received.manifest) }
        guard let upload = record.upload else { return answer(record) }
        guard !record.isNewUpload else {
            if upload.pages.count <= Self.newUploadPages {
                // Unless another request about the same manifest has begun with it already.
                sessions.withLock { if $0[upload.id] == nil { desk.newUploads.keep(upload, as: upload.id) } }
            }
            return answer(record)
        }
        return try await resume(upload, of: record, for: station)
    }

    /// Of how many pages an upload may be to be remembered as a new one.
    private static let newUploadPages = 200

    /// Where the submission stands.
    ///
    /// - Throws: `notFound` when the station's site has none of that digest.
    package func status(of manifest: ContentDigest, for station: StationIdentity) async throws(IntakeError)
        -> SubmissionAnswer
    {
        guard let record = try await record(of: manifest, for: station) else { throw Self.unknownManifest(manifest) }
        guard record.state == .announced else { return SubmissionAnswer(status: SubmissionStatus(record)) }
        if let upload = record.upload, upload.station == station.station {
            let state = try await withSession(upload.id) { session throws(IntakeError) in
                try await session.acknowledgedState(for: station)
            }
            return SubmissionAnswer(
                status: state.submission ?? SubmissionStatus(record), upload: state.submission == nil ? state : nil)
        }
        let needed = try await pagesNeeded(for: manifest)
        return SubmissionAnswer(status: SubmissionStatus(manifest: manifest, state: .announced, needed: needed))
    }

    /// The receipt of the submission.
    ///
    /// - Throws: `notFound` when there is none yet, or no such submission of the station's site.
    package func receipt(of manifest: ContentDigest, for station: StationIdentity) async throws(IntakeError)
        -> Envelope
    {
        guard let record = try await record(of: manifest, for: station) else { throw Self.unknownManifest(manifest) }
        guard let receipt = record.receipt else {
            throw IntakeError(
                .notFound, "manifest \(manifest) has no receipt yet: pages are awaited; post it again to see which")
        }
        return receipt
    }

    /// Answers a manifest that is being uploaded already.
    private func resume(
        _ upload: UploadRecord, of record: SubmissionRecord, for station: StationIdentity
    ) async throws(IntakeError) -> SubmissionAnswer {
        let state: UploadState
        do {
            state = try await withSession(upload.id) { session throws(IntakeError) in
                try await session.position(for: station)
            }
        } catch  where error.code == .uploadGone {
            // It has just been found to be unusable: another takes its place.
            return answer(try await renew(upload))
        }
        if let done = state.submission { return SubmissionAnswer(status: done) }
        // Other submissions may have brought pages meanwhile. Nothing is lost yet by beginning anew with fewer.
        if state.offset == 0, try await pagesNeeded(for: record.manifest) != upload.pages {
            return answer(try await renew(upload))
        }
        return SubmissionAnswer(status: SubmissionStatus(record), upload: state)
    }

    /// Puts an upload for what is still wanted in the place of `upload`.
    func renew(_ upload: UploadRecord) async throws(IntakeError) -> SubmissionRecord {
        let renewed = try await withSession(upload.id) { [desk] session throws(IntakeError) in
            try await session.retire { _, pages throws(IntakeError) in
                try desk.registry { registry throws(RegistryError) in
                    try registry.renewUpload(upload, keeping: pages, terms: desk.terms)
                }
            } ?? nil
        }
        // Where the upload ended meanwhile, another may be open already.
        if let renewed { return renewed }
        let terms = desk.terms
        let current = try await desk.perform { registry throws(RegistryError) in
            try registry.reopen(upload.manifest, terms: terms)
        }
        guard let current else { throw Self.unknownManifest(upload.manifest) }
        return current
    }

    func record(of manifest: ContentDigest, for station: StationIdentity) async throws(IntakeError)
        -> SubmissionRecord?
    {
        try await desk.perform { registry throws(RegistryError) in
            try registry.submission(manifest, of: station.site)
        }
    }

    private func pagesNeeded(for manifest: ContentDigest) async throws(IntakeError) -> [SubmissionStatus.NeededPage] {
        let isStored = desk.terms.isStored
        return try await desk.perform { registry throws(RegistryError) in
            try registry.pagesNeeded(for: manifest, isStored: isStored)
        }
    }

    /// The answer about a submission whose upload, if it has one, has no bytes yet.
    func answer(_ record: SubmissionRecord) -> SubmissionAnswer {
        let upload = record.upload.map { upload in
            UploadState(id: upload.id, offset: 0, length: upload.length, expiresAt: upload.expiresAt)
        }
        return SubmissionAnswer(status: SubmissionStatus(record), upload: upload)
    }

    static func unknownManifest(_ manifest: ContentDigest) -> IntakeError {
        IntakeError(.notFound, "there is no manifest \(manifest) of this station's site; post it")
    }
}

extension IntakeError {
    fileprivate init(_ broken: ChainBreak, of manifest: Manifest) {
        let (sequence, expected) = (manifest.sequence, broken.expectedSequence)
        let again =
            "Either the PC was copied or an old state of it was restored: run `sohoa-agent enroll --again`, nothing is "
            + "lost by that"
        switch broken.kind {
        case .gap:
            self.init(
                .sequenceGap,
                "the manifest has place \(sequence) and the chain of \(manifest.station) goes on at \(expected); send "
                    + "the manifests in order",
                expectedSequence: expected)
        case .reused:
            self.init(
                .sequenceReused,
                "place \(sequence) in the chain of \(manifest.station) is taken by another manifest; the next free one "
                    + "is \(expected). \(again)",
                expectedSequence: expected)
        case .fork:
            self.init(
                .chainFork,
                "the manifest at place \(sequence) does not follow the last one of \(manifest.station). \(again)",
                expectedSequence: expected)
        }
    }
}
