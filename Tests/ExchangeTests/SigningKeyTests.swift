import Dossiers
import Exchange
import Foundation
import Testing

@Suite struct SigningKeyTests {
    @Test func `A key comes back from its PEM text`() throws {
        let key = SigningKey()
        #expect(key.pemRepresentation.hasPrefix("-----BEGIN PRIVATE KEY-----"))
        let again = try SigningKey(pem: key.pemRepresentation)
        #expect(again.verificationKey == key.verificationKey)
        #expect(key.verificationKey.verifies(again.seal(Data("x".utf8), type: "t")))
    }

    @Test func `Text that is no P-256 private key is refused`() {
        let publicPEM = Vectors.stationKey.verificationKey.pemRepresentation
        let cut = String(Vectors.text("TEST-KEY-station.pem").dropLast(60))
        // A P-384 key, by openssl genpkey.
        let other = """
            -----BEGIN PRIVATE KEY-----
            MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDAxI6KL2k9dZZ8aNSa8
            -----END PRIVATE KEY-----
            """
        for text in ["", "secret", publicPEM, cut, other] {
            #expect(throws: KeyError.notAPrivateKey) { try SigningKey(pem: text) }
        }
    }

    @Test func `Bytes that are no P-256 public key are refused`() {
        let der = Vectors.data("station.der")
        var offCurve = der
        offCurve[offCurve.count - 1] ^= 1
        for bytes in [Data(), Data([0x30]), der.dropLast(), der + [0], offCurve, Vectors.data("token.jwt")] {
            #expect(throws: KeyError.notAPublicKey) { try VerificationKey(der: Data(bytes)) }
        }
    }

    @Test func `The spoken fingerprint is the first twenty digits in groups of four`() {
        let key = Vectors.stationKey.verificationKey
        let spoken = key.spokenFingerprint
        #expect(spoken.wholeMatch(of: /([0-9A-F]{4} ){4}[0-9A-F]{4}/) != nil)
        #expect(key.fingerprint.uppercased().hasPrefix(spoken.replacingOccurrences(of: " ", with: "")))
    }
}
