/// The SHA-256 digest (FIPS 180-4) that names a page, a manifest or any other stored content.
package struct ContentDigest: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let rawValue: String

    /// Nil unless `rawValue` is 64 lower-case hexadecimal digits.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == 64, rawValue.utf8.allSatisfy({ Self.digits.contains($0) }) else { return nil }
        self.rawValue = rawValue
    }

    /// The digest whose 32 bytes are `bytes`, as a hash function gives them.
    package init(bytes: some Sequence<UInt8>) {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(Self.digits[Int(byte >> 4)])
            text.append(Self.digits[Int(byte & 15)])
        }
        precondition(text.count == 64, "a SHA-256 digest has 32 bytes")
        rawValue = String(decoding: text, as: UTF8.self)
    }

    package var description: String { rawValue }

    package static func < (a: ContentDigest, b: ContentDigest) -> Bool { a.rawValue < b.rawValue }

    private static let digits = Array("0123456789abcdef".utf8)
}
