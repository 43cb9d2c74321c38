import Dossiers
import Exchange
import FoundationEssentials

/// What a browser shows to be known again: 256 random bits. The index keeps only its digest.
struct SessionToken: Sendable {
    /// As it stands in the cookie.
    let text: String

    /// A new one.
    init() { text = Self.random() }

    /// The one in a cookie.
    init(text: String) { self.text = text }

    var digest: ContentDigest { ContentDigest(sha256Of: Data(text.utf8)) }

    /// 256 random bits in 43 characters.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode(Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }))
    }
}
