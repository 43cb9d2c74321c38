/// How many bytes to ask the scanner for at a time.
///
/// Some drivers return only when they have all that was asked for. Few large reads cost least, but a slow scanner must
/// show its progress often enough not to be taken for one that hangs.
struct ReadPace {
    private static let range = 4 * 1024...128 * 1024
    /// How long one read should take at most.
    private static let longest = Duration.milliseconds(500)

    /// Bytes to ask for.
    private(set) var limit = Self.range.lowerBound

    /// Notes that a read took so long.
    mutating func note(_ duration: Duration) {
        if duration > Self.longest {
            limit = max(limit / 2, Self.range.lowerBound)
        } else if duration < Self.longest / 4 {
            limit = min(limit * 2, Self.range.upperBound)
        }
    }
}
