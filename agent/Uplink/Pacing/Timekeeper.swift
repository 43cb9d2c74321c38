package import FoundationEssentials
internal import Glibc

/// The clocks that delivery goes by.
package protocol Timekeeper: Sendable {
    /// What the PC's clock shows; may be wrong, and may be set at any moment.
    var now: Date { get }
    /// Time since some moment, going on at an even pace also while the PC sleeps.
    var uptime: Duration { get }
    /// Minutes since midnight at `date`, in the PC's time zone.
    func minuteOfDay(at date: Date) -> Int
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The PC's own clocks.
package struct SystemTime: Timekeeper {
    private static let start = ContinuousClock.now

    package init() {}

    package var now: Date { Date() }

    package var uptime: Duration { ContinuousClock.now - Self.start }

    package func minuteOfDay(at date: Date) -> Int {
        var seconds = time_t(date.timeIntervalSince1970)
        var parts = unsafe tm()
        guard unsafe localtime_r(&seconds, &parts) != nil else { return 0 }
        return unsafe Int(parts.tm_hour) * 60 + Int(parts.tm_min)
    }

    package func sleep(for duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }
}
