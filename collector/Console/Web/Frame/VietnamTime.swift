import Dossiers
import FoundationEssentials

/// Moments as people in Việt Nam read them.
enum VietnamTime {
    /// `08/10/2026 09:15` in Việt Nam.
    static func text(_ moment: Date) -> String { "\(CalendarDay(moment).vietnamese) \(clock(moment).prefix(5))" }

    /// `08/10/2026 09:15:04` in Việt Nam.
    static func exactText(_ moment: Date) -> String { "\(CalendarDay(moment).vietnamese) \(clock(moment))" }

    private static func clock(_ moment: Date) -> String {
        let seconds = Int(moment.timeIntervalSince(CalendarDay(moment).start).rounded(.down))
        return [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }
}
