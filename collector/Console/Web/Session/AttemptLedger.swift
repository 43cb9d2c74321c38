import FoundationEssentials
import Registry
import Synchronization

/// Attempts to sign in by address, and by names that are no account's; those of accounts are kept by the index.
///
/// An attempt counts as failed when it begins and is taken back when it succeeds: many at once cannot be over before the
/// first has counted.
final class AttemptLedger: Sendable {
    private struct Line {
        var failures: Int
        var last: Date
        var until: Date
    }

    private let delay: SignInDelay
    private let lines = Mutex<[String: Line]>([:])

    /// Keys remembered at most; beyond that, old ones are forgotten, then those without a wait.
    private static let memory = 10_000

    init(_ delay: SignInDelay) { self.delay = delay }

    /// Counts an attempt of `key`.
    ///
    /// - Returns: until when nothing is looked at, in which case it was not counted; else nil.
    func begin(_ key: String, at now: Date) -> Date? {
        lines.withLock { lines in
            if lines.count >= Self.memory {
                lines = lines.filter { now.timeIntervalSince($0.value.last) < delay.memory }
                if lines.count >= Self.memory { lines = lines.filter { $0.value.until > now } }
            }
            var line = lines[key] ?? Line(failures: 0, last: now, until: now)
            if line.until > now, line.until.timeIntervalSince(now) <= delay.longest { return line.until }
            if now.timeIntervalSince(line.last) >= delay.memory { line.failures = 0 }
            line.failures += 1
            line.last = now
            line.until = now.addingTimeInterval(delay.seconds(after: line.failures))
            lines[key] = line
            return nil
        }
    }

    /// Takes an attempt of `key` back, and one before it: it succeeded.
    ///
    /// Not all: who has an account of their own must not buy endless guesses at others' with it.
    func succeed(_ key: String, at now: Date) {
        lines.withLock { lines in
            guard var line = lines[key] else { return }
            line.failures = max(0, line.failures - 2)
            line.until = now
            lines[key] = line.failures == 0 ? nil : line
        }
    }

    /// What stands for an address: of IPv6 the network (64 bits), within which one machine has as many as it likes.
    static func key(ofAddress address: String) -> String {
        guard address.contains(":") else { return address }
        let halves = address.prefix { $0 != "%" }.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let head = halves.first?.split(separator: ":").map(String.init) ?? []
        let tail = halves.count > 1 ? halves[1].split(separator: ":").map(String.init) : []
        let zeros = Array(repeating: "0", count: max(0, 8 - head.count - tail.count))
        return (head + zeros + tail).prefix(4).map { $0.lowercased() }.joined(separator: ":") + "::/64"
    }
}
