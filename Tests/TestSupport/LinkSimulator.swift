import NIOCore
import NIOPosix

/// A poor link on loopback: forwards TCP connections with delay, limited rate, cuts and stalls.
///
/// Acts on the bytes of connections, not on packets: there is no loss and no slow start. A new connection costs its
/// round trip like a real one; the rate is that of the link, shared by all connections, each way by itself.
package final class SimulatedLink: Sendable {
    /// What the link is like.
    package struct Conditions: Sendable, Hashable {
        /// Milliseconds from one end to the other: half a round trip.
        package var delay: Int
        /// Rate each way; nil for no limit.
        package var kilobitsPerSecond: Int?
        /// After how many bytes towards the target the link is cut: the first number counts from the start, each further
        /// one from the restoration before.
        package var cuts: [Int]
        /// Milliseconds after which a cut of `cuts` is over; nil when only `restore` ends it.
        package var cutLength: Int?

        package init(delay: Int = 0, kilobitsPerSecond: Int? = nil, cuts: [Int] = [], cutLength: Int? = nil) {
            self.delay = delay
            self.kilobitsPerSecond = kilobitsPerSecond
            self.cuts = cuts
            self.cutLength = cutLength
        }

        /// Nanoseconds that `bytes` occupy the link.
        func occupancy(of bytes: Int) -> Int64 {
            guard let rate = kilobitsPerSecond else { return 0 }
            return Int64(bytes) * 8_000_000 / Int64(max(rate, 1))
        }

        /// Bytes of one connection that may be on the link each way: what fills it for a round trip, and some more.
        var window: Int {
            guard let rate = kilobitsPerSecond else { return 1 << 20 }
            return max(32 << 10, rate * 125 * (2 * delay + 200) / 1000)
        }
    }

    /// What went over the link so far.
    package struct Figures: Sendable, Hashable {
        /// Bytes towards the target and back.
        package var bytesUp = 0
        package var bytesDown = 0
        package var connections = 0
    }

    /// The port to connect to.
    package let port: Int
    private let link: Link

    private init(port: Int, link: Link) {
        self.port = port
        self.link = link
    }

    /// Begins to forward from a loopback port to another.
    ///
    /// - Parameter listen: the port to listen on; 0 for any that is free.
    package static func start(
        listen: Int = 0, to target: Int, conditions: Conditions = Conditions()
    ) async throws -> SimulatedLink {
        let link = Link(target: target, conditions: conditions)
        let port = try await link.listen(on: listen)
        return SimulatedLink(port: port, link: link)
    }

    /// Breaks all connections, and refuses new ones until `restore`.
    package func cut() async throws { try await link.perform { $0.cut() } }

    /// Lets nothing through until `restore`; connections stay, and new ones can be made.
    package func stall() async throws { try await link.perform { $0.stall() } }

    /// Ends a cut or a stall.
    package func restore() async throws { try await link.perform { $0.restore() }.get() }

    /// Changes the link for what comes from now on.
    package func change(_ conditions: Conditions) async throws { try await link.perform { $0.change(conditions) } }

    package func figures() async throws -> Figures { try await link.perform { $0.figures } }

    /// Ends the link for good.
    package func close() async throws { try await link.perform { $0.cut() } }
}

/// Runs `body` with a link of `conditions` to `target`.
package func withLink<Value: Sendable>(
    to target: Int, _ conditions: SimulatedLink.Conditions = .init(),
    _ body: (SimulatedLink) async throws -> Value
) async throws -> Value {
    let link = try await SimulatedLink.start(to: target, conditions: conditions)
    do {
        let value = try await body(link)
        try await link.close()
        return value
    } catch {
        try? await link.close()
        throw error
    }
}
