import NIOCore
import NIOPosix

/// The link itself. All of it lives on one event loop, so that time and order are those of one link.
final class Link: @unchecked Sendable {
    private let loop: any EventLoop = MultiThreadedEventLoopGroup.singleton.any()
    private let target: Int
    private var port = 0
    private var conditions: SimulatedLink.Conditions
    private var listener: (any Channel)?
    private var connections: [ObjectIdentifier: LinkConnection] = [:]
    private var isCut = false
    private(set) var isStalled = false
    private var bytesToCut: Int?
    private(set) var figures = SimulatedLink.Figures()
    /// When the link is free for the next byte, up and down.
    private var freeAt: (up: NIODeadline, down: NIODeadline) = (.uptimeNanoseconds(0), .uptimeNanoseconds(0))

    init(target: Int, conditions: SimulatedLink.Conditions) {
        self.target = target
        self.conditions = conditions
        bytesToCut = conditions.cuts.first
        if bytesToCut != nil { self.conditions.cuts.removeFirst() }
    }

    /// Does `work` on the loop.
    func perform<Value: Sendable>(_ work: @escaping @Sendable (Link) throws -> Value) async throws -> Value {
        try await loop.submit { try work(self) }.get()
    }

    func listen(on port: Int) async throws -> Int {
        try await loop.flatSubmit { self.open(port) }.get()
    }

    // MARK: Faults

    func cut() {
        isCut = true
        listener?.close(promise: nil)
        listener = nil
        for connection in connections.values { connection.reset() }
        connections = [:]
    }

    func stall() { isStalled = true }

    func restore() -> EventLoopFuture<Void> {
        if isStalled {
            isStalled = false
            for connection in connections.values { connection.resume() }
        }
        guard isCut else { return loop.makeSucceededVoidFuture() }
        isCut = false
        if bytesToCut == nil, !conditions.cuts.isEmpty { bytesToCut = conditions.cuts.removeFirst() }
        return open(port).map { _ in }
    }

    func change(_ conditions: SimulatedLink.Conditions) {
        self.conditions = conditions
        bytesToCut = conditions.cuts.first
        if bytesToCut != nil { self.conditions.cuts.removeFirst() }
    }

    // MARK: Connections

    private func open(_ port: Int) -> EventLoopFuture<Int> {
        var bootstrap = ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.recvAllocator, value: allocator)
            .childChannelInitializer { client in client.eventLoop.makeCompletedFuture { self.accept(client) } }
        if let buffer = socketBuffer {
            bootstrap = bootstrap.serverChannelOption(.socketOption(.so_rcvbuf), value: buffer)
        }
        return bootstrap.bind(host: "127.0.0.1", port: port).map { channel in
            self.listener = channel
            self.port = channel.localAddress?.port ?? 0
            return self.port
        }
    }

    private func accept(_ client: any Channel) {
        figures.connections += 1
        // The first byte starts after the handshake's round trip, and takes its time too.
        let handshake = TimeAmount.milliseconds(Int64(3 * conditions.delay))
        let connection = LinkConnection(link: self, client: client, firstArrival: .now() + handshake)
        connections[ObjectIdentifier(connection)] = connection
        var bootstrap = ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: allocator)
        if let buffer = socketBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: buffer)
        }
        bootstrap.connect(host: "127.0.0.1", port: target).whenComplete { result in
            switch result {
            case .success(let server): connection.connect(to: server)
            case .failure: connection.reset()
            }
        }
    }

    func forget(_ connection: LinkConnection) { connections[ObjectIdentifier(connection)] = nil }

    /// Small bites, so that a limited rate is even.
    private var allocator: FixedSizeRecvByteBufferAllocator {
        FixedSizeRecvByteBufferAllocator(
            capacity: conditions.kilobitsPerSecond.map { $0 <= 10_000 } == true ? 2048 : 16384)
    }

    /// The kernel must not swallow what the link has not carried.
    private var socketBuffer: ChannelOptions.Types.SocketOption.Value? {
        conditions.kilobitsPerSecond == nil ? nil : 32 << 10
    }

    // MARK: Time

    var window: Int { conditions.window }

    /// When `bytes` that come to the link now arrive at its other end.
    func arrival(of bytes: Int, up: Bool) -> NIODeadline {
        let start = max(NIODeadline.now(), up ? freeAt.up : freeAt.down)
        let end = start + .nanoseconds(conditions.occupancy(of: bytes))
        if up { freeAt.up = end } else { freeAt.down = end }
        return end + .milliseconds(Int64(conditions.delay))
    }

    /// Counts bytes that arrive at the other end; gives how many of them still do before the link is cut.
    func pass(_ bytes: Int, up: Bool) -> Int {
        if isCut { return 0 }
        guard up else {
            figures.bytesDown += bytes
            return bytes
        }
        let passed = min(bytes, bytesToCut ?? bytes)
        figures.bytesUp += passed
        guard let left = bytesToCut else { return passed }
        bytesToCut = left - passed
        if left == passed {
            bytesToCut = nil
            isCut = true
            // What was passed on is written first.
            loop.execute { self.cut() }
            if let length = conditions.cutLength {
                loop.scheduleTask(in: .milliseconds(Int64(length))) { self.restore() }
            }
        }
        return passed
    }
}
