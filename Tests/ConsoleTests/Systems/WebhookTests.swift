import Dossiers
import Exchange
import Foundation
import HummingbirdTesting
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite(
    "Webhooks of the running collector", .enabled(if: Outsiders.areThere, "\(Outsiders.explanation)"),
    .timeLimit(.minutes(4)))
struct WebhookTests {
    private struct Added: Decodable { let secret: String }
    private struct Listed: Decodable {
        struct Counts: Decodable { let waiting, parked, delivered: Int }
        let state: String
        let lastProblem: String?
        let counts: Counts
    }

    private func add(_ collector: ServedCollector, port: Int, _ more: String...) async throws -> String {
        let arguments = ["webhook", "add", "kho", "--url", "http://127.0.0.1:\(port)/hook", "--json"] + more
        let result = try await runProgram(
            Programs.collector, arguments, environment: ["SOHOA_DATA": collector.data.string])
        try #require(result.exitCode == 0, "\(result.errors)")
        return try JSONDecoder().decode(Added.self, from: Data(result.output.utf8)).secret
    }

    private func listed(_ collector: ServedCollector) async throws -> Listed {
        let text = try await collector.does("webhook", "list", "--json")
        return try #require(try JSONDecoder().decode([Listed].self, from: Data(text.utf8)).first)
    }

    private func wait(_ collector: ServedCollector, until isSo: @Sendable (Listed) -> Bool) async throws -> Listed {
        while true {
            let listed = try await listed(collector)
            if isSo(listed) { return listed }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func deliver(
        _ numbers: ClosedRange<Int>, _ client: Caller, as station: TestStation
    ) async throws -> [String] {
        var codes: [String] = []
        for number in numbers {
            let code = "H51-210615-\(1000 + number)"
            let sealed = station.seal([.random(500, seed: UInt64(number))], code: code)
            #expect(try await client.deliver(sealed, as: station).receipt != nil)
            codes.append(code)
        }
        return codes
    }

    @Test(
        "Messages come signed and in the order of acceptance, each once, without a person; a test message comes at once"
    )
    func order() async throws {
        try await withServedCollector { collector, root in
            let port = try await freePort()
            let secret = try await add(collector, port: port)
            let receiver = try await WebhookReceiver(in: root, port: port, secret: secret)
            #expect(try await collector.does("webhook", "test", "kho").contains("HTTP status 204"))
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let codes = try await deliver(1...12, client, as: station)
                let messages = try await receiver.messages { $0.count >= 13 }
                #expect(messages.allSatisfy { $0.verified && $0.path == "/hook" })
                #expect(messages[0].type == "webhook.test")
                #expect(messages.dropFirst().compactMap(\.dossier) == codes)
                #expect(Set(messages.map(\.id)).count == 13)
                #expect(messages.allSatisfy { !$0.body.contains("Hoa") && !$0.body.contains("Nguy") })
                let listed = try await wait(collector) { $0.counts.delivered == 12 }
                #expect(listed.state == "working" && listed.counts.waiting == 0)
                #expect(try await receiver.messages.count == 13)
                // Links lead to what the API has.
                #expect(messages[1].body.contains(#""dossier":"/api/v1/dossiers/st-31498/H51-210615-1001""#))
            }
            await receiver.stop()
        }
    }

    @Test(
        "A collector that is killed between acceptance and delivery loses nothing, and repeats under the same identity")
    func killed() async throws {
        try await withServedCollector { collector, root in
            let port = try await freePort()
            let secret = try await add(collector, port: port)
            let receiver = try await WebhookReceiver(in: root, port: port, secret: secret, answering: "slow")
            let server = BackgroundProgram(
                Programs.collector, ["serve", "--port", "0"], environment: ["SOHOA_DATA": collector.data.string])
            let codes = Kept<[String]>()
            try await server.start()
            let line = try await server.line { $0.hasPrefix("listening on ") }
            let served = try #require(Int(line.split(separator: ":").last ?? ""))
            let connection = TestClient(host: "127.0.0.1", port: served)
            connection.connect()
            let client = Caller(port: served, over: connection)
            codes.value = try await deliver(1...3, client, as: try await collector.enrol(client))
            try await connection.shutdown()
            // The first is with the receiver, which does not answer; then the power goes.
            let first = try await receiver.messages { !$0.isEmpty }
            await server.kill()
            #expect(try await listed(collector).counts.waiting == 3)
            try receiver.answer("ok")
            try await collector.serving { _ in
                let messages = try await receiver.messages { $0.count >= 4 }
                #expect(messages.dropFirst().compactMap(\.dossier) == codes.value)
                #expect(messages[1].id == first[0].id && messages[1].body == first[0].body)
                _ = try await wait(collector) { $0.counts.delivered == 3 }
                #expect(try await receiver.messages.count == 4)
            }
            await receiver.stop()
        }
    }

    @Test(
        "Intake does not notice a receiver that is down, slow, or answers nonsense; it is told all once it works again")
    func unreachable() async throws {
        try await withServedCollector { collector, root in
            let port = try await freePort()
            let secret = try await add(collector, port: port)
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                var codes = try await deliver(1...2, client, as: station)
                let down = try await wait(collector) { $0.state == "failing" }
                #expect(down.counts.waiting == 2 && down.lastProblem != nil)
                let receiver = try await WebhookReceiver(in: root, port: port, secret: secret, answering: "redirect")
                for (number, mode) in [(3, "redirect"), (4, "hang-up"), (5, "fail"), (6, "slow")] {
                    try receiver.answer(mode)
                    let before = try await receiver.messages.count
                    try await collector.does("webhook", "retry", "kho")
                    _ = try await receiver.messages { $0.count > before }
                    let start = ContinuousClock.now
                    codes += try await deliver(number...number, client, as: station)
                    #expect(.now - start < .seconds(5), "\(mode)")
                }
                // A redirect is not followed.
                #expect(try await receiver.messages.allSatisfy { $0.path == "/hook" && $0.verified })
                _ = try await wait(collector) { $0.lastProblem?.contains("no answer in time") == true }
                try receiver.answer("ok")
                let before = try await receiver.messages.count
                try await collector.does("webhook", "retry", "kho")
                let messages = try await receiver.messages { $0.count >= before + 6 }
                #expect(messages.suffix(6).compactMap(\.dossier) == codes)
                _ = try await wait(collector) { $0.state == "working" && $0.counts.delivered == 6 }
                await receiver.stop()
            }
        }
    }

