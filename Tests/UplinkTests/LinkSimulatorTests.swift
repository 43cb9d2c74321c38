import NIOCore
import NIOPosix
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)), .serialized)
struct LinkSimulatorTests {
    @Test func `a round trip takes the delay twice, and a new connection one more`() async throws {
        try await withEcho { echo in
            try await withLink(to: echo, .init(delay: 60)) { link in
                var (firsts, others): ([Duration], [Duration]) = ([], [])
                for _ in 0..<3 {
                    let start = ContinuousClock.now
                    let client = try await EchoClient(port: link.port)
                    _ = try await client.roundTrip(bytes: 100)
                    firsts.append(ContinuousClock.now - start)
                    others.append(try await client.roundTrip(bytes: 100))
                }
                #expect(firsts.min()! >= .milliseconds(239) && others.min()! >= .milliseconds(119))
                // The quickest of several shows the link; the others may show a busy machine.
                #expect(firsts.min()! < .milliseconds(470) && others.min()! < .milliseconds(235), "\(firsts) \(others)")
            }
        }
    }

    @Test func `all connections share the rate of the link`() async throws {
        try await withEcho { echo in
            try await withLink(to: echo, .init(kilobitsPerSecond: 2000)) { link in
                let clients = [try await EchoClient(port: link.port), try await EchoClient(port: link.port)]
                let clock = ContinuousClock()
                let time = try await clock.measure {
                    try await withThrowingTaskGroup { group in
                        for client in clients { group.addTask { _ = try await client.roundTrip(bytes: 100_000) } }
                        try await group.waitForAll()
                    }
                }
                // 200,000 bytes at 250,000 a second; they come back while they go.
                #expect(time >= .milliseconds(780) && time < .seconds(4), "\(time)")
            }
        }
    }

    @Test func `a cut breaks connections and refuses new ones until the link is restored`() async throws {
        try await withEcho { echo in
            try await withLink(to: echo) { link in
                let client = try await EchoClient(port: link.port)
                _ = try await client.roundTrip(bytes: 10)
                try await link.cut()
                await #expect(throws: (any Error).self) { try await client.roundTrip(bytes: 10) }
                await #expect(throws: (any Error).self) { try await EchoClient(port: link.port) }
                try await link.restore()
                _ = try await EchoClient(port: link.port).roundTrip(bytes: 10)
            }
        }
    }

    @Test func `a cut after so many bytes lets exactly those through, and ends by itself if told so`() async throws {
        try await withEcho { echo in
            try await withLink(to: echo, .init(cuts: [5000], cutLength: 50)) { link in
                let client = try await EchoClient(port: link.port)
                await #expect(throws: (any Error).self) { try await client.roundTrip(bytes: 20_000) }
                #expect(try await link.figures().bytesUp == 5000)
                try await Task.sleep(for: .milliseconds(150))
                _ = try await EchoClient(port: link.port).roundTrip(bytes: 20_000)
            }
        }
    }

    @Test func `a stall keeps connections and lets nothing through`() async throws {
        try await withEcho { echo in
            try await withLink(to: echo) { link in
                let client = try await EchoClient(port: link.port)
                _ = try await client.roundTrip(bytes: 10)
                try await link.stall()
                async let time = client.roundTrip(bytes: 10)
                try await Task.sleep(for: .milliseconds(200))
                try await link.restore()
                #expect(try await time >= .milliseconds(190))
            }
        }
    }
}

/// Runs `body` with the port of a server that sends back what it gets.
func withEcho(_ body: (Int) async throws -> Void) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(EchoHandler()) }
        }.bind(host: "127.0.0.1", port: 0).get()
    do { try await body(server.localAddress!.port!) } catch {
        try? await server.close()
        throw error
    }
    try await server.close()
}

private final class EchoHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }
}

/// A connection to an echo server.
private struct EchoClient {
    private let channel: any Channel
    private let counter: NIOLoopBound<Counter>

    init(port: Int) async throws {
        let (channel, counter) = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let counter = Counter()
                    try channel.pipeline.syncOperations.addHandler(counter)
                    return (channel, NIOLoopBound(counter, eventLoop: channel.eventLoop))
                }
            }
        self.channel = channel
        self.counter = counter
    }

    /// The time until all of `bytes` came back.
    func roundTrip(bytes: Int) async throws -> Duration {
        let start = ContinuousClock.now
        let (channel, counter) = (channel, counter)
        let back = channel.eventLoop.flatSubmit { counter.value.expect(bytes, on: channel) }
        try await channel.writeAndFlush(ByteBuffer(repeating: 1, count: bytes))
        try await back.get()
        return ContinuousClock.now - start
    }

    private struct EndedEarly: Error {}

    /// Counts what comes back.
    private final class Counter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private var left = 0
        private var whenBack: EventLoopPromise<Void>?

        func expect(_ bytes: Int, on channel: any Channel) -> EventLoopFuture<Void> {
            let promise = channel.eventLoop.makePromise(of: Void.self)
            left = bytes
            whenBack = promise
            if !channel.isActive { promise.fail(EndedEarly()) }
            return promise.futureResult
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            left -= unwrapInboundIn(data).readableBytes
            if left == 0 { whenBack?.succeed() }
        }

        func channelInactive(context: ChannelHandlerContext) { whenBack?.fail(EndedEarly()) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
