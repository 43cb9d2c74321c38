import Glibc
import NIOCore

/// One connection over the link, and its two directions. Lives on the link's event loop.
final class LinkConnection: @unchecked Sendable {
    private let link: Link
    private let client: any Channel
    private var server: (any Channel)?
    private var up: Direction
    private var down: Direction
    private var isOver = false

    /// Bytes on their way in one direction.
    private struct Direction {
        /// What arrived while the link was stalled.
        var held: [Parcel] = []
        /// Bytes taken from the sender and not passed on.
        var underWay = 0
        /// Nothing overtakes what came before.
        var lastArrival: NIODeadline
    }

    private enum Parcel {
        case bytes(ByteBuffer)
        case end
    }

    /// - Parameter firstArrival: before when no byte arrives at either end.
    init(link: Link, client: any Channel, firstArrival: NIODeadline) {
        self.link = link
        self.client = client
        up = Direction(lastArrival: firstArrival)
        down = Direction(lastArrival: firstArrival)
    }

    func connect(to server: any Channel) {
        guard !isOver else { return server.close(promise: nil) }
        self.server = server
        do {
            try client.pipeline.syncOperations.addHandler(Taker(connection: self, up: true))
            try server.pipeline.syncOperations.addHandler(Taker(connection: self, up: false))
        } catch { return reset() }
        read(up: true)
        read(up: false)
    }

    /// Breaks the connection.
    func reset() {
        guard !isOver else { return }
        isOver = true
        link.forget(self)
        // The target gets what the link had carried so far, and then the end.
        server?.close(promise: nil)
        guard let socket = client as? any SocketOptionProvider else { return client.close(promise: nil) }
        // No lingering: the kernel sends RST instead of delivering what is in its buffers.
        let client = client
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in client.close(promise: nil) }
    }

    /// Goes on after a stall.
    func resume() {
        for isUp in [true, false] {
            let held = isUp ? up.held : down.held
            if isUp { up.held = [] } else { down.held = [] }
            for parcel in held { pass(parcel, up: isUp) }
            read(up: isUp)
        }
    }

    // MARK: From end to end

    fileprivate func take(_ buffer: ByteBuffer, up isUp: Bool) {
        if isUp { up.underWay += buffer.readableBytes } else { down.underWay += buffer.readableBytes }
        send(.bytes(buffer), length: buffer.readableBytes, up: isUp)
        read(up: isUp)
    }

    fileprivate func end(up isUp: Bool) { send(.end, length: 0, up: isUp) }

    private func send(_ parcel: Parcel, length: Int, up isUp: Bool) {
        let arrival = max(link.arrival(of: length, up: isUp), isUp ? up.lastArrival : down.lastArrival)
        if isUp { up.lastArrival = arrival } else { down.lastArrival = arrival }
        _ = client.eventLoop.scheduleTask(deadline: arrival) { self.arrive(parcel, up: isUp) }
    }

    private func arrive(_ parcel: Parcel, up isUp: Bool) {
        guard !isOver else { return }
        if link.isStalled {
            if isUp { up.held.append(parcel) } else { down.held.append(parcel) }
        } else {
            pass(parcel, up: isUp)
        }
    }

    private func pass(_ parcel: Parcel, up isUp: Bool) {
        guard !isOver, let to = isUp ? server : client else { return }
        switch parcel {
        case .bytes(var buffer):
            let length = buffer.readableBytes
            if isUp { up.underWay -= length } else { down.underWay -= length }
            guard let passed = buffer.readSlice(length: link.pass(length, up: isUp)) else { return }
            to.writeAndFlush(passed, promise: nil)
            read(up: isUp)
        case .end:
            isOver = true
            link.forget(self)
            client.close(promise: nil)
            server?.close(promise: nil)
        }
    }

    /// Takes more from the sender, as far as the link has room.
    private func read(up isUp: Bool) {
        guard !isOver, let from = isUp ? client : server, !link.isStalled else { return }
        guard (isUp ? up.underWay : down.underWay) < link.window else { return }
        from.read()
    }

    /// Takes what comes in at one end of the link.
    private final class Taker: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let connection: LinkConnection
        private let up: Bool

        init(connection: LinkConnection, up: Bool) {
            self.connection = connection
            self.up = up
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            connection.take(unwrapInboundIn(data), up: up)
        }

        func channelInactive(context: ChannelHandlerContext) { connection.end(up: up) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
