/// How much of the link may be used, by time of day: the line is the commune's for other work too.
package struct BandwidthSchedule: Sendable, Hashable {
    /// One limit and its hours.
    package struct Window: Sendable, Hashable {
        /// Minutes since midnight, local time; `from` is in the window and `to` is not. One past midnight goes on over it.
        package var from: Int
        package var to: Int
        /// 0 means that nothing is sent.
        package var kilobitsPerSecond: Int

        func contains(_ minute: Int) -> Bool {
            from < to ? (from..<to).contains(minute) : minute >= from || minute < to
        }
    }

    package var windows: [Window]

    /// No limit at any time.
    package static let unlimited = BandwidthSchedule(windows: [])

    package init(windows: [Window]) { self.windows = windows }

    /// Reads limits such as `07:00-17:00=256, 17:00-22:00=1000`, in kbit/s. A number alone holds all day; nothing is no
    /// limit; 0 sends nothing in those hours.
    package init(_ text: String) throws(ConfigurationError) {
        var windows: [Window] = []
        for part in text.split(separator: ",") {
            let part = part.trimmingBlanks()
            guard !part.isEmpty else { continue }
            guard let window = Self.window(in: part) else { throw .malformedSchedule(part) }
            windows.append(window)
        }
        self.windows = windows
    }

    /// The most bytes per second to send at that minute of the day; nil for no limit. The lowest of several holds.
    package func bytesPerSecond(atMinute minute: Int) -> Int? {
        windows.filter { $0.contains(minute) }.map { $0.kilobitsPerSecond * 125 }.min()
    }

    private static func window(in text: String) -> Window? {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false).map { $0.trimmingBlanks() }
        guard let last = sides.last, let rate = number(last), rate <= 10_000_000 else { return nil }
        if sides.count == 1 { return Window(from: 0, to: 24 * 60, kilobitsPerSecond: rate) }
        let hours = sides[0].split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2, hours.count == 2, let from = minute(hours[0]), let to = minute(hours[1]),
            from != to, from < 24 * 60
        else { return nil }
        return Window(from: from, to: to, kilobitsPerSecond: rate)
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.trimmingBlanks().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 2, let hour = number(parts[0]), let minute = number(parts[1]),
            minute < 60, hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int(text)
    }
}
