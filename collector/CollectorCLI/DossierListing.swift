import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// A dossier at a site, as the commands tell of it in JSON. Identity numbers are masked; the exported envelope has them.
struct DossierListing: Encodable {
    let code: DossierCode
    let site: SiteID
    let isDigitised: Bool
    let manifests: [Entry]

    init(_ record: DossierRecord) {
        code = record.code
        site = record.site
        isDigitised = record.isDigitised
        manifests = record.manifests.map(Entry.init)
    }

    /// A manifest, and what became of it.
    struct Entry: Encodable {
        let digest: ContentDigest
        let state: SubmissionStatus.State
        let isEffective: Bool
        let announcedAt: Date
        let supersededBy: [ContentDigest]
        let manifest: Manifest
        let receipt: Receipt?

        init(_ record: ManifestRecord) {
            digest = record.digest
            state = record.state
            isEffective = record.isEffective
            announcedAt = record.announcedAt
            supersededBy = record.supersededBy
            var manifest = record.manifest
            manifest.dossier.owner.identityNumber = manifest.dossier.owner.identityNumber.map(MaskedNumber.text)
            self.manifest = manifest
            receipt = record.receipt
        }
    }
}
