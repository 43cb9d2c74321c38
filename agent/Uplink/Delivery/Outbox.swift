package import Dossiers
package import Exchange
package import FoundationEssentials

/// What delivery needs of the place where sealed dossiers wait.
///
/// Everything needed to go on after a crash is in the outbox; delivery itself keeps nothing. Each record is durable when
/// its method returns. Any record may come again, after a crash or because the collector was restored from a backup:
/// then it replaces the former. An error thrown by a method other than `openPage` ends delivery, for a spool that
/// cannot be written is no place to go on from.
package protocol Outbox: Sendable {
    /// Whether somebody asked delivery to rest.
    func isPaused() async throws -> Bool

    /// The manifest of the lowest sequence number that is not announced yet and has no receipt.
    func nextToAnnounce() async throws -> OutgoingManifest?

    /// The manifest of that place in the chain, whatever became of it; nil when it is not kept any more.
    func manifest(sequence: Int) async throws -> OutgoingManifest?

    /// An announced manifest without receipt and without a final problem: urgent ones first, then the oldest.
    func nextToUpload(excluding: Set<ContentDigest>) async throws -> PendingUpload?

    /// The collector has the manifest in its chain and wants `needed`, into `upload`. The pages' state starts anew.
    func recordAnnounced(
        _ manifest: ContentDigest, needed: [SubmissionStatus.NeededPage], upload: String?
    ) async throws

    /// The collector has `sentBytes` of the `totalBytes` that it wanted on its disk.
    func recordProgress(_ manifest: ContentDigest, sentBytes: Int, totalBytes: Int) async throws

    /// The collector's receipt, verified: accepted, duplicate or refused.
    func recordReceipt(_ manifest: ContentDigest, envelope: Envelope, receipt: Receipt) async throws

    /// Something is wrong with this submission. With a final problem it is not given to `nextToUpload` any more, until
    /// somebody asks for another try; else the next record of the submission supersedes the problem.
    func recordProblem(_ manifest: ContentDigest, _ problem: SubmissionProblem) async throws

    /// Something is wrong with this station's enrolment or chain; nil when it is right again.
    func recordStationProblem(_ problem: StationProblem?) async throws

    /// This PC's clock is wrong by that much: to be kept, and to be applied to the time of sealing.
    func recordClockCorrection(_ correction: ClockCorrection) async throws

    /// Opens a page for reading. An error concerns this page's submission only.
    func openPage(_ page: ContentDigest) throws -> any PageReader
}

/// Reads one page's bytes. Closed when it is let go.
package protocol PageReader: Sendable {
    /// At most `count` bytes from `offset` on; fewer at the end, none past it. May block on the disk.
    func read(at offset: Int, count: Int) throws -> Data
}

/// A sealed manifest on its way.
package struct OutgoingManifest: Sendable, Hashable {
    package var sequence: Int
    /// The digest of the manifest's bytes, `envelope.payloadDigest`.
    package var digest: ContentDigest
    package var envelope: Envelope
    /// Whether its pages go before others'.
    package var isUrgent: Bool

    package init(sequence: Int, digest: ContentDigest, envelope: Envelope, isUrgent: Bool = false) {
        self.sequence = sequence
        self.digest = digest
        self.envelope = envelope
        self.isUrgent = isUrgent
    }
}

/// An announced manifest whose pages the collector awaits.
package struct PendingUpload: Sendable, Hashable {
    package var manifest: OutgoingManifest
    /// As recorded by `recordAnnounced`.
    package var needed: [SubmissionStatus.NeededPage]
    package var upload: String?

    package init(manifest: OutgoingManifest, needed: [SubmissionStatus.NeededPage], upload: String?) {
        self.manifest = manifest
        self.needed = needed
        self.upload = upload
    }
}
