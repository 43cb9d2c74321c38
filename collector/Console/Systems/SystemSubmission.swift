import Dossiers
import Exchange
import FoundationEssentials
import Registry

/// A submission as systems get it: its place in the chain and what became of it, no person.
struct SystemSubmission: Encodable {
    private let digest: ContentDigest
    private let station: StationID
    private let sequence: Int
    private let previous: ContentDigest?
    private let site: SiteID
    private let dossier: DossierCode
    private let sealedAt: Date
    private let announcedAt: Date
    private let state: SubmissionStatus.State
    private let isEffective: Bool
    private let supersedes: [ContentDigest]
    private let supersededBy: [ContentDigest]
    private let receipt: Answer?
    /// The key that signed it, in PEM; where it is asked for alone.
    private let stationKey: String?

    /// What the receipt says.
    private struct Answer: Encodable {
        let number: Int
        let outcome: Receipt.Outcome
        let issuedAt: Date
        let duplicateOf: ContentDigest?
        let refusal: Receipt.Refusal?
    }

    init(_ record: ManifestRecord, key: VerificationKey? = nil) {
        let manifest = record.manifest
        digest = record.digest
        (station, sequence, previous) = (manifest.station, manifest.sequence, manifest.previous)
        (site, dossier) = (manifest.site, manifest.dossier.code)
        (sealedAt, announcedAt) = (manifest.sealedAt, record.announcedAt)
        (state, isEffective) = (record.state, record.isEffective)
        (supersedes, supersededBy) = (manifest.supersedes, record.supersededBy)
        receipt = record.receipt.map {
            Answer(
                number: $0.number, outcome: $0.outcome, issuedAt: $0.issuedAt, duplicateOf: $0.duplicateOf,
                refusal: $0.refusal)
        }
        stationKey = key?.pemRepresentation
    }
}
