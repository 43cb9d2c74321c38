/// How long to wait after wrong attempts to sign in: the first few cost nothing, then each doubles the wait.
package struct SignInDelay: Sendable, Hashable {
    /// Attempts that cost nothing.
    package var free: Int
    /// Seconds to wait after the first attempt that does.
    package var first: Double
    /// The longest wait, in seconds.
    package var longest: Double
    /// Seconds without an attempt after which all are forgotten.
    package var memory: Double

    package init(free: Int, first: Double, longest: Double, memory: Double) {
        self.free = free
        self.first = first
        self.longest = longest
        self.memory = memory
    }

    /// For one account: after the 5th wrong attempt 30 seconds, then 1, 2, 4, 8 minutes, then 15 each time.
    package static let ofAccount = SignInDelay(free: 4, first: 30, longest: 900, memory: 86_400)

    /// For one address, behind which may be a whole office: after the 20th 10 seconds, doubling to 15 minutes.
    package static let ofAddress = SignInDelay(free: 19, first: 10, longest: 900, memory: 3_600)

    /// Seconds to wait after `failures` in a row.
    package func seconds(after failures: Int) -> Double {
        guard failures > free else { return 0 }
        // Doubled twenty times it is beyond any longest wait.
        return min(longest, first * Double(1 << min(failures - free - 1, 20)))
    }
}
