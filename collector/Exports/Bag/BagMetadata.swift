import Dossiers
import Exchange
import Foundation
import Registry

/// `data/metadata.json` in a bag: what its files are, and what they come from. Fields are only ever added.
struct BagMetadata: Encodable {
    let dossier: DossierCode
    let site: SiteID
    /// Code of the procedure, of the last manifest that stands.
    let procedure: String?
    let exportedAt: Date
    let exportedBy: String
    /// The identity of the collector, and the fingerprint of its key.
    let collector: String
    let collectorKey: String
    /// In reading order.
    let papers: [Paper]
    /// The pages that stand in reading order, then the former ones.
    let pages: [PageFile]
    let proofs: [Proof]

    struct Paper: Encodable {
        /// From 1, as `PageFile.paper` has it.
        let number: Int
        let role: DocumentRole
        let type: String
        let name: String
        let paperNumber: String?
        let issuedOn: CalendarDay?
        let issuer: String?
        let authority: String
        let level: Level
        let inForce: Bool
        let manifest: ContentDigest
        /// Where the pages of a reused paper are.
        let reuse: Reuse?
    }

    struct PageFile: Encodable {
        /// Below `data`.
        let file: String
        let sha256: ContentDigest
        let byteLength: Int
        let mediaType: String
        let width: Int
        let height: Int
        let resolution: Int
        /// Degrees by which it is to be turned clockwise.
        let rotation: Int
        let scannedAt: Date
        let flags: [PageFlag]
        /// The number of its paper; nil for a former page.
        let paper: Int?
    }

    struct Proof: Encodable {
        /// Below `data`.
        let manifestFile: String
        let receiptFile: String?
        let manifest: ContentDigest
        let station: StationID
        let sequence: Int
        let sealedAt: Date
        let state: SubmissionStatus.State
        /// Whether the dossier is as this manifest says.
        let stands: Bool
        let supersedes: [ContentDigest]
    }
}
