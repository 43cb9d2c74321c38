import Synchronization

/// Lets each address do something a number of times at once, and then once per interval (a token bucket).
final class RateLimiter: Sendable {
    private struct Bucket {
        var left: Double
        var at: ContinuousClock.Instant
    }

    private let burst: Int
    private let interval: Duration
    private let buckets = Mutex<[String: Bucket]>([:])

    /// Addresses remembered at most; beyond that, those that have their full allowance again are forgotten.
    private static let memory = 10_000

    init(burst: Int, interval: Duration) {
        self.burst = burst
        self.interval = interval
    }

    /// Takes one from the allowance of `address`.
    ///
    /// - Returns: nil when there was one, else how long to wait for the next.
    func take(_ address: String, now: ContinuousClock.Instant = .now) -> Duration? {
        buckets.withLock { buckets in
            if buckets.count >= Self.memory {
                buckets = buckets.filter { refilled($0.value, now: now).left < Double(burst) }
            }
            var bucket = refilled(buckets[address] ?? Bucket(left: Double(burst), at: now), now: now)
            defer { buckets[address] = bucket }
            guard bucket.left >= 1 else { return interval * (1 - bucket.left) }
            bucket.left -= 1
            return nil
        }
    }

    private func refilled(_ bucket: Bucket, now: ContinuousClock.Instant) -> Bucket {
        Bucket(left: min(Double(burst), bucket.left + (now - bucket.at) / interval), at: now)
    }
}
