package import Dossiers
package import Exchange
package import FoundationEssentials

/// A station that is there only in memory: a key, and a chain of the manifests it seals.
package struct SampleStation: Sendable {
    package let id: StationID
    package let site: SiteID
    package let key: SigningKey
    /// The last place taken in the chain.
    package private(set) var sequence = 0
    package private(set) var previous: ContentDigest?

    package init(id: StationID = StationID(), site: SiteID, key: SigningKey = SigningKey()) {
        self.id = id
        self.site = site
        self.key = key
    }

    /// Seals a manifest at the next place of the chain.
    ///
    /// - Parameter change: changes what the manifest says before it is signed.
    package mutating func seal(
        _ code: String = "H51.18-210615-0001", owner: String = "Nguyễn Thị Ánh", documents: [Document],
        sealedAt: Date = SampleStation.noon, isComplete: Bool = true, supersedes: [ContentDigest] = [],
        change: (inout Manifest) -> Void = { _ in }
    ) -> SealedManifest {
        var manifest = Manifest(
            station: id, sequence: sequence + 1, previous: previous, site: site, operatorName: "canbo",
            sealedAt: sealedAt,
            dossier: Dossier(
                code: DossierCode(rawValue: code)!, procedure: "1.004946", owner: Owner(name: owner),
                componentsComplete: isComplete),
            documents: documents, supersedes: supersedes)
        change(&manifest)
        let sealed = SealedManifest(manifest, key: key)
        sequence = manifest.sequence
        previous = sealed.digest
        return sealed
    }

    /// A bearer token for the collector `audience`.
    package func token(for audience: String, at now: Date, lifetime: Double = 300) -> String {
        BearerToken(issuer: id, audience: audience, issuedAt: now, lifetime: lifetime).signed(with: key)
    }

    /// 15/06/2021 12:00 in Việt Nam.
    package static let noon = Date(timeIntervalSince1970: 1_623_733_200)
}

/// A manifest and its envelope.
package struct SealedManifest: Sendable, Hashable {
    package let manifest: Manifest
    package let envelope: Envelope

    package init(_ manifest: Manifest, key: SigningKey) {
        self.manifest = manifest
        envelope = key.seal(try! Wire.encode(manifest), type: Manifest.payloadType)
    }

    package var digest: ContentDigest { envelope.payloadDigest }

    /// The envelope's JSON, as it is posted.
    package var bytes: Data { try! Wire.encode(envelope) }
}

/// Page contents that a number repeats.
package enum SampleContent {
    /// `count` bytes that look random.
    package static func bytes(_ seed: UInt64, count: Int = 1000) -> [UInt8] {
        var random = Seeded(seed)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            unsafe withUnsafeBytes(of: random.next()) { unsafe bytes.append(contentsOf: $0) }
        }
        return Array(bytes.prefix(count))
    }

    /// A page with that content.
    package static func page(_ bytes: [UInt8]) -> Page {
        Page(
            digest: ContentDigest(sha256Of: bytes), byteLength: bytes.count, width: 1654, height: 2339,
            resolution: 200, colourMode: .colour, scanner: "Test Feeder test:0", scannedAt: SampleStation.noon)
    }

    /// The page of `bytes(seed)`.
    package static func page(_ seed: UInt64, count: Int = 1000) -> Page { page(bytes(seed, count: count)) }
}

extension Document {
    /// A component with these pages.
    package static func component(_ pages: Page...) -> Document {
        Document(role: .component, type: "CCCD", authority: "pb-cm-001", level: .commune, pages: pages)
    }

    /// A result with these pages.
    package static func result(
        _ number: String?, type: String = "GKS", authority: String = "pb-cm-001", level: Level = .commune,
        issuedOn: CalendarDay? = nil, inForce: Bool = true, _ pages: Page...
    ) -> Document {
        Document(
            role: .result, type: type, number: number, issuedOn: issuedOn, authority: authority, level: level,
            inForce: inForce, pages: pages)
    }

    /// A component that is reused instead of scanned.
    package static func reused(
        _ code: String, from manifest: ContentDigest, site: String = "pb-cm-001", on day: String = "2021-03-01"
    ) -> Document {
        Document(
            role: .component, type: "GCS", authority: site, level: .commune,
            reuse: Reuse(
                dossier: DossierCode(rawValue: code)!, site: SiteID(rawValue: site)!, manifest: manifest,
                digitisedOn: CalendarDay(day)!))
    }
}
