import Dossiers
import Exchange
import Foundation
import Synchronization
import SystemPackage
import TestSupport

/// An enrolled station that seals dossiers.
final class TestStation: Sendable {
    let id: StationID
    let site: SiteID
    let key: SigningKey
    /// The collector's identity.
    private let audience: String
    private let clock: TestClock
    private let head = Mutex<(sequence: Int, digest: ContentDigest?)>((0, nil))

    init(
        id: StationID, site: SiteID, key: SigningKey, audience: String = TestCollector.identity, clock: TestClock
    ) {
        self.id = id
        self.site = site
        self.key = key
        self.audience = audience
        self.clock = clock
    }

    /// A bearer token as the agent makes it.
    func token(
        audience: String? = nil, issuedAt: Date? = nil, lifetime: Double = 300, key: SigningKey? = nil
    ) -> String {
        BearerToken(
            issuer: id, audience: audience ?? self.audience, issuedAt: issuedAt ?? clock.now, lifetime: lifetime
        )
        .signed(with: key ?? self.key)
    }

    /// The next manifest of the chain, signed.
    func seal(_ pages: [TestPage], code: String = "H51-210615-0001") -> Sealed {
        let (sequence, previous) = head.withLock { ($0.sequence + 1, $0.digest) }
        let sealed = sign(manifest(pages, code: code, sequence: sequence, previous: previous), pages)
        head.withLock { $0 = (sequence, sealed.digest) }
        return sealed
    }

    /// A manifest at any place of the chain; the station's own count does not move.
    func manifest(_ pages: [TestPage], code: String = "H51-210615-0001", sequence: Int, previous: ContentDigest?)
        -> Manifest
    {
        Manifest(
            station: id, sequence: sequence, previous: previous, site: site, operatorName: "canbo",
            sealedAt: Date(timeIntervalSince1970: clock.now.timeIntervalSince1970.rounded(.down)),
            dossier: Dossier(
                code: DossierCode(rawValue: code)!, procedure: "1.000894", owner: Owner(name: "Nguyễn Thị Hoa"),
                componentsComplete: true),
            documents: [
                Document(
                    role: .component, type: "TKKS", authority: site.rawValue, level: .commune, pages: pages.map(\.page))
            ])
    }

    func sign(_ manifest: Manifest, _ pages: [TestPage] = []) -> Sealed {
        let payload = try! Wire.encode(manifest)
        return Sealed(envelope: key.seal(payload, type: Manifest.payloadType), pages: pages)
    }
}

/// A signed manifest, and the pages it names.
struct Sealed: Sendable {
    let envelope: Envelope
    let pages: [TestPage]

    var digest: ContentDigest { envelope.payloadDigest }
    /// The envelope as it is posted.
    var body: Data { try! Wire.encode(envelope) }
    /// The bytes of the distinct pages in order.
    var stream: Data {
        var seen: Set<ContentDigest> = []
        return pages.reduce(into: Data()) { stream, page in
            if seen.insert(page.page.digest).inserted { stream += page.bytes }
        }
    }
}

/// A page and its bytes.
struct TestPage: Sendable {
    let bytes: Data
    let page: Page

    init(_ bytes: Data, width: Int = 1654, height: Int = 2339) {
        self.bytes = bytes
        page = Page(
            digest: ContentDigest(sha256Of: bytes), byteLength: bytes.count, width: width, height: height,
            resolution: 200, colourMode: .colour, scanner: "test", scannedAt: Date(timeIntervalSince1970: 1_700_000_000)
        )
    }

    /// A page of `count` bytes; another for each `seed`.
    static func random(_ count: Int, seed: UInt64) -> TestPage {
        var random = Seeded(seed)
        return TestPage(Data((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }))
    }

    /// The scanned papers of the repository.
    static func samples(_ count: Int) throws -> [TestPage] {
        try SamplePages.files().prefix(count).map { TestPage(try Data(contentsOf: URL(filePath: $0.string))) }
    }
}
