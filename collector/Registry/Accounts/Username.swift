/// The name by which somebody signs in: 2 to 32 characters of `a-z`, `0-9`, `.`, `_` and `-`, a letter first.
///
/// ASCII, so that it is the same bytes on every keyboard and in every normal form.
package struct Username: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// Nil when `rawValue` is not of the form above.
    package init?(rawValue: String) {
        let characters = rawValue.utf8
        guard (2...32).contains(characters.count), let first = characters.first, Self.letters.contains(first),
            characters.allSatisfy({ byte in
                Self.letters.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains(byte)
            })
        else { return nil }
        self.rawValue = rawValue
    }

    /// What somebody typed: capitals and spaces round it do not matter.
    package init?(typed text: String) {
        self.init(rawValue: String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()).lowercased())
    }

    package var description: String { rawValue }

    package static func < (a: Username, b: Username) -> Bool { a.rawValue < b.rawValue }

    private static let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
}
