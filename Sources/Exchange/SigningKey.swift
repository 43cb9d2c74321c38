import Crypto
import Dossiers
package import FoundationEssentials

/// A private ECDSA P-256 key, of a station or of the collector.
///
/// Signs with SHA-256. Thông tư 15/2025/TT-BKHCN lists ECDSA of 256 bits and more with SHA-2. This protects integrity;
/// it is not an officer's legal digital signature (ký số).
package struct SigningKey: Sendable {
    private let key: P256.Signing.PrivateKey

    /// A new random key.
    package init() { key = P256.Signing.PrivateKey() }

    /// The key in a PKCS#8 PEM text, as `pemRepresentation` gives it.
    ///
    /// - Throws: `KeyError.notAPrivateKey` when the text holds no P-256 private key.
    package init(pem: String) throws(KeyError) {
        do { key = try P256.Signing.PrivateKey(pemRepresentation: pem) } catch { throw .notAPrivateKey }
    }

    /// PKCS#8 in PEM (RFC 7468). Secret: to be stored with mode 0600 only.
    package var pemRepresentation: String { key.pemRepresentation }

    package var verificationKey: VerificationKey { VerificationKey(key.publicKey) }

    /// 32 secret bytes for another purpose, which tell nothing of the key (HKDF-SHA256, RFC 5869).
    ///
    /// - Parameter purpose: two purposes have nothing in common.
    package func derivedSecret(for purpose: String) -> Data {
        let secret = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: key.rawRepresentation), info: Data(purpose.utf8), outputByteCount: 32)
        // The bytes are copied before the call ends.
        return unsafe secret.withUnsafeBytes { unsafe Data($0) }
    }

    /// `payload` in an envelope signed with this key.
    package func seal(_ payload: Data, type: String) -> Envelope {
        let signed = Envelope.preAuthenticationEncoding(type: type, payload: payload)
        return Envelope(
            payload: payload, payloadType: type,
            signatures: [.init(keyid: verificationKey.fingerprint, sig: derSignature(over: signed))])
    }

    /// An ASN.1 DER signature over `bytes`.
    package func derSignature(over bytes: Data) -> Data { signature(over: bytes).derRepresentation }

    /// The 64-byte concatenation of r and s, as JOSE wants it (RFC 7518, 3.4).
    package func rawSignature(over bytes: Data) -> Data { signature(over: bytes).rawRepresentation }

    private func signature(over bytes: Data) -> P256.Signing.ECDSASignature {
        // Signing with a valid P-256 key has no failure that a caller could cause or mend.
        try! key.signature(for: bytes)
    }
}

/// A public ECDSA P-256 key.
package struct VerificationKey: Sendable, Hashable {
    /// SubjectPublicKeyInfo in DER (RFC 5480).
    package let derRepresentation: Data
    private let key: P256.Signing.PublicKey

    /// - Throws: `KeyError.notAPublicKey` when `der` is no SubjectPublicKeyInfo of a P-256 key.
    package init(der: Data) throws(KeyError) {
        do { self.init(try P256.Signing.PublicKey(derRepresentation: der)) } catch { throw .notAPublicKey }
    }

    init(_ key: P256.Signing.PublicKey) {
        self.key = key
        derRepresentation = key.derRepresentation
    }

    /// SHA-256 of the DER form, in 64 hexadecimal digits: the key's identity.
    package var fingerprint: String { ContentDigest(sha256Of: derRepresentation).rawValue }

    /// The first 80 bits of the fingerprint in groups of four, short enough to be read out over the telephone.
    package var spokenFingerprint: String {
        let digits = Array(fingerprint.uppercased().prefix(20))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
    }

    /// SubjectPublicKeyInfo in PEM (RFC 7468).
    package var pemRepresentation: String { key.pemRepresentation }

    /// Whether one of the envelope's signatures is this key's over its payload and type.
    package func verifies(_ envelope: Envelope) -> Bool {
        let signed = Envelope.preAuthenticationEncoding(type: envelope.payloadType, payload: envelope.payload)
        return envelope.signatures.contains { verifies(der: $0.sig, over: signed) }
    }

    /// Whether `der` is this key's signature over `bytes`.
    package func verifies(der: Data, over bytes: Data) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: der) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }

    /// Whether `raw` (r and s, 64 bytes) is this key's signature over `bytes`.
    package func verifies(raw: Data, over bytes: Data) -> Bool {
        guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: raw) else { return false }
        return key.isValidSignature(signature, for: bytes)
    }

    package static func == (a: VerificationKey, b: VerificationKey) -> Bool {
        a.derRepresentation == b.derRepresentation
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(derRepresentation) }
}

/// Bytes that are not the key they should be.
package enum KeyError: Error, Hashable {
    case notAPrivateKey
    case notAPublicKey
}
