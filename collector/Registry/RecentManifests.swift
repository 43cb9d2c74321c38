import Dossiers
import Exchange
import Synchronization

/// Manifests that were announced of late and whose pages are on their way, so that they need not be read and decoded again
/// when the last page comes. What a digest names never changes.
final class RecentManifests: Sendable {
    /// How many are kept.
    static let limit = 64
    /// Larger ones are not kept: the memory that this takes is some 3 MB at most.
    static let pageLimit = 200

    private let manifests = Mutex<[(digest: ContentDigest, manifest: Manifest)]>([])

    func keep(_ manifest: Manifest, as digest: ContentDigest) {
        guard manifest.pageCount <= Self.pageLimit else { return }
        manifests.withLock { manifests in
            manifests.append((digest, manifest))
            if manifests.count > Self.limit { manifests.removeFirst() }
        }
    }

    /// The manifest, which is kept no longer.
    func take(_ digest: ContentDigest) -> Manifest? {
        manifests.withLock { manifests in
            manifests.firstIndex { $0.digest == digest }.map { manifests.remove(at: $0).manifest }
        }
    }
}
