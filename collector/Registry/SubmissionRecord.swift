package import Dossiers
package import Exchange
package import Foundation

/// A manifest that has been read and whose signature is right.
package struct ReceivedManifest: Sendable {
    /// The envelope's bytes as received.
    package var envelope: Data
    /// SHA-256 of the payload.
    package var digest: ContentDigest
    package var manifest: Manifest
    /// A rule that it breaks by itself; it is refused in its place then.
    package var refusal: Receipt.Refusal?

    package init(envelope: Data, digest: ContentDigest, manifest: Manifest, refusal: Receipt.Refusal?) {
        self.envelope = envelope
        self.digest = digest
        self.manifest = manifest
        self.refusal = refusal
    }
}

/// Where a submission stands in the index.
package struct SubmissionRecord: Sendable, Hashable {
    package var manifest: ContentDigest
    package var station: StationID
    package var site: SiteID
    package var state: SubmissionStatus.State
    package var receipt: Envelope?
    /// Where its pages go, while it awaits some.
    package var upload: UploadRecord?
    /// Whether the upload was made just now, so that it has no bytes.
    package var isNewUpload = false
}

/// One resumable stream of pages that belongs to an announced manifest.
package struct UploadRecord: Sendable, Hashable, Identifiable {
    /// 32 hexadecimal digits, random.
    package var id: String
    package var manifest: ContentDigest
    package var station: StationID
    package var site: SiteID
    /// The pages awaited, in the order of the stream.
    package var pages: [SubmissionStatus.NeededPage]
    package var expiresAt: Date
    /// Whether the manifest has its receipt, so that nothing more is awaited.
    package var isComplete: Bool

    /// Bytes of the whole stream.
    package var length: Int { pages.reduce(0) { $0 + $1.byteLength } }
}

/// Why a manifest does not fit at the end of its station's chain.
package struct ChainBreak: Error, Sendable, Hashable {
    package var kind: Kind
    /// The next free place.
    package var expectedSequence: Int

    /// The ways in which a chain breaks.
    package enum Kind: Sendable, Hashable {
        /// Beyond the next place.
        case gap
        /// The place is taken by another manifest.
        case reused
        /// The right place, and another predecessor.
        case fork
    }
}

/// What the transaction of a submission needs from its surroundings.
package struct SubmissionTerms: Sendable {
    package var now: Date
    /// Seconds for which an upload waits for bytes.
    package var uploadLifetime: Double
    /// Whether a content of that digest and length is whole in the store.
    package var isStored: @Sendable (ContentDigest, Int) -> Bool
    /// Signs a receipt with the collector's key.
    package var sign: @Sendable (Receipt) -> Envelope

    package init(
        now: Date, uploadLifetime: Double, isStored: @escaping @Sendable (ContentDigest, Int) -> Bool,
        sign: @escaping @Sendable (Receipt) -> Envelope
    ) {
        self.now = now
        self.uploadLifetime = uploadLifetime
        self.isStored = isStored
        self.sign = sign
    }
}
