internal import Dossiers

/// A submission that waits for another try, or the memory of what it went through.
struct Rest {
    var backoff = Backoff()
    /// When to try again, by the uptime; nil for at once.
    var until: Duration?
    /// How often each page was found wrong.
    var wrongPages: [ContentDigest?: Int] = [:]
}

/// Whether the link and the collector let anybody work.
struct Pause {
    private(set) var backoff = Backoff()
    /// When to try again, by the uptime; nil when nothing is amiss.
    private(set) var until: Duration?
    /// Why it is so.
    private(set) var failure: Failure?

    /// Notes a failure that concerns everybody. While a pause runs, what was under way fails too: that counts once.
    mutating func fail(_ failure: Failure, at uptime: Duration, chance: Double) {
        if let until, uptime < until { return }
        until = uptime + backoff.fail(retryAfter: failure.retryAfter, chance: chance)
        self.failure = failure
    }

    /// Notes that a request got through. What was under way when a pause began does not end it.
    mutating func succeed(at uptime: Duration) {
        if let until, uptime < until { return }
        self = Pause()
    }

    /// Ends the wait, not the count of failures.
    mutating func endWait() { until = nil }
}
