/// The identity of one enrolment of one PC: `t-` and 16 lower-case hexadecimal digits, chosen by the collector.
///
/// A PC that enrols again gets another, so that a chain of manifests belongs to one key and one spool.
package struct StationID: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// Nil when `rawValue` is not of the form above.
    package init?(rawValue: String) {
        guard rawValue.hasPrefix("t-"), rawValue.utf8.count == 18,
            rawValue.utf8.dropFirst(2).allSatisfy({
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            })
        else { return nil }
        self.rawValue = rawValue
    }

    /// A new random identity.
    package init() {
        let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        rawValue = "t-" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    package var description: String { rawValue }

    package static func < (a: StationID, b: StationID) -> Bool { a.rawValue < b.rawValue }
}
