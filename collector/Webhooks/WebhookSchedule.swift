package import FoundationEssentials

/// When to try again, and when to give up: numbers in, a moment out.
package struct WebhookSchedule: Sendable, Hashable {
    /// Seconds: the longest wait after the first failure; doubled after each further one up to `longest`.
    package var first: Double = 5
    package var longest: Double = 3600
    /// Seconds after which a receiver that cannot be reached is given up, until somebody asks for it.
    package var patience: Double = 5 * 86_400
    /// Refusals of one message after which it is parked and the next is sent.
    package var mostRefusals = 12

    package init() {}

    /// When to try a receiver again that could not be reached; nil: no more.
    ///
    /// - Parameters:
    ///   - failures: in a row, before this one.
    ///   - since: when the first of them was.
    ///   - wish: seconds that the receiver asked to wait.
    ///   - random: from 0 to 1.
    package func next(
        afterFailures failures: Int, since: Date?, wish: Double? = nil, now: Date, random: Double = .random(in: 0...1)
    ) -> Date? {
        guard now.timeIntervalSince(since ?? now) < patience else { return nil }
        return now.addingTimeInterval(wait(failures, wish, random))
    }

    /// When to try a message again that was refused; nil: no more.
    ///
    /// - Parameter refusals: of this message, before this one.
    package func next(afterRefusals refusals: Int, now: Date, random: Double = .random(in: 0...1)) -> Date? {
        refusals + 1 < mostRefusals ? now.addingTimeInterval(wait(refusals, nil, random)) : nil
    }

    /// Full jitter: any wait up to the ceiling, so that many receivers that fell at once do not rise at once; but at least
    /// a second, so that a receiver that fails at once is no busy loop.
    private func wait(_ failures: Int, _ wish: Double?, _ random: Double) -> Double {
        let ceiling = min(longest, first * Double(1 << min(failures, 20)))
        return max(1, ceiling * random, min(wish ?? 0, longest))
    }
}
