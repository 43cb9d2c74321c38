import Dossiers
import Exchange
import FoundationEssentials

/// Secrets that people copy from a screen or a paper: groups of Crockford's base 32, without I, L, O and U.
enum PaperSecret {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// A password for one sign-in: 60 random bits, `3F7K-9QTX-W2MB`.
    static func temporaryPassword() -> String { random(groups: 3, of: 4) }

    /// A recovery code: 50 random bits, `9QTXW-2MB3F`.
    static func recoveryCode() -> String { random(groups: 2, of: 5) }

    /// The digest by which a recovery code is known. Case, spaces and hyphens do not matter; O, I, L are 0, 1, 1.
    static func digest(_ typed: String) -> ContentDigest {
        let read = typed.uppercased().utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: " "): nil
            case UInt8(ascii: "O"): UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
            default: byte
            }
        }
        return ContentDigest(sha256Of: Data(read))
    }

    private static func random(groups: Int, of count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<groups).map { _ in
            String(
                decoding: (0..<count).map { _ in alphabet[Int.random(in: 0..<32, using: &generator)] },
                as: UTF8.self)
        }.joined(separator: "-")
    }
}
