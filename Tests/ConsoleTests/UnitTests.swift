import Dossiers
import Foundation
import Testing

@testable import Console

@Suite("Small parts of the console")
struct UnitTests {
    @Test("Addresses to listen on are read, and loopback is told apart")
    func listenAddresses() {
        let cases: [(String, String?, Int?, Bool)] = [
            ("127.0.0.1:8460", "127.0.0.1", 8460, true), ("127.9.9.9:0", "127.9.9.9", 0, true),
            ("localhost:1", "localhost", 1, true), ("[::1]:443", "::1", 443, true), ("[::]:443", "::", 443, false),
            ("0.0.0.0:80", "0.0.0.0", 80, false), ("127.example.com:80", "127.example.com", 80, false),
            ("127.0.0.256:80", "127.0.0.256", 80, false), ("8460", nil, nil, false), (":8460", nil, nil, false),
            ("::1:443", nil, nil, false), ("host:65536", nil, nil, false), ("host:-1", nil, nil, false),
        ]
        for (text, host, port, isLoopback) in cases {
            let address = ListenAddress(text)
            #expect(address?.host == host, "\(text)")
            #expect(address?.port == port, "\(text)")
            #expect(address?.isLoopback ?? false == isLoopback, "\(text)")
            if let address { #expect(address.description == text) }
        }
    }

    @Test("A date in a header field is what other programs read")
    func httpDates() {
        for seconds in [0.0, 784_111_777, 1_709_164_800, 1_709_251_199.9, 4_102_444_800] {
            let text = HTTPDate.text(Date(timeIntervalSince1970: seconds))
            #expect(timeInHeader(text)?.timeIntervalSince1970 == seconds.rounded(.down), "\(text)")
        }
        #expect(HTTPDate.text(Date(timeIntervalSince1970: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("An allowance is used up, comes back with time, and is each address's own")
    func rateLimiter() {
        let limiter = RateLimiter(burst: 2, interval: .seconds(10))
        let start = ContinuousClock.now
        #expect(limiter.take("a", now: start) == nil)
        #expect(limiter.take("a", now: start) == nil)
        let wait = limiter.take("a", now: start)
        #expect(wait.map { $0 > .seconds(9) && $0 <= .seconds(10) } == true)
        #expect(limiter.take("b", now: start) == nil)
        #expect(limiter.take("a", now: start.advanced(by: .seconds(9))) != nil)
        #expect(limiter.take("a", now: start.advanced(by: .seconds(11))) == nil)
        for index in 0..<20_000 { _ = limiter.take("x\(index)", now: start.advanced(by: .seconds(12 + index * 30))) }
        #expect(limiter.take("a", now: start.advanced(by: .seconds(1_000_000))) == nil)
    }

    @Test("Metadata of stock clients is read, and what is none is refused")
    func metadata() {
        let digest = String(repeating: "ab", count: 32)
        let value = Data(digest.utf8).base64EncodedString()
        #expect(UploadMetadata("manifest \(value)")?.manifest?.rawValue == digest)
        #expect(UploadMetadata("filename eA==,manifest \(value),flag")?.manifest?.rawValue == digest)
        #expect(UploadMetadata("filename eA==, manifest \(value)")?.manifest?.rawValue == digest)
        #expect(UploadMetadata("")?.manifest == nil)
        #expect(UploadMetadata("manifest eA==")?.manifest == nil)
        #expect(UploadMetadata("manifest !") == nil)
        #expect(UploadMetadata("a b c") == nil)
        #expect(UploadMetadata("a /w==") == nil)
    }
}
