package import Dossiers
package import FoundationEssentials

/// The collector's signed answer to a manifest.
///
/// Accepted or duplicate: the manifest and every page it names are durably stored; only then may a station delete
/// pages. Refused: the manifest has its place in the chain, and the reason stands here.
package struct Receipt: Codable, Sendable, Hashable {
    /// The DSSE payload type.
    package static let payloadType = "application/vnd.sohoa.receipt.v1+json"

    package var manifest: ContentDigest
    package var station: StationID
    /// The manifest's place in the station's chain.
    package var sequence: Int
    package var site: SiteID
    /// The collector's own running number, from 1.
    package var number: Int
    package var issuedAt: Date
    package var outcome: Outcome
    /// The earlier manifest that says the same, when `outcome` is `duplicate`.
    package var duplicateOf: ContentDigest?
    /// Why it was refused, when `outcome` is `refused`.
    package var refusal: Refusal?
    /// Distinct pages stored, and their bytes.
    package var pages: Int
    package var bytes: Int

    /// What became of the manifest.
    package enum Outcome: String, Codable, Sendable {
        case accepted, duplicate, refused
    }

    /// Why a well-signed manifest in its place was not accepted.
    package struct Refusal: Codable, Sendable, Hashable {
        /// An `ErrorCode`; of a later collector, one that this version may not know. The receipt holds all the same.
        package var code: String
        package var detail: String

        package init(code: ErrorCode, detail: String) {
            self.code = code.rawValue
            self.detail = detail
        }
    }

    package init(
        manifest: ContentDigest, station: StationID, sequence: Int, site: SiteID, number: Int, issuedAt: Date,
        outcome: Outcome, duplicateOf: ContentDigest? = nil, refusal: Refusal? = nil, pages: Int, bytes: Int
    ) {
        self.manifest = manifest
        self.station = station
        self.sequence = sequence
        self.site = site
        self.number = number
        self.issuedAt = issuedAt
        self.outcome = outcome
        self.duplicateOf = duplicateOf
        self.refusal = refusal
        self.pages = pages
        self.bytes = bytes
    }

    /// The receipt in `envelope`, once its signature is found to be `key`'s.
    ///
    /// - Throws: `OpenError` when the type, the signature or the payload is not that of a receipt.
    package static func open(_ envelope: Envelope, with key: VerificationKey) throws(OpenError) -> Receipt {
        try envelope.open(Receipt.self, type: payloadType, with: key)
    }
}

extension Manifest {
    /// The manifest in `envelope`, once its signature is found to be `key`'s.
    ///
    /// - Throws: `OpenError` when the type, the signature or the payload is not that of a manifest.
    package static func open(_ envelope: Envelope, with key: VerificationKey) throws(OpenError) -> Manifest {
        try envelope.open(Manifest.self, type: payloadType, with: key)
    }
}
