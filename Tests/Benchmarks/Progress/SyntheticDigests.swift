import Crypto
import Foundation
import GRDB
import TestSupport

/// Digests of contents that there are not, as functions of SQL.
enum SyntheticDigests {
    /// `digest(text)`: its SHA-256.
    static let ofText = DatabaseFunction("digest", argumentCount: 1, pure: true) { values in
        let text = String.fromDatabaseValue(values[0]) ?? ""
        return Data(SHA256.hash(data: Data(text.utf8)))
    }

    /// `spread(year, position, count)`: one of `count` digests of a year, as evenly spread as digests are.
    ///
    /// They ascend with the position. So the index of digests is walked over once a year instead of jumped about in, and
    /// ends up as real ones do: each year's pages are spread among those of the years before, and no leaf is full.
    static let spread = DatabaseFunction("spread", argumentCount: 3, pure: true) { values in
        let (year, position, count) = (number(values[0]), number(values[1]), number(values[2]))
        var random = Seeded(year << 40 ^ position)
        let step = UInt64.max / count
        let words = (
            (position * step + random.next() % step).bigEndian, random.next(), random.next(), random.next()
        )
        // Reads the four words above within their lifetime.
        return unsafe withUnsafeBytes(of: words) { unsafe Data($0) }
    }

    private static func number(_ value: DatabaseValue) -> UInt64 { UInt64.fromDatabaseValue(value) ?? 0 }
}
