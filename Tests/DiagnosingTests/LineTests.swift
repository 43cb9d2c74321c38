import Diagnosing
import FoundationEssentials
import Scanning
import SystemPackage
import TestSupport
import Testing
import Uplink

@Suite("doctor, of the way to the collector", .timeLimit(.minutes(2)))
struct LineTests {
    /// Serves TLS on a free port with a certificate of openssl's making, `age` being when it was made.
    private func withServer(
        _ folder: FilePath, days: Int, madeAt age: String,
        _ body: @escaping @Sendable (Int, FilePath) async throws -> Void
    ) async throws {
        let (key, certificate) = (folder.appending("key.pem"), folder.appending("cert.pem"))
        let made = try await runTool(
            "faketime",
            [
                "-f", age, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-days", "\(days)", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                key.string, "-out", certificate.string,
            ])
        try #require(made.exitCode == 0, "\(made.errors)")
        let port = Int.random(in: 20_000..<30_000)
        _ = try await runTool(
            "openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-key", key.string, "-cert", certificate.string, "-www",
                "-quiet",
            ]
        ) { tool in
            while !isListening(on: port) { try await Task.sleep(for: .milliseconds(50)) }
            try await body(port, certificate)
            tool.kill()
        }
    }

    @Test("tells a certificate that has expired, one that nobody trusts, and one that ends soon")
    func certificates() async throws {
        try await withTemporaryDirectory { folder in
            let bench = try MachineBench(folder)
            try await withServer(folder, days: 10, madeAt: "-40d") { port, _ in
                var bench = bench
                bench.collector = "https://127.0.0.1:\(port)/"
                let expired = try #require(await bench.finds("certificate")["certificate_expired"])
                #expect(expired.severity == .error)
                #expect(expired.text.english.contains("CN = localhost"), "\(expired.text.english)")
                #expect(await bench.finds("collector")["collector_unreachable"]?.severity == .error)
            }
            try await withServer(folder, days: 10, madeAt: "-1d") { port, certificate in
                var bench = bench
                bench.collector = "https://127.0.0.1:\(port)/"
                let unknown = try #require(await bench.finds("certificate")["certificate_untrusted"])
                #expect(unknown.fix?.english.contains("ca-file") == true)
                bench.caFile = certificate.string
                let ending = try #require(await bench.finds("certificate")["certificate_ending"])
                #expect(ending.severity == .warning)
                #expect(ending.text.english.contains("8 more days"), "\(ending.text.english)")
                // It is no collector that answers.
                #expect(await bench.finds("collector")["collector_stranger"]?.severity == .error)
                bench.caFile = folder.appending("nothing.pem").string
                #expect(await bench.finds("certificate")["certificate_ca_file"]?.severity == .error)
            }
            try await withServer(folder, days: 90, madeAt: "-1d") { port, certificate in
                var bench = bench
                bench.collector = "https://127.0.0.1:\(port)/"
                bench.caFile = certificate.string
                #expect(await bench.finds("certificate").keys.sorted() == ["certificate"])
            }
            try await withServer(folder, days: 90, madeAt: "+2d") { port, certificate in
                var bench = bench
                bench.collector = "https://127.0.0.1:\(port)/"
                bench.caFile = certificate.string
                #expect(await bench.finds("certificate").keys.sorted() == ["certificate_not_yet"])
            }
        }
    }

    @Test("tells a name that nobody knows, a closed port, and a proxy that is not there")
    func unreachable() async throws {
        try await withMachine { bench in
            #expect(await bench.finds("collector").mapValues(\.severity) == ["line_not_asked": .unchecked])
            #expect(await bench.finds("enrolment")["enrolment_none"]?.severity == .error)
            bench.collector = "https://no-such-collector.invalid/"
            #expect(await bench.finds("dns")["dns_failed"]?.severity == .error)
            bench.collector = "http://127.0.0.1:9/"
            #expect(await bench.finds("dns").keys.sorted() == ["dns"])
            #expect(await bench.finds("collector")["collector_unreachable"]?.severity == .error)
            bench.proxy = "http://lan:s3cret@127.0.0.1:9"
            let proxy = try #require(await bench.finds("proxy")["proxy_unreachable"])
            #expect(proxy.text.english.contains("http://***@127.0.0.1:9"), "\(proxy.text.english)")
        }
    }
}
