import Dossiers
import Exchange
import FoundationEssentials
import Synchronization

@testable import Uplink

/// An outbox in memory: what it holds survives whatever happens to the courier, as a disk would.
actor MemoryOutbox: Outbox {
    struct Entry: Sendable {
        var manifest: OutgoingManifest
        var isAnnounced = false
        var needed: [SubmissionStatus.NeededPage] = []
        var upload: String?
        var receipt: Receipt?
        var problem: SubmissionProblem?
        var sentBytes = 0
    }

    private(set) var entries: [Entry]
    private(set) var stationProblem: StationProblem?
    private(set) var stationProblems = 0
    private(set) var clock = ClockCorrection.none
    private var isResting = false
    /// Shared with the readers, which run elsewhere.
    private let pages: PageShelf

    init(_ manifests: [OutgoingManifest] = [], pages: [ContentDigest: Data] = [:]) {
        entries = manifests.map { Entry(manifest: $0) }
        self.pages = PageShelf(pages)
    }

    func add(_ manifest: OutgoingManifest) { entries.append(Entry(manifest: manifest)) }

    func pause(_ isResting: Bool) { self.isResting = isResting }

    func clearProblem(_ manifest: ContentDigest) { change(manifest) { $0.problem = nil } }

    nonisolated func damage(_ page: ContentDigest, _ bytes: Data?) { pages.set(page, bytes) }

    var receipts: Int { entries.count { $0.receipt != nil } }

    func entry(_ manifest: ContentDigest) -> Entry? { entries.first { $0.manifest.digest == manifest } }

    // MARK: Outbox

    func isPaused() -> Bool { isResting }

    func nextToAnnounce() -> OutgoingManifest? {
        entries.first { !$0.isAnnounced && $0.receipt == nil }?.manifest
    }

    func manifest(sequence: Int) -> OutgoingManifest? {
        entries.first { $0.manifest.sequence == sequence }?.manifest
    }

    func nextToUpload(excluding: Set<ContentDigest>) -> PendingUpload? {
        let ready = entries.filter {
            $0.isAnnounced && $0.receipt == nil && $0.problem?.isFinal != true
                && !excluding.contains($0.manifest.digest)
        }
        let entry = ready.first { $0.manifest.isUrgent } ?? ready.first
        return entry.map { PendingUpload(manifest: $0.manifest, needed: $0.needed, upload: $0.upload) }
    }

    func recordAnnounced(_ manifest: ContentDigest, needed: [SubmissionStatus.NeededPage], upload: String?) {
        change(manifest) { entry in
            entry.isAnnounced = true
            entry.needed = needed
            entry.upload = upload
            entry.receipt = nil
            entry.sentBytes = 0
        }
    }

    func recordProgress(_ manifest: ContentDigest, sentBytes: Int, totalBytes: Int) {
        change(manifest) { $0.sentBytes = sentBytes }
    }

    func recordReceipt(_ manifest: ContentDigest, envelope: Envelope, receipt: Receipt) {
        change(manifest) { entry in
            entry.isAnnounced = true
            entry.receipt = receipt
            entry.problem = nil
        }
    }

    func recordProblem(_ manifest: ContentDigest, _ problem: SubmissionProblem) {
        change(manifest) { $0.problem = problem }
    }

    func recordStationProblem(_ problem: StationProblem?) {
        stationProblem = problem
        if problem != nil { stationProblems += 1 }
    }

    func recordClockCorrection(_ correction: ClockCorrection) { clock = correction }

    nonisolated func openPage(_ page: ContentDigest) throws -> any PageReader {
        guard let bytes = pages.get(page) else { throw NoSuchPage() }
        return MemoryPage(bytes: bytes)
    }

    private func change(_ manifest: ContentDigest, _ edit: (inout Entry) -> Void) {
        guard let index = entries.firstIndex(where: { $0.manifest.digest == manifest }) else { return }
        edit(&entries[index])
    }
}

struct NoSuchPage: Error {}

struct MemoryPage: PageReader {
    let bytes: Data

    func read(at offset: Int, count: Int) -> Data {
        guard offset < bytes.count else { return Data() }
        return bytes.dropFirst(offset).prefix(count)
    }
}

/// Page bytes, reachable from any thread.
final class PageShelf: Sendable {
    private let pages: Mutex<[ContentDigest: Data]>

    init(_ pages: [ContentDigest: Data]) { self.pages = Mutex(pages) }

    func get(_ page: ContentDigest) -> Data? { pages.withLock { $0[page] } }

    func set(_ page: ContentDigest, _ bytes: Data?) { pages.withLock { $0[page] = bytes } }
}
