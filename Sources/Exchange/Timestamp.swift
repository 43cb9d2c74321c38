import Dossiers
import FoundationEssentials

/// A time as it is written in signed bytes: `yyyy-MM-ddTHH:mm:ssZ`, nothing more and nothing less (RFC 3339 in UTC).
///
/// The general ISO 8601 parsers read 30 February as 2 March and pass over what follows the `Z`; then two readers of
/// one signed statement could differ about when it was made.
enum Timestamp {
    /// Nil unless `text` is of the form above and names a second of the calendar.
    static func date(_ text: String) -> Date? {
        let bytes = Array(text.utf8)
        guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "Z"),
            let day = CalendarDay(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = number(bytes[11...12], below: 24), let minute = number(bytes[14...15], below: 60),
            let second = number(bytes[17...18], below: 60)
        else { return nil }
        return Date(timeIntervalSince1970: Double(day.number * 86_400 + hour * 3600 + minute * 60 + second))
    }

    private static func number(_ digits: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return number < limit ? number : nil
    }
}
