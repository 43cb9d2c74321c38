/// How long to wait after each failure in a row: full jitter from one second up to five minutes.
///
/// Full jitter spreads a province's stations evenly when the collector comes back (Amazon Builders' Library, "Timeouts,
/// retries, and backoff with jitter").
package struct Backoff: Sendable, Hashable {
    /// The longest wait before the first retry.
    package static let base: Duration = .seconds(1)
    /// The longest wait at all.
    package static let limit: Duration = .seconds(300)
    /// The longest `Retry-After` that is obeyed; what is above is taken for a mistake.
    package static let longestRetryAfter: Duration = .seconds(3600)

    /// Failures since the last success.
    package private(set) var failures = 0

    package init() {}

    /// Counts a failure and gives the time to wait.
    ///
    /// - Parameters:
    ///   - retryAfter: what the collector asked for; waited for in full, and up to a fifth more so that not everybody
    ///     comes back at once.
    ///   - chance: a random number from 0 up to 1.
    package mutating func fail(retryAfter: Duration? = nil, chance: Double) -> Duration {
        let ceiling = min(Self.limit, Self.base * (1 << min(failures, 16)))
        failures += 1
        if let retryAfter {
            return min(max(retryAfter, .zero), Self.longestRetryAfter) * (1 + 0.2 * chance)
        }
        return ceiling * chance
    }

    package mutating func succeed() { failures = 0 }
}
