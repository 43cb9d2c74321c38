import HummingbirdCore
import Logging
import NIOCore

/// A connection whose reads grow with what waits to be read: an upload that comes fast is taken in large pieces, each of
/// which costs a way through the whole server.
struct LargeReads<Base: ServerChildChannel>: ServerChildChannel {
    typealias Value = Base.Value

    /// Bytes of the largest read; SwiftNIO's own limit is 64 kB.
    static var largest: Int { 256 << 10 }
    /// Reads before others have their turn, each with a buffer that the connection keeps.
    static var inARow: UInt { 2 }

    private let base: Base

    init(_ base: Base) { self.base = base }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let allocator = AdaptiveRecvByteBufferAllocator(minimum: 2 << 10, initial: 2 << 10, maximum: Self.largest)
        return channel.setOption(.recvAllocator, value: allocator)
            .and(channel.setOption(.maxMessagesPerRead, value: Self.inARow))
            .flatMap { _ in base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
