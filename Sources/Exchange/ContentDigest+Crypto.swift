import Crypto
package import Dossiers
package import FoundationEssentials

extension ContentDigest {
    /// The SHA-256 digest of `bytes`.
    package init(sha256Of bytes: some DataProtocol) {
        self.init(bytes: SHA256.hash(data: bytes))
    }
}
