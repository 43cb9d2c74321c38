import Glibc

/// Whether something listens at a TCP port of a loopback address.
package func isListening(on port: Int, of address: String = "127.0.0.1") -> Bool {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = in_port_t(port).bigEndian
    guard unsafe inet_pton(AF_INET, address, &name.sin_addr) == 1 else { return false }
    // A `sockaddr_in` is passed as the `sockaddr` that it begins as.
    return unsafe withUnsafePointer(to: &name) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
