/// How much to send in one append, so that an append takes at most ten seconds of the link as it was measured.
///
/// An append is what a cut can cost where a proxy hands on whole bodies only; each costs a round trip.
package struct AppendSizing: Sendable, Hashable {
    package static let minimum = 16 << 10
    package static let maximum = 4 << 20
    /// The size before anything was measured.
    package static let first = 128 << 10
    /// The longest that an append should take, in seconds.
    package static let seconds = 10.0

    /// Bytes per second of the link as last measured; nil before the first append.
    package private(set) var bytesPerSecond: Double?
    /// What recent cuts allow.
    private var ceiling = Self.maximum
    /// What a proxy on the way allows.
    private var bodyLimit = Self.maximum

    package init() {}

    /// The size of the next append.
    ///
    /// - Parameter limit: bytes per second that may be used, if limited.
    package func size(limit: Int?) -> Int {
        var size = bytesPerSecond.map { Int(min($0 * Self.seconds, Double(Self.maximum))) } ?? Self.first
        if let limit { size = min(size, Int(min(Double(limit) * Self.seconds, Double(Self.maximum)))) }
        return min(max(min(size, ceiling, bodyLimit), Self.minimum), Self.maximum)
    }

    /// Notes an append that went through: `bytes` in `seconds`, from the first byte sent to the answer.
    package mutating func succeed(bytes: Int, seconds: Double) {
        ceiling = min(ceiling * 2, Self.maximum)
        // The tail of an upload is mostly round trip and tells little of the link.
        guard bytes >= Self.minimum, seconds > 0 else { return }
        let measured = Double(bytes) / seconds
        bytesPerSecond = bytesPerSecond.map { ($0 + measured) / 2 } ?? measured
    }

    /// Notes an append of `bytes` that was too long for something on the way (nginx takes 1 MB unless told otherwise).
    package mutating func refuse(bytes: Int) { bodyLimit = max(min(bodyLimit, bytes) / 2, Self.minimum) }

    /// Notes an append of `bytes` that a broken connection ended.
    package mutating func fail(bytes: Int) {
        ceiling = max(min(ceiling, bytes) / 2, Self.minimum)
    }
}
