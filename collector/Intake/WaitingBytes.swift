import Foundation
import Synchronization

/// Bytes of an append that have come and are not written yet.
///
/// Shared by the request that brings them and the upload's session, so that a request that takes the upload over loses
/// none of them.
final class WaitingBytes: Sendable {
    private let portion = Mutex(Portion())

    private struct Portion {
        var chunks: [any ContiguousBytes & Sendable] = []
        var byteCount = 0
    }

    /// Adds `chunk` and says how many bytes wait.
    func add(_ chunk: some ContiguousBytes & Sendable) -> Int {
        let count = unsafe chunk.withUnsafeBytes { $0.count }
        return portion.withLock { portion in
            portion.chunks.append(chunk)
            portion.byteCount += count
            return portion.byteCount
        }
    }

    /// Everything that waits, in order; nothing waits afterwards.
    func take() -> [any ContiguousBytes & Sendable] {
        portion.withLock { portion in
            defer { portion = Portion() }
            return portion.chunks
        }
    }
}
