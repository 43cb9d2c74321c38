import NIOCore
import Synchronization

/// Chunks put together.
final class Collected: Sendable {
    private let state = Mutex(ByteBuffer())

    var buffer: ByteBuffer { state.withLock { $0 } }

    /// - Returns: bytes so far.
    func append(_ chunk: ByteBuffer) -> Int {
        state.withLock { buffer in
            buffer.writeImmutableBuffer(chunk)
            return buffer.readableBytes
        }
    }
}
