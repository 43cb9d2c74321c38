/// The immutable identity of a one-stop-shop office (Bộ phận Một cửa).
///
/// Names and statistical codes of offices change and are reused by successors; this never is. 1 to 32 characters of
/// `a-z`, `0-9` and `-`, beginning with a letter or digit.
package struct SiteID: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// Nil when `rawValue` is not of the form above.
    package init?(rawValue: String) {
        let characters = rawValue.utf8
        guard (1...32).contains(characters.count), characters.first != UInt8(ascii: "-"),
            characters.allSatisfy({ byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            })
        else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    package static func < (a: SiteID, b: SiteID) -> Bool { a.rawValue < b.rawValue }
}
