/// The code of a dossier (mã hồ sơ), kept exactly as given.
///
/// `{organisation}-{yymmdd}-{sequence}`: it must match `^[0-9A-Z]+(\.[0-9A-Z]+)*-\d{6}-\d{4,7}$`, for instance
/// `000.18.29.H51-210615-0001` or `H15.50.05.13-261008-0975` (Quyết định 20/2020/QĐ-TTg).
package struct DossierCode: RawRepresentable, Codable, Sendable, Hashable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// The longest code accepted, in characters: an organisation code of 35 and the two numbers.
    package static let maximumLength = 51

    /// Nil when `rawValue` is not of the form above.
    package init?(rawValue: String) {
        guard rawValue.utf8.count <= Self.maximumLength else { return nil }
        let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isOrganisation(parts[0]), Self.isNumber(parts[1], digits: 6...6),
            Self.isNumber(parts[2], digits: 4...7)
        else { return nil }
        self.rawValue = rawValue
    }

    /// The day of reception that the code names (`yymmdd`, 20yy), or nil when those digits are no date.
    package var receivedOn: CalendarDay? {
        let digits = rawValue.split(separator: "-")[1]
        let number = Int(digits)!
        return CalendarDay(year: 2000 + number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    package var description: String { rawValue }

    package static func < (a: DossierCode, b: DossierCode) -> Bool { a.rawValue < b.rawValue }

    private static func isOrganisation(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy {
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                }
        }
    }

    private static func isNumber(_ text: Substring, digits: ClosedRange<Int>) -> Bool {
        digits.contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
