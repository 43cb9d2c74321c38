package import FoundationEssentials

/// A day of the Gregorian calendar, as an office in Việt Nam (UTC+7, no summer time) counts it.
///
/// Kept as a number so that days are compared, stepped and stored cheaply. On the wire and in files: `yyyy-MM-dd`.
package struct CalendarDay: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// Nil when the three do not name a day, for instance 30 February.
    ///
    /// Conversion after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (1...9999).contains(year) else { return nil }
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
        guard components == (year, month, day) else { return nil }
    }

    /// The day on which `moment` falls in Việt Nam.
    package init(_ moment: Date) {
        number = Int(((moment.timeIntervalSince1970 + 7 * 3600) / 86_400).rounded(.down))
    }

    /// Midnight in Việt Nam, as the day begins.
    package var start: Date { Date(timeIntervalSince1970: Double(number) * 86_400 - 7 * 3600) }

    /// Nil unless `text` is `yyyy-MM-dd` and a day of the calendar.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month (1–12) and day of the month.
    package var components: (year: Int, month: Int, day: Int) {
        let z = number + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    package var year: Int { components.year }

    /// `dd/MM/yyyy`, as people in Việt Nam write it.
    package var vietnamese: String {
        let (year, month, day) = components
        return "\(padded(day, 2))/\(padded(month, 2))/\(padded(year, 4))"
    }

    package func advanced(by days: Int) -> CalendarDay { CalendarDay(number: number + days) }

    package static func < (a: CalendarDay, b: CalendarDay) -> Bool { a.number < b.number }
}

extension CalendarDay: CustomStringConvertible {
    /// `yyyy-MM-dd`.
    package var description: String {
        let (year, month, day) = components
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension CalendarDay: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = CalendarDay(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text.prefix(20))” is not a day of the form yyyy-MM-dd")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// `number` with leading zeros to `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
