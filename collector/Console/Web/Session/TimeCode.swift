import Crypto
import FoundationEssentials

/// The second factor: six digits made of a shared secret and the time (TOTP, RFC 6238: HMAC-SHA-1, steps of 30 s).
enum TimeCode {
    private static let step = 30.0
    private static let digits = 6
    /// Bytes of a secret, as RFC 4226 recommends (4, R6).
    private static let secretLength = 20
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    static func newSecret() -> Data {
        var random = SystemRandomNumberGenerator()
        return Data((0..<secretLength).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// The number of the step that `moment` is in.
    static func step(at moment: Date) -> Int { Int((moment.timeIntervalSince1970 / step).rounded(.down)) }

    /// The code of a step (RFC 4226, 5.3).
    static func code(_ secret: Data, step: Int, digits: Int = digits) -> String {
        let counter = withBigEndianBytes(of: UInt64(max(0, step)))
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let limit = (0..<digits).reduce(1) { product, _ in product * 10 }
        let text = "\(number % limit)"
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// The step whose code `typed` is: the one of `moment`, or one beside it, for clocks that are a little off.
    ///
    /// Spaces in what was typed do not matter. All three are compared, byte by byte.
    static func match(_ typed: String, _ secret: Data, at moment: Date) -> Int? {
        let given = Array(typed.utf8.filter { $0 != UInt8(ascii: " ") })
        guard given.count == digits else { return nil }
        let now = step(at: moment)
        var found: Int?
        for step in now - 1...now + 1 {
            let difference = zip(given, code(secret, step: step).utf8).reduce(0) { $0 | ($1.0 ^ $1.1) }
            if difference == 0 { found = step }
        }
        return found
    }

    /// The secret for people and apps: base 32 (RFC 4648, 6), in groups of four where `isGrouped`.
    static func text(_ secret: Data, isGrouped: Bool = false) -> String {
        var characters: [UInt8] = []
        var (buffer, bits) = (0, 0)
        for byte in secret {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                characters.append(alphabet[buffer >> bits & 31])
            }
        }
        if bits > 0 { characters.append(alphabet[buffer << (5 - bits) & 31]) }
        guard isGrouped else { return String(decoding: characters, as: UTF8.self) }
        return stride(from: 0, to: characters.count, by: 4)
            .map { String(decoding: characters[$0..<min($0 + 4, characters.count)], as: UTF8.self) }
            .joined(separator: " ")
    }

    /// The link that an authenticator app reads. Its names are ASCII codes, which need no escapes but the colon.
    static func link(_ secret: Data, username: String) -> String {
        "otpauth://totp/Sohoa:\(username)?secret=\(text(secret))&issuer=Sohoa&algorithm=SHA1&digits=\(digits)&period=30"
    }

    private static func withBigEndianBytes(of number: UInt64) -> Data {
        Data((0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) })
    }
}
