import Glibc
import Hummingbird
import NIOCore
import ServiceLifecycle

/// The running server.
package struct ConsoleService: Service {
    private let application: any ApplicationProtocol
    private let address: ListenAddress

    init(_ application: any ApplicationProtocol, on address: ListenAddress) {
        self.application = application
        self.address = address
    }

    /// Serves until it is shut down.
    ///
    /// - Throws: `ListenError` when the address cannot be had.
    package func run() async throws {
        do { try await application.run() } catch let error as IOError {
            throw error.errnoCode == EADDRINUSE
                ? ListenError.inUse(address) : .failed(address, reason: "\(error)")
        } catch let error as SocketAddressError {
            throw ListenError.failed(address, reason: "\(error)")
        }
    }
}

/// Why the server cannot listen.
package enum ListenError: Error, Sendable, Hashable, CustomStringConvertible {
    case inUse(ListenAddress)
    case failed(ListenAddress, reason: String)

    package var description: String {
        switch self {
        case .inUse(let address): "\(address) is in use by another program; stop that, or choose another port"
        case .failed(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}
