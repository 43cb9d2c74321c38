package import Dossiers
package import FoundationEssentials

/// The signed statement of one submission: what a station says it scanned.
///
/// It states the dossier as a whole. Papers added or corrected later come in a further manifest that states the whole
/// again and names the manifests it supersedes; pages already delivered are named again and not sent again.
package struct Manifest: Codable, Sendable, Hashable {
    /// The DSSE payload type.
    package static let payloadType = "application/vnd.sohoa.manifest.v1+json"
    /// The largest payload accepted, in bytes: 4 MiB, some 10,000 pages.
    package static let maximumByteLength = 4 << 20
    /// The most documents one manifest may name.
    package static let maximumDocuments = 1000
    /// The most pages one manifest may name.
    package static let maximumPages = 10_000
    /// The most corrections one manifest may name.
    package static let maximumCorrections = 10_000

    package var station: StationID
    /// The place in the station's chain, from 1, without gaps.
    package var sequence: Int
    /// The digest of the station's manifest before this one; nil in the first.
    package var previous: ContentDigest?
    package var site: SiteID
    /// Account name of the officer who sealed the dossier.
    package var operatorName: String
    /// When the dossier was sealed, by the PC's clock put right by `clockCorrection`.
    package var sealedAt: Date
    /// Seconds by which the PC's clock was put right, 0 where it was not known to be wrong.
    package var clockCorrection: Int
    package var dossier: Dossier
    package var documents: [Document]
    /// The manifests of the same dossier that this one takes the place of.
    package var supersedes: [ContentDigest]
    /// Sheets the officer counted, if counted.
    package var sheetsExpected: Int?
    /// What was corrected between the submission before this one and its sealing, the oldest first. Left out of the
    /// JSON when there is nothing.
    package var corrections: [Correction] {
        get { statedCorrections ?? [] }
        set { statedCorrections = newValue.isEmpty ? nil : newValue }
    }
    private var statedCorrections: [Correction]?

    enum CodingKeys: String, CodingKey {
        case station, sequence, previous, site
        case operatorName = "operator"
        case sealedAt, clockCorrection, dossier, documents, supersedes, sheetsExpected
        case statedCorrections = "corrections"
    }

    package init(
        station: StationID, sequence: Int, previous: ContentDigest?, site: SiteID, operatorName: String,
        sealedAt: Date, clockCorrection: Int = 0, dossier: Dossier, documents: [Document],
        supersedes: [ContentDigest] = [], sheetsExpected: Int? = nil, corrections: [Correction] = []
    ) {
        self.station = station
        self.sequence = sequence
        self.previous = previous
        self.site = site
        self.operatorName = operatorName
        self.sealedAt = sealedAt
        self.clockCorrection = clockCorrection
        self.dossier = dossier
        self.documents = documents
        self.supersedes = supersedes
        self.sheetsExpected = sheetsExpected
        self.corrections = corrections
    }

    /// Every page of every document, in order.
    package var pages: [Page] { documents.flatMap(\.pages) }

    /// The distinct pages in order of first appearance.
    package var distinctPages: [Page] {
        var seen: Set<ContentDigest> = []
        return pages.filter { seen.insert($0.digest).inserted }
    }

    /// The digest of what the manifest says of the dossier, whoever sealed it and when.
    ///
    /// Two manifests of one site with the same content digest state the same thing: the later is a duplicate, as when
    /// a station was enrolled again before its receipt came through.
    package var contentDigest: ContentDigest {
        struct Content: Encodable {
            let site: SiteID
            let dossier: Dossier
            let documents: [Document]
        }
        return ContentDigest(sha256Of: try! Wire.encode(Content(site: site, dossier: dossier, documents: documents)))
    }
}
