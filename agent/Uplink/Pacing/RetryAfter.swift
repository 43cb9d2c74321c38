internal import CCurl
package import FoundationEssentials

/// Times in header fields.
package enum HTTPTime {
    /// The time in a `Date` or other field, in any of the three forms of RFC 9110, 5.6.7; nil when it is none.
    package static func date(_ text: String) -> Date? {
        // libcurl reads all three and takes no heed of locale and time zone.
        let seconds = unsafe curl_getdate(text, nil)
        return seconds == -1 ? nil : Date(timeIntervalSince1970: Double(seconds))
    }

    /// What a `Retry-After` asks for: seconds, or a time (RFC 9110, 10.2.3). Nil when it is neither.
    ///
    /// - Parameter now: the collector's time, from the same answer where it tells.
    package static func retryAfter(_ text: String, now: Date) -> Duration? {
        let text = text.trimmingBlanks()
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            return .seconds(Int(text).map { min($0, 1 << 40) } ?? 1 << 40)
        }
        return date(text).map { .seconds(max(0, $0.timeIntervalSince(now))) }
    }
}