    @Test("A receiver that is gone is told nothing until somebody asks; a removed one nothing any more")
    func gone() async throws {
        try await withServedCollector { collector, root in
            let port = try await freePort()
            let secret = try await add(collector, port: port, "--scope", "st-31498")
            let receiver = try await WebhookReceiver(in: root, port: port, secret: secret, answering: "gone")
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let elsewhere = try await collector.enrol(client, at: TestCollector.otherCommune)
                let codes = try await deliver(1...1, client, as: station)
                // Of another office it is not told.
                _ = try await deliver(50...50, client, as: elsewhere)
                let parked = try await wait(collector) { $0.state == "parked" }
                #expect(parked.counts.waiting == 1 && parked.lastProblem == "HTTP status 410")
                try receiver.answer("ok")
                try await collector.does("webhook", "retry", "kho")
                _ = try await wait(collector) { $0.counts.delivered == 1 }
                let seen = try await receiver.messages
                #expect(seen.compactMap(\.dossier) == [codes[0], codes[0]])
                let all = try await collector.does("webhook", "deliveries", "kho", "--all")
                #expect(all.contains("delivered") && all.contains(codes[0]))
                try await collector.does("webhook", "remove", "kho")
                _ = try await deliver(2...2, client, as: station)
                try await Task.sleep(for: .seconds(2))
                #expect(try await receiver.messages.count == 2)
            }
            let unknown = try await collector.run("webhook", "retry", "kho")
            #expect(unknown.exitCode == 2 && unknown.errors.contains("webhook list"))
            let plain = try await collector.run("webhook", "add", "x1", "--url", "http://example.vn/")
            #expect(plain.exitCode == 2 && plain.errors.contains("without TLS"))
            await receiver.stop()
        }
    }

    @Test("A receiver whose certificate nobody vouches for is told nothing")
    func certificate() async throws {
        try await withServedCollector { collector, root in
            let (key, certificate) = (root.appending("key.pem").string, root.appending("cert.pem").string)
            let made = try await runTool(
                "openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out",
                    certificate,
                ])
            try #require(made.exitCode == 0, "\(made.errors)")
            let port = try await freePort()
            let url = "https://localhost:\(port)/hook"
            let secret = try await collector.does("webhook", "add", "kho", "--url", url)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let receiver = try await WebhookReceiver(in: root, port: port, secret: secret, tls: (certificate, key))
            let result = try await collector.run("webhook", "test", "kho")
            #expect(result.exitCode == 1 && result.errors.contains("CERTIFICATE_VERIFY_FAILED"), "\(result.errors)")
            // It is the certificate, and not the receiver.
            let curl = try await runTool(
                "curl", ["--silent", "--cacert", certificate, "--data", "{}", "--write-out", "%{http_code}", url])
            #expect(curl.output == "204")
            #expect(try await receiver.messages.map(\.verified) == [false])
            await receiver.stop()
        }
    }

    @Test(
        "A message that the receiver refuses waits its turns, is parked, and does not hold up those behind it for good")
    func poison() async throws {
        try await withServedCollector { collector, root in
            let port = try await freePort()
            let secret = try await add(collector, port: port)
            let receiver = try await WebhookReceiver(
                in: root, port: port, secret: secret, answering: "refuse H51-210615-1001")
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let codes = try await deliver(1...2, client, as: station)
                _ = try await receiver.messages { !$0.isEmpty }
                // As if eleven had been refused before.
                let registry = collector.data.appending("registry.sqlite").string
                let change = """
                    PRAGMA busy_timeout = 5000; UPDATE webhookMessage SET refusals = 11 WHERE id = 1;
                    UPDATE webhook SET nextAt = 0
                    """
                try #require(try await runTool("sqlite3", [registry, change]).exitCode == 0)
                let listed = try await wait(collector) { $0.counts.delivered == 1 }
                #expect(listed.counts.parked == 1 && listed.counts.waiting == 0)
                #expect(try await receiver.messages.last?.dossier == codes[1])
                try receiver.answer("ok")
                try await collector.does("webhook", "retry", "kho")
                _ = try await wait(collector) { $0.counts.delivered == 2 }
                #expect(try await receiver.messages.last?.dossier == codes[0])
            }
            await receiver.stop()
        }
    }
}
