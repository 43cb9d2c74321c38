package import FoundationEssentials

/// One side of one sheet as the scanner gave it, or as it came in a file.
package struct Page: Codable, Sendable, Hashable {
    /// SHA-256 of the stored bytes.
    package var digest: ContentDigest
    /// Bytes stored.
    package var byteLength: Int
    /// Media type of the stored bytes.
    package var mediaType: String
    /// Pixels across and down, as stored.
    package var width: Int
    package var height: Int
    /// Pixels per inch as the scanner really delivered them, never as asked for.
    package var resolution: Int
    package var colourMode: ColourMode
    /// Vendor, model and device name of the scanner; nil for a page that came in a file.
    package var scanner: String?
    package var scannedAt: Date
    /// In ascending order, each once.
    package var flags: [PageFlag]
    /// Degrees by which the stored image is turned clockwise to stand upright: 90, 180 or 270; nil as it is stored. The
    /// stored bytes stay what the scanner gave.
    package var rotation: Int?

    package init(
        digest: ContentDigest, byteLength: Int, mediaType: String = "image/jpeg", width: Int, height: Int,
        resolution: Int, colourMode: ColourMode, scanner: String?, scannedAt: Date, flags: Set<PageFlag> = [],
        rotation: Int? = nil
    ) {
        self.digest = digest
        self.byteLength = byteLength
        self.mediaType = mediaType
        self.width = width
        self.height = height
        self.resolution = resolution
        self.colourMode = colourMode
        self.scanner = scanner
        self.scannedAt = scannedAt
        self.flags = flags.sorted()
        self.rotation = rotation
    }

    /// The rotations there are, beside none.
    package static let rotations = [90, 180, 270]

    /// The most flags of a page.
    package static let maximumFlags = 50
    /// The largest page accepted anywhere, in bytes: 64 MiB.
    package static let maximumByteLength = 64 << 20
    /// The largest width or height accepted, in pixels (the limit of JPEG, ITU-T T.81).
    package static let maximumSide = 65_500
}

/// How colours were scanned.
package enum ColourMode: String, Codable, Sendable, Hashable, CaseIterable {
    /// 24-bit colour.
    case colour
    /// 8-bit grey.
    case grey
    /// Black and white, stored as grey.
    case bilevel
}

/// Something an officer should know of a page. Flagged pages are shown, never dropped.
///
/// An open set: a flag of a later version is kept as it came, so that a collector that is older than a station takes what
/// that states.
package struct PageFlag: RawRepresentable, Codable, Sendable, Hashable, Comparable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The page looks empty.
    package static let blankSuspected = PageFlag(rawValue: "blankSuspected")
    /// The same bytes occur earlier in the dossier.
    package static let repeated = PageFlag(rawValue: "repeated")
    /// The page replaces an earlier scan of the same sheet.
    package static let rescanned = PageFlag(rawValue: "rescanned")
    /// The page came in a file, not from the scanner.
    package static let imported = PageFlag(rawValue: "imported")
    /// The scanner sent clearly fewer lines than it had announced: the rest of the sheet may be missing.
    package static let cutShort = PageFlag(rawValue: "cutShort")

    package static func < (a: PageFlag, b: PageFlag) -> Bool { a.rawValue < b.rawValue }
}
