import Glibc
import SystemPackage

/// The program that started this one as a service and looks after it, spoken to by systemd's protocol: datagrams of
/// `NAME=value` to the socket that the environment names (sd_notify(3), sd_watchdog_enabled(3)).
///
/// Telling never fails the service: a manager that does not listen is the manager's matter.
package struct ServiceManager: Sendable {
    /// What it is told.
    package enum Message: String, Sendable {
        /// Started, and doing its work.
        case ready = "READY=1"
        /// About to end by itself or by a signal.
        case stopping = "STOPPING=1"
        /// Not hung.
        case alive = "WATCHDOG=1"
    }

    /// How long it waits for `alive` before it takes the service for hung; nil when it does not watch.
    package let patience: Duration?
    /// The bytes of `sun_path`.
    private let path: [UInt8]

    /// The manager of this process; nil when it was started by hand.
    ///
    /// - Parameter variable: The value of a variable of the environment.
    package init?(variable: (String) -> String? = Self.environment) {
        guard let socket = variable("NOTIFY_SOCKET"), var path = Optional(Array(socket.utf8)), path.count > 1,
            path.count <= Self.longestPath
        else { return nil }
        switch path[0] {
        // A name without a file: it begins with a zero byte.
        case UInt8(ascii: "@"): path[0] = 0
        case UInt8(ascii: "/"): break
        default: return nil
        }
        self.path = path
        // Meant for another process of the service when it names one.
        let isForUs = variable("WATCHDOG_PID").map { $0 == String(getpid()) } ?? true
        patience = variable("WATCHDOG_USEC").flatMap { Int64($0) }.flatMap {
            isForUs && $0 > 0 ? .microseconds($0) : nil
        }
    }

    /// Tells it something.
    package func tell(_ message: Message) {
        let file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { return }
        defer { close(file) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // At most `longestPath` bytes, which is the room there is.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let text = Array(message.rawValue.utf8)
        // The address and the text outlive the call.
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(file, text, text.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }

    private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// The value of a variable of this process's environment, which nothing changes while it runs.
    package static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
