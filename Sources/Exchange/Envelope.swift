package import Dossiers
package import FoundationEssentials

/// A DSSE envelope: exact payload bytes, their type, and signatures over both.
///
/// Source: Dead Simple Signing Envelope v1.0.2 (secure-systems-lab/dsse), protocol.md and envelope.md. The payload is
/// verified as received; nothing is re-encoded, so no canonical form is needed.
package struct Envelope: Codable, Sendable, Hashable {
    package var payload: Data
    package var payloadType: String
    package var signatures: [Signature]

    /// One signature over the payload and its type.
    package struct Signature: Codable, Sendable, Hashable {
        /// Fingerprint of the key; a hint for look-up, not part of what is signed.
        package var keyid: String
        /// ASN.1 DER encoding of an ECDSA signature (SEC 1, C.5).
        package var sig: Data

        package init(keyid: String, sig: Data) {
            self.keyid = keyid
            self.sig = sig
        }
    }

    package init(payload: Data, payloadType: String, signatures: [Signature]) {
        self.payload = payload
        self.payloadType = payloadType
        self.signatures = signatures
    }

    /// The digest that names the payload: SHA-256 of its exact bytes.
    package var payloadDigest: ContentDigest { ContentDigest(sha256Of: payload) }

    /// The pre-authentication encoding: the bytes that are signed.
    ///
    /// `"DSSEv1" SP len(type) SP type SP len(payload) SP payload`, lengths in decimal bytes.
    package static func preAuthenticationEncoding(type: String, payload: Data) -> Data {
        var bytes = Data("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8)
        bytes.append(payload)
        return bytes
    }
}
