import FoundationEssentials
import NIOCore
import NIOPosix
import Synchronization

/// One connection of a raw server, read and written byte by byte.
struct RawConnection {
    fileprivate var inbound: AsyncStream<ByteBuffer>.AsyncIterator
    fileprivate let channel: any Channel
    fileprivate var buffer = Data()

    /// A request as it came over the wire.
    struct Request: Sendable {
        var head: String
        var body: Data

        var firstLine: String { String(head.prefix { $0 != "\r\n" }) }
    }

    struct Closed: Error {}

    /// The next request, with a body as long as it states.
    mutating func request() async throws -> Request {
        while true {
            if let range = buffer.firstRange(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                buffer = Data(buffer[range.upperBound...])
                let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.split(separator: ":")[1].filter(\.isNumber)) }
                while buffer.count < length ?? 0 { try await fill() }
                defer { buffer = Data(buffer.dropFirst(length ?? 0)) }
                return Request(head: head, body: buffer.prefix(length ?? 0))
            }
            try await fill()
        }
    }

    /// Whatever comes next.
    mutating func bytes() async throws -> Data {
        if buffer.isEmpty { try await fill() }
        defer { buffer = Data() }
        return buffer
    }

    func send(_ text: String) async throws { try await send(Data(text.utf8)) }

    func send(_ bytes: Data) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// What sends to the client, for use beside this.
    var sender: @Sendable (ByteBuffer) async throws -> Void {
        { [channel] bytes in try await channel.writeAndFlush(bytes) }
    }

    private mutating func fill() async throws {
        guard let chunk = await inbound.next(isolation: #isolation) else { throw Closed() }
        buffer.append(contentsOf: chunk.readableBytesView)
    }
}

/// Runs `body` with the port of a server that handles each connection with `handler`, and closes it after.
///
/// - Returns: what `body` gives, and the number of connections there were.
@discardableResult
func withRawServer<Value: Sendable>(
    _ handler: @escaping @Sendable (inout RawConnection) async throws -> Void,
    _ body: @escaping @Sendable (_ port: Int) async throws -> Value
) async throws -> (value: Value, connections: Int) {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .bind(host: "127.0.0.1", port: 0) { channel in
            channel.eventLoop.makeCompletedFuture {
                let (chunks, taken) = AsyncStream.makeStream(of: ByteBuffer.self)
                try channel.pipeline.syncOperations.addHandler(ChunkHandler(taken))
                return (channel, chunks)
            }
        }
    let connections = Count()
    return try await server.executeThenClose { clients in
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body(server.channel.localAddress!.port!) }
            group.addTask {
                try await withThrowingDiscardingTaskGroup { group in
                    for try await (channel, chunks) in clients {
                        connections.add()
                        group.addTask {
                            var connection = RawConnection(inbound: chunks.makeAsyncIterator(), channel: channel)
                            // What goes wrong with a connection is seen at its other end.
                            try? await handler(&connection)
                            try? await channel.close()
                        }
                    }
                }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return (value, connections.value) }
            }
            throw CancellationError()
        }
    }
}

/// Hands on what arrives.
private final class ChunkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let taken: AsyncStream<ByteBuffer>.Continuation

    init(_ taken: AsyncStream<ByteBuffer>.Continuation) { self.taken = taken }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { taken.yield(unwrapInboundIn(data)) }

    func channelInactive(context: ChannelHandlerContext) { taken.finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// A count that several tasks share.
final class Count: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ number: Int = 1) { count.withLock { $0 += number } }
}
