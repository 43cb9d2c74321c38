import NIOCore
import Synchronization

/// Chunks put together.
final class Collected: Sendable {
    private let state = Mutex(ByteBuffer())

    var buffer: ByteBuffer { state.withLock { $0 } }

    func append(_ chunk: ByteBuffer) { state.withLock { _ = $0.writeImmutableBuffer(chunk) } }

    /// Lets go of what was put together.
    func drop() { state.withLock { $0 = ByteBuffer() } }
}
