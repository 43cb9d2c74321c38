import Exchange
import Foundation
import Glibc

/// A TCP connection to loopback that sends exactly what a test wants.
final class RawConnection: @unchecked Sendable {
    // Used by one task at a time.
    private var file: Int32

    init(port: Int) throws {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        // The address outlives the call.
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
    }

    deinit { if file >= 0 { Glibc.close(file) } }

    func send(_ text: String) { send(Data(text.utf8)) }

    func send(_ bytes: Data) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.send(file, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            done += count
        }
    }

    /// Ends the connection at once.
    func close() {
        Glibc.close(file)
        file = -1
    }

    /// Everything that comes until `isEnough`, the end of the connection, or the time is over.
    func receive(within limit: Duration = .seconds(10), until isEnough: (String) -> Bool = { _ in false }) async
        -> String
    {
        let deadline = ContinuousClock.now.advanced(by: limit)
        var received = Data()
        while ContinuousClock.now < deadline {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(file, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count == 0 { break }
            if count > 0 {
                received += buffer[..<count]
                if isEnough(String(decoding: received, as: UTF8.self)) { break }
            } else if errno == EAGAIN {
                try? await Task.sleep(for: .milliseconds(5))
            } else {
                break
            }
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// Whether the other end has closed, or does so in time. What still comes is passed over.
    func isClosed(within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now.advanced(by: limit)
        while ContinuousClock.now < deadline {
            var byte: UInt8 = 0
            let count = unsafe recv(file, &byte, 1, Int32(MSG_DONTWAIT))
            if count == 0 || (count < 0 && errno != EAGAIN) { return true }
            if count < 0 { try? await Task.sleep(for: .milliseconds(5)) }
        }
        return false
    }
}

extension TestStation {
    /// The header of a `PATCH` that announces `length` bytes.
    func patchHeader(_ path: String, at offset: Int, length: Int, _ more: String = "") -> String {
        """
        PATCH \(path) HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer \(token())\r
        Tus-Resumable: 1.0.0\r
        Content-Type: application/offset+octet-stream\r
        Upload-Offset: \(offset)\r
        Content-Length: \(length)\r
        \(more)\r

        """
    }
}
