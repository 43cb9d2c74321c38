import Crypto
import CryptoExtras
import FoundationEssentials
package import Scanning

/// Officers' PINs: which are good enough, and how they are kept.
///
/// PBKDF2-HMAC-SHA256 (RFC 8018) with a salt of its own each: who gets hold of the file has to try the PINs one by one.
/// That a PIN of few digits holds at all is the lock after wrong ones (`SignInState`).
package enum PINHash {
    /// Rounds of new hashes. Each hash names its own, so that they can be raised.
    private static let rounds = 200_000
    private static let saltLength = 16
    private static let hashLength = 32
    private static let scheme = "pbkdf2-sha256"

    /// Why a PIN is not taken.
    package enum Weakness: Error, Hashable, CaseIterable {
        /// It has not 4 to 12 digits.
        case form
        /// All its digits are the same.
        case oneDigit
        /// It counts up or down.
        case run

        /// What to say to whoever chose it.
        package var text: BilingualText {
            switch self {
            case .form:
                BilingualText(vietnamese: "Mã PIN phải có từ 4 đến 12 chữ số.", english: "A PIN has 4 to 12 digits.")
            case .oneDigit:
                BilingualText(
                    vietnamese: "Mã PIN không được gồm toàn một chữ số; hãy chọn mã khác.",
                    english: "A PIN is not one digit repeated; choose another.")
            case .run:
                BilingualText(
                    vietnamese: "Mã PIN không được là dãy số liên tiếp như 1234; hãy chọn mã khác.",
                    english: "A PIN is not a row of digits such as 1234; choose another.")
            }
        }
    }

    /// What keeps `pin` from being taken; nil when it is good.
    package static func weakness(of pin: String) -> Weakness? {
        let digits = Array(pin.utf8)
        guard (4...12).contains(digits.count), digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return .form }
        let steps = Set(zip(digits, digits.dropFirst()).map { (Int($1) - Int($0) + 10) % 10 })
        if steps == [0] { return .oneDigit }
        return steps == [1] || steps == [9] ? .run : nil
    }

    /// The form in which `pin` is kept: `pbkdf2-sha256$rounds$salt$hash`, the last two in base64.
    ///
    /// Takes a tenth of a second of a processor; not to be called where others wait.
    /// - Throws: `Weakness` when the PIN is not good enough.
    package static func make(_ pin: String) throws(Weakness) -> String {
        if let weakness = weakness(of: pin) { throw weakness }
        var random = SystemRandomNumberGenerator()
        let salt = Data((0..<saltLength).map { _ in UInt8.random(in: 0...255, using: &random) })
        let hash = derive(pin, salt: salt, rounds: rounds)
        return "\(scheme)$\(rounds)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
    }

    /// Whether `stored` was made of `pin`. Takes as long for a wrong one as for the right one.
    package static func verifies(_ pin: String, against stored: String) -> Bool {
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == scheme, let rounds = Int(parts[1]), (1...10_000_000).contains(rounds),
            let salt = Data(base64Encoded: String(parts[2])), let hash = Data(base64Encoded: String(parts[3])),
            hash.count == hashLength
        else { return false }
        // Every byte is looked at, so that the time tells nothing of how far they agree.
        return zip(derive(pin, salt: salt, rounds: rounds), hash).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ pin: String, salt: Data, rounds: Int) -> Data {
        // Nothing a caller gives makes it fail: length, rounds and function are ours. Its own floor of rounds is meant
        // for passwords that no lock protects.
        let key = try! KDF.Insecure.PBKDF2.deriveKey(
            from: Data(pin.utf8), salt: salt, using: .sha256, outputByteCount: hashLength,
            unsafeUncheckedRounds: rounds)
        // The key's bytes are copied before the call ends.
        return unsafe key.withUnsafeBytes { unsafe Data($0) }
    }
}
