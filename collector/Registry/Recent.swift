import Synchronization

/// What was made of late and will be wanted once more, so that it need not be read again. Only the last few are kept: whoever
/// finds nothing here reads.
package final class Recent<Key: Equatable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    private let entries = Mutex<[(key: Key, value: Value)]>([])

    /// - Parameter limit: how many are kept.
    package init(limit: Int) { self.limit = limit }

    package func keep(_ value: Value, as key: Key) {
        entries.withLock { entries in
            entries.append((key, value))
            if entries.count > limit { entries.removeFirst() }
        }
    }

    /// The value, which is kept no longer.
    package func take(_ key: Key) -> Value? {
        entries.withLock { entries in
            entries.firstIndex { $0.key == key }.map { entries.remove(at: $0).value }
        }
    }
}
