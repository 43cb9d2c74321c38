import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Spool
import Uplink

/// The spool as the outbox that delivery drains.
struct SpoolOutbox: Outbox {
    let spool: Spool
    let station: StationID

    func isPaused() async throws -> Bool { try await spool.isPaused }

    func nextToAnnounce() async throws -> OutgoingManifest? {
        try await spool.nextToAnnounce(of: station).map(OutgoingManifest.init)
    }

    func manifest(sequence: Int) async throws -> OutgoingManifest? {
        try await spool.manifest(sequence: sequence, of: station).map(OutgoingManifest.init)
    }

    func nextToUpload(excluding: Set<ContentDigest>) async throws -> PendingUpload? {
        try await spool.nextToUpload(of: station, excluding: excluding).map {
            PendingUpload(manifest: OutgoingManifest($0.manifest), needed: $0.needed, upload: $0.address)
        }
    }

    func recordAnnounced(
        _ manifest: ContentDigest, needed: [SubmissionStatus.NeededPage], upload: String?
    ) async throws {
        try await spool.recordAnnounced(manifest, needed: needed, address: upload)
    }

    func recordProgress(_ manifest: ContentDigest, sentBytes: Int, totalBytes: Int) async throws {
        try await spool.recordProgress(manifest, remaining: totalBytes - sentBytes)
    }

    func recordReceipt(_ manifest: ContentDigest, envelope: Envelope, receipt: Receipt) async throws {
        try await spool.recordReceipt(
            manifest, envelope: Wire.encode(envelope), outcome: receipt.outcome, issuedAt: receipt.issuedAt,
            refusal: receipt.refusal)
    }

    func recordProblem(_ manifest: ContentDigest, _ problem: SubmissionProblem) async throws {
        try await spool.recordProblem(
            manifest, code: problem.code, detail: problem.description, isFinal: problem.isFinal)
    }

    func recordStationProblem(_ problem: StationProblem?) async throws {
        try await spool.setStationProblem(problem?.description, code: problem?.code)
    }

    func recordClockCorrection(_ correction: ClockCorrection) async throws {
        try await spool.setClockCorrection(correction.seconds)
    }

    func openPage(_ page: ContentDigest) throws -> any PageReader {
        SpooledPageReader(reader: try BlobReader(store: spool.pages, digest: page))
    }
}

extension OutgoingManifest {
    init(_ manifest: SpooledManifest) {
        self.init(
            sequence: manifest.sequence, digest: manifest.digest, envelope: manifest.envelope,
            isUrgent: manifest.isUrgent)
    }
}

/// A page of the spool, read piece by piece.
struct SpooledPageReader: PageReader {
    let reader: BlobReader

    func read(at offset: Int, count: Int) throws -> Data { Data(try reader.read(at: offset, count: count)) }
}
