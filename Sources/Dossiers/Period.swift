/// A span of days over which figures are reported.
///
/// Calendar periods are written `2021`, `2021-H1`, `2021-Q3`, `2021-06`. Reporting windows run from the 15th of the
/// month before to the 14th of the last month (`2021@15`, `2021-H1@15`, `2021-Q3@15`, `2021-06@15`): provinces report
/// quarters and years in such windows (Thông tư 01/2020/TT-VPCP). Any other span is `2021-02-10/2021-03-05`.
package struct Period: Sendable, Hashable, CustomStringConvertible {
    package let first: CalendarDay
    package let last: CalendarDay
    /// The text it was written as.
    package let description: String

    /// The longest span accepted, in days: fifty years.
    package static let maximumDays = 18_263

    /// Nil when `text` is none of the forms above, or its last day is before its first.
    package init?(_ text: String) {
        let span = text.split(separator: "/", omittingEmptySubsequences: false)
        if span.count == 2 {
            guard let first = CalendarDay(span[0]), let last = CalendarDay(span[1]), first <= last,
                last.number - first.number < Self.maximumDays
            else { return nil }
            (self.first, self.last, description) = (first, last, text)
            return
        }
        let isWindow = text.hasSuffix("@15")
        let calendar = isWindow ? text.dropLast(3) : text[...]
        guard let (year, months) = Self.months(of: calendar) else { return nil }
        description = text
        if isWindow {
            let start = months.lowerBound == 1 ? (year - 1, 12) : (year, months.lowerBound - 1)
            guard let first = CalendarDay(year: start.0, month: start.1, day: 15) else { return nil }
            self.first = first
            last = CalendarDay(year: year, month: months.upperBound, day: 14)!
        } else {
            first = CalendarDay(year: year, month: months.lowerBound, day: 1)!
            let next = months.upperBound == 12 ? (year + 1, 1) : (year, months.upperBound + 1)
            guard let end = CalendarDay(year: next.0, month: next.1, day: 1) else { return nil }
            last = end.advanced(by: -1)
        }
    }

    /// The calendar year.
    package init(year: Int) { self.init(padded(year, 4))! }

    /// The year whose targets the period is measured against: that of its last day.
    package var targetYear: Int { last.year }

    package func contains(_ day: CalendarDay) -> Bool { first <= day && day <= last }

    /// The name on screen, for instance `Quý III/2021` or `từ 10/02/2021 đến 05/03/2021`.
    package var vietnamese: String {
        guard !description.contains("/") else { return "từ \(first.vietnamese) đến \(last.vietnamese)" }
        let calendar = description.hasSuffix("@15") ? description.dropLast(3) : description[...]
        let parts = calendar.split(separator: "-")
        let year = parts[0]
        let name =
            switch parts.count == 1 ? "" : parts[1] {
            case "": "Năm \(year)"
            case "H1": "6 tháng đầu năm \(year)"
            case "H2": "6 tháng cuối năm \(year)"
            case "Q1": "Quý I/\(year)"
            case "Q2": "Quý II/\(year)"
            case "Q3": "Quý III/\(year)"
            case "Q4": "Quý IV/\(year)"
            default: "Tháng \(parts[1])/\(year)"
            }
        return calendar.utf8.count == description.utf8.count
            ? name : "\(name) (\(first.vietnamese)–\(last.vietnamese))"
    }

    private static func months(of text: Substring) -> (year: Int, months: ClosedRange<Int>)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let head = parts.first, head.utf8.count == 4,
            head.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let year = Int(head), year > 0
        else { return nil }
        guard parts.count == 2 else { return parts.count == 1 ? (year, 1...12) : nil }
        switch parts[1] {
        case "H1": return (year, 1...6)
        case "H2": return (year, 7...12)
        case "Q1": return (year, 1...3)
        case "Q2": return (year, 4...6)
        case "Q3": return (year, 7...9)
        case "Q4": return (year, 10...12)
        default:
            guard parts[1].utf8.count == 2, let month = Int(parts[1]), (1...12).contains(month) else { return nil }
            return (year, month...month)
        }
    }
}
