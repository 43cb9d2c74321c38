import Dossiers
import FoundationEssentials

/// Times as people in Việt Nam read them.
enum Moment {
    /// `2026-10-08 09:15` in Việt Nam, or a dash.
    static func text(_ moment: Date?) -> String {
        guard let moment else { return "–" }
        let seconds =
            Int((moment.timeIntervalSince1970 + 7 * 3600).rounded(.down)) - CalendarDay(moment).number * 86_400
        return "\(CalendarDay(moment)) \(twoDigits(seconds / 3600)):\(twoDigits(seconds / 60 % 60))"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
