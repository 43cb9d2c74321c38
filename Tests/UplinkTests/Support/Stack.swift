import Dossiers
import Exchange
import FoundationEssentials
import TestSupport

@testable import Uplink

/// A station and the sealed submissions that wait on it.
struct Stack: Sendable {
    let key = SigningKey()
    let station = StationID()
    private(set) var manifests: [OutgoingManifest] = []
    private(set) var pages: [ContentDigest: Data] = [:]
    private var generator: Seeded

    init(seed: UInt64 = 1) { generator = Seeded(seed) }

    /// A stack of `count` submissions with pages of `sizes` bytes each.
    init(_ count: Int, sizes: [Int], seed: UInt64 = 1) {
        self.init(seed: seed)
        for _ in 0..<count { seal(sizes: sizes) }
    }

    var pageBytes: Int { pages.values.reduce(0) { $0 + $1.count } }

    /// Seals a submission of new pages, and of `repeating` from before.
    @discardableResult
    mutating func seal(sizes: [Int], repeating: [ContentDigest] = [], isUrgent: Bool = false) -> OutgoingManifest {
        var list: [(ContentDigest, Int)] = repeating.map { ($0, pages[$0]!.count) }
        for size in sizes {
            let bytes = generator.bytes(size)
            let digest = ContentDigest(sha256Of: bytes)
            pages[digest] = bytes
            list.append((digest, size))
        }
        let sequence = manifests.count + 1
        let manifest = Manifest(
            station: station, sequence: sequence, previous: manifests.last?.digest, site: SiteID(rawValue: "test")!,
            operatorName: "officer", sealedAt: Date(timeIntervalSince1970: 1_700_000_000),
            dossier: Dossier(
                code: DossierCode(rawValue: "H15.50.05.13-261008-\(1000 + sequence)")!, procedure: "1.004946",
                owner: Owner(name: "Nguyễn Văn A"), componentsComplete: true),
            documents: [
                Document(
                    role: .component, type: "T1", authority: "test", level: .commune,
                    pages: list.map { digest, size in
                        Page(
                            digest: digest, byteLength: size, width: 100, height: 100, resolution: 200,
                            colourMode: .colour, scanner: nil, scannedAt: Date(timeIntervalSince1970: 1_700_000_000))
                    })
            ])
        let envelope = key.seal(try! Wire.encode(manifest), type: Manifest.payloadType)
        let outgoing = OutgoingManifest(
            sequence: sequence, digest: envelope.payloadDigest, envelope: envelope, isUrgent: isUrgent)
        manifests.append(outgoing)
        return outgoing
    }

    func identity(of collector: ModelCollector) -> StationIdentity {
        StationIdentity(
            station: station, key: key, collector: collector.name, collectorKey: collector.key.verificationKey)
    }

    var outbox: MemoryOutbox { MemoryOutbox(manifests, pages: pages) }
}

extension Seeded {
    /// The next `count` random bytes.
    mutating func bytes(_ count: Int) -> Data {
        var bytes = Data(capacity: count + 8)
        while bytes.count < count {
            unsafe withUnsafeBytes(of: next()) { unsafe bytes.append(contentsOf: $0) }
        }
        return bytes.prefix(count)
    }
}
