import FoundationEssentials
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import Uplink

@Suite(.timeLimit(.minutes(1)))
struct ProxyTests {
    @Test func `a configured proxy is gone through, with its password`() async throws {
        try await withRawServer { connection in
            while true {
                let request = try await connection.request()
                let isRight =
                    request.firstLine == "GET http://127.0.0.1:9/v1/x HTTP/1.1"
                    && request.head.contains("Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=")
                try await connection.send(
                    isRight
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
            }
        } _: { port in
            var settings = TransportSettings(proxy: .url("http://user:secret@127.0.0.1:\(port)"), version: "1")
            let address = try CollectorAddress("http://127.0.0.1:9")
            #expect(
                try await CurlTransport(to: address, settings: settings).perform(Request(.get, "v1/x")).status == 200)
            settings.proxy = .url("http://127.0.0.1:\(port)")
            #expect(
                try await CurlTransport(to: address, settings: settings).perform(Request(.get, "v1/x")).status == 407)
        }
    }

    @Test func `a proxy that refuses a tunnel is no collector that is reached`() async throws {
        try await withRawServer { connection in
            _ = try await connection.request()
            try await connection.send(
                "HTTP/1.1 407 Login\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n")
        } _: { port in
            let settings = TransportSettings(proxy: .url("http://127.0.0.1:\(port)"), version: "1")
            let transport = try CurlTransport(to: CollectorAddress("https://collector.example"), settings: settings)
            let error = await #expect(throws: TransportError.self) { try await transport.perform(Request(.get, "x")) }
            #expect(error == .proxyRefused(407))
            #expect("\(TransportError.proxyRefused(407))".contains("user name and password"))
        }
    }

    @Test func `a proxy's password is in no message`() {
        for address in ["socks5://lan:s3cret@proxy:1080", "lan:s3cret@proxy:3128", "http//lan:s3cret@x@proxy"] {
            let message = "\(ConfigurationError.unusableProxy(address))"
            #expect(!message.contains("s3cret") && !message.contains("lan:"), "\(message)")
            #expect(message.contains("***@proxy"), "\(message)")
        }
        #expect("\(ConfigurationError.unusableProxy("proxy.example"))".contains("'proxy.example'"))
    }

    @Test func `settings that cannot work are refused at once`() throws {
        let address = try CollectorAddress("https://collector.example")
        for proxy in ["proxy.example", "socks5://proxy.example:1080", ""] {
            #expect(throws: ConfigurationError.unusableProxy(proxy)) {
                try CurlTransport(to: address, settings: TransportSettings(proxy: .url(proxy), version: "1"))
            }
        }
        #expect(throws: ConfigurationError.unreadableCertificates(path: "/no/such.pem")) {
            try CurlTransport(
                to: address, settings: TransportSettings(addedCertificates: "/no/such.pem", version: "1"))
        }
    }

    @Test func `an added authority is trusted, through a proxy's tunnel too, and nobody else is`() async throws {
        try await withTLSServer { port, authority in
            let address = try CollectorAddress("https://127.0.0.1:\(port)")
            let strict = try CurlTransport(to: address, settings: TransportSettings(version: "1"))
            let error = await #expect(throws: TransportError.self) { try await strict.perform(Request(.get, "x")) }
            guard case .untrusted = error else { Issue.record("\(String(describing: error))"); return }

            let trusting = TransportSettings(addedCertificates: authority, version: "1")
            #expect(try await CurlTransport(to: address, settings: trusting).perform(Request(.get, "x")).status == 200)

            let tunnels = Mutex(0)
            try await withTunnelProxy {
                tunnels.withLock { $0 += 1 }
            } _: { proxy in
                var settings = trusting
                settings.proxy = .url("http://127.0.0.1:\(proxy)")
                let answer = try await CurlTransport(to: address, settings: settings).perform(Request(.get, "x"))
                #expect(answer.status == 200)
            }
            #expect(tunnels.withLock { $0 } == 1)
        }
    }
}

/// Runs `body` with the port of a TLS server on 127.0.0.1 and the file of the authority that vouches for it.
private func withTLSServer(_ body: @escaping @Sendable (Int, String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
        path: "sohoa-tls-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (key, certificate) = (folder.appending(path: "key.pem").path, folder.appending(path: "cert.pem").path)
    let made = try await runTool(
        "openssl",
        [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-keyout", key, "-out", certificate, "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1",
        ])
    try #require(made.exitCode == 0, "\(made.errors)")
    // A port that was free a moment ago.
    let port = try await withRawServer { _ in
    } _: {
        $0
    }.value
    _ = try await runTool(
        "openssl", ["s_server", "-accept", "\(port)", "-cert", certificate, "-key", key, "-www", "-quiet"]
    ) {
        server in
        defer { server.kill() }
        while (try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get().close()) == nil
        { try await Task.sleep(for: .milliseconds(20)) }
        try await body(port, certificate)
    }
}

/// Runs `body` with the port of an HTTP proxy that makes tunnels on loopback.
private func withTunnelProxy(
    _ whenAsked: @escaping @Sendable () -> Void, _ body: @escaping @Sendable (Int) async throws -> Void
) async throws {
    try await withRawServer { connection in
        let request = try await connection.request()
        let words = request.firstLine.split(separator: " ")
        guard words.first == "CONNECT", let port = words[1].split(separator: ":").last.flatMap({ Int($0) }) else {
            return
        }
        whenAsked()
        let target = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await connection.send("HTTP/1.1 200 Connected\r\n\r\n")
        let back = connection.sender
        try await target.executeThenClose { inbound, outbound in
            async let ended: Void = { for try await chunk in inbound { try await back(chunk) } }()
            while let bytes = try? await connection.bytes() { try await outbound.write(ByteBuffer(bytes: bytes)) }
            outbound.finish()
            try await ended
        }
    } _: {
        try await body($0)
    }
}
