package import Dossiers
import Exchange
import Foundation

/// What another system proves itself with: `shs_` and 43 characters of base64url, 256 random bits.
///
/// Shown once, kept only as its digest: there is nothing to guess, so that a plain SHA-256 is enough. The beginning lets
/// scanners for secrets recognise it.
package struct SystemToken: Sendable, Hashable {
    package let text: String

    /// A new random token.
    package init() {
        let bytes = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
        text = Self.prefix + Base64URL.encode(bytes)
    }

    /// Nil when `text` cannot be one.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), let bytes = Base64URL.decode(text.dropFirst(Self.prefix.count)),
            bytes.count == 32
        else { return nil }
        self.text = text
    }

    /// What is stored of it.
    package var digest: ContentDigest { ContentDigest(sha256Of: Data(text.utf8)) }

    private static let prefix = "shs_"
}
