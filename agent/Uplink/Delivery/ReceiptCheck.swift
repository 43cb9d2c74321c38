internal import Dossiers
package import Exchange

/// Why what came as a receipt is none for the manifest in question.
package enum ReceiptFault: Error, Hashable, Sendable, CustomStringConvertible {
    case notSigned(OpenError)
    case ofAnotherManifest
    case ofAnotherStation
    case ofAnotherSequence(Int)

    package var description: String {
        switch self {
        case .notSigned(.badSignature): "it is not signed with the collector's key that was learnt at enrolment"
        case .notSigned(.unexpectedPayloadType): "it is of another type"
        case .notSigned(.malformedPayload(let detail)): "it cannot be read (\(detail))"
        case .ofAnotherManifest: "it is of another manifest"
        case .ofAnotherStation: "it is of another station"
        case .ofAnotherSequence(let sequence): "it is of another place in the chain (\(sequence))"
        }
    }
}

/// What a receipt must satisfy before a page may ever be deleted on its word.
package struct ReceiptCheck: Sendable {
    private let collectorKey: VerificationKey
    private let station: StationID

    package init(identity: StationIdentity) {
        collectorKey = identity.collectorKey
        station = identity.station
    }

    /// The receipt in `envelope`, found to be the collector's and for `manifest`.
    package func receipt(in envelope: Envelope, for manifest: OutgoingManifest) throws(ReceiptFault) -> Receipt {
        let receipt: Receipt
        do { receipt = try Receipt.open(envelope, with: collectorKey) } catch { throw .notSigned(error) }
        guard receipt.manifest == manifest.digest else { throw .ofAnotherManifest }
        guard receipt.station == station else { throw .ofAnotherStation }
        guard receipt.sequence == manifest.sequence else { throw .ofAnotherSequence(receipt.sequence) }
        return receipt
    }
}
