import Dossiers
import Exchange
import Foundation

/// The secret of a one-off join token: 28 characters of Crockford's base 32, 140 random bits.
///
/// It is shown once, as text, and stored only as its digest. People may type it: case, spaces and hyphens do not
/// matter, and O, I, L are read as 0, 1, 1 (Douglas Crockford, "Base 32").
package struct JoinSecret: Sendable, Hashable {
    private let symbols: [UInt8]

    /// A new random secret.
    package init() {
        symbols = (0..<Self.length).map { _ in Self.alphabet[Int.random(in: 0..<32)] }
    }

    /// Nil when `text` cannot be a secret.
    package init?(_ text: String) {
        var symbols: [UInt8] = []
        for byte in text.uppercased().utf8 {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: " "): continue
            case UInt8(ascii: "O"): symbols.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): symbols.append(UInt8(ascii: "1"))
            default:
                guard Self.alphabet.contains(byte) else { return nil }
                symbols.append(byte)
            }
            guard symbols.count <= Self.length else { return nil }
        }
        guard symbols.count == Self.length else { return nil }
        self.symbols = symbols
    }

    /// The secret in groups of four, for people.
    package var text: String {
        stride(from: 0, to: Self.length, by: 4)
            .map { String(decoding: symbols[$0..<$0 + 4], as: UTF8.self) }
            .joined(separator: "-")
    }

    /// What is stored of it.
    var digest: ContentDigest { ContentDigest(sha256Of: Data(symbols)) }

    private static let length = 28
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
