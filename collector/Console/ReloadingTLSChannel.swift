import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import Synchronization

/// TLS whose certificate can be replaced while the server runs: connections made later have the new one.
final class ReloadingTLSChannel<Base: ServerChildChannel>: ServerChildChannel {
    typealias Value = Base.Value

    private let base: Base
    private let current: Mutex<TLSChannel<Base>>

    init(_ base: Base, _ configuration: TLSConfiguration) throws {
        self.base = base
        current = Mutex(try TLSChannel(base, tlsConfiguration: configuration))
    }

    func replace(_ configuration: TLSConfiguration) throws {
        let next = try TLSChannel(base, tlsConfiguration: configuration)
        current.withLock { $0 = next }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        current.withLock { $0 }.setup(channel: channel, logger: logger)
    }

    func handle(value: Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
