package import Dossiers

/// Where a posted manifest stands: the answer to `POST /v1/manifests` and `GET /v1/manifests/{digest}`.
package struct SubmissionStatus: Codable, Sendable, Hashable {
    package var manifest: ContentDigest
    package var state: State
    /// The pages the collector still wants, in the order in which the upload takes their bytes.
    package var needed: [NeededPage]
    /// The receipt once there is one, also when it is one of refusal.
    package var receipt: Envelope?

    /// The life of a manifest at the collector.
    package enum State: String, Codable, Sendable {
        /// In the chain; pages are awaited.
        case announced
        /// Stored with every page.
        case complete
        /// In the chain, and not accepted.
        case refused
    }

    /// A page the collector wants.
    package struct NeededPage: Codable, Sendable, Hashable {
        package var digest: ContentDigest
        package var byteLength: Int

        package init(digest: ContentDigest, byteLength: Int) {
            self.digest = digest
            self.byteLength = byteLength
        }
    }

    package init(manifest: ContentDigest, state: State, needed: [NeededPage] = [], receipt: Envelope? = nil) {
        self.manifest = manifest
        self.state = state
        self.needed = needed
        self.receipt = receipt
    }

    /// Bytes the upload takes in all.
    package var uploadLength: Int { needed.reduce(0) { $0 + $1.byteLength } }
}

/// Names of header fields that carry the protocol, beside those of tus 1.0.
package enum HeaderName {
    /// In the answer to the last `PATCH`: the receipt's envelope, base64 of its JSON, when it fits.
    package static let receipt = "Sohoa-Receipt"
    /// The longest value of `Sohoa-Receipt`, in bytes.
    package static let maximumReceiptLength = 6000
}
