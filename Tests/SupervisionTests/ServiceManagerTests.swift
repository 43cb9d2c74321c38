import Glibc
import Logging
import ServiceLifecycle
import Supervision
import SystemPackage
import TestSupport
import Testing

/// What a service manager hears.
@Suite(.timeLimit(.minutes(1)))
struct ServiceManagerTests {
    @Test("It hears each message as one datagram, at a socket in a folder and at one without a file")
    func messages() async throws {
        try await withTemporaryDirectory { directory in
            let abstract = "@sohoa-test-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
            for name in [directory.appending("notify").string, abstract] {
                let listener = try Listener(at: name)
                let manager = try #require(ServiceManager { $0 == "NOTIFY_SOCKET" ? name : nil })
                #expect(manager.patience == nil)
                manager.tell(.ready)
                manager.tell(.alive)
                manager.tell(.stopping)
                #expect(listener.next() == "READY=1")
                #expect(listener.next() == "WATCHDOG=1")
                #expect(listener.next() == "STOPPING=1")
            }
        }
    }

    @Test("Without a manager, or with one that is not there, a service runs as ever")
    func none() {
        #expect(ServiceManager { _ in nil } == nil)
        for strange in ["", "@", "relative", "/" + String(repeating: "x", count: 108)] {
            #expect(ServiceManager { $0 == "NOTIFY_SOCKET" ? strange : nil } == nil, "\(strange)")
        }
        ServiceManager { $0 == "NOTIFY_SOCKET" ? "/nowhere/notify" : nil }?.tell(.ready)
    }

    @Test("A watch that is meant for another process is not ours", arguments: [true, false])
    func watchdog(isForUs: Bool) throws {
        let variables = [
            "NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": String(isForUs ? getpid() : 1),
        ]
        #expect(try #require(ServiceManager { variables[$0] }).patience == (isForUs ? .seconds(3) : nil))
    }

    @Test("The pulse beats thrice in the time allowed, and says that it stops only when the program ends")
    func pulse() async throws {
        try await withTemporaryDirectory { directory in
            let name = directory.appending("notify").string
            let listener = try Listener(at: name)
            let variables = ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "300000"]
            let manager = try #require(ServiceManager { variables[$0] })
            for isEnding in [false, true] {
                let group = ServiceGroup(
                    services: [Pulse(telling: manager, isEnding: { isEnding })], logger: Logger(label: "test"))
                async let running: Void = group.run()
                for _ in 0..<3 { #expect(listener.next() == "WATCHDOG=1") }
                await group.triggerGracefulShutdown()
                try await running
                manager.tell(.ready)
                var heard = listener.next()
                while heard == "WATCHDOG=1" { heard = listener.next() }
                #expect(heard == (isEnding ? "STOPPING=1" : "READY=1"))
            }
        }
    }
}

/// A service manager's end of the socket.
private final class Listener {
    private let file: Int32

    init(at name: String) throws {
        file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(file >= 0)
        var path = Array(name.utf8)
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // Names in tests are shorter than the room.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(file, $0, length) }
        }
        try #require(bound == 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        _ = unsafe setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(file) }

    /// The next datagram; nil when none comes in 20 s.
    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 100)
        // The array's own storage, within its bounds.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(file, $0.baseAddress, $0.count, 0) }
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
}
