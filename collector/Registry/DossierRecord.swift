package import Dossiers
package import Exchange
package import Foundation

/// A dossier at a site, in a list.
package struct DossierSummary: Sendable, Hashable, Codable {
    package var code: DossierCode
    package var site: SiteID
    /// Of the latest statement that stands; nil while nothing is complete.
    package var ownerName: String?
    package var procedure: String?
    package var lastSealedAt: Date
    /// Manifests that were not refused.
    package var manifests: Int
    /// Of those, the ones whose pages are awaited.
    package var announced: Int
    /// Of the dossier as it counts, whichever site scanned its components.
    package var isDigitised: Bool
}

/// Everything known of a dossier at a site.
package struct DossierRecord: Sendable, Hashable {
    package var code: DossierCode
    package var site: SiteID
    /// Of the dossier as it counts, whichever site scanned its components.
    package var isDigitised: Bool
    /// In the order in which the collector got them.
    package var manifests: [ManifestRecord]
}

/// A manifest as it was received, and what became of it.
package struct ManifestRecord: Sendable, Hashable {
    package var digest: ContentDigest
    package var manifest: Manifest
    /// The envelope's JSON, byte by byte as received.
    package var envelope: Data
    package var announcedAt: Date
    package var state: SubmissionStatus.State
    /// Whether it stands: it is complete, and nothing complete took its place.
    package var isEffective: Bool
    /// The manifests that name it as superseded.
    package var supersededBy: [ContentDigest]
    package var receipt: Receipt?
    /// The receipt's envelope, for export.
    package var receiptEnvelope: Envelope?
}

/// A place where a manifest names a page.
package struct PageUse: Sendable, Hashable, Codable {
    package var manifest: ContentDigest
    package var site: SiteID
    package var dossier: DossierCode
    /// Index of the document in the manifest, and of the page in the document.
    package var document: Int
    package var page: Int
    package var isEffective: Bool
}
