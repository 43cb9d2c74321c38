import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@testable import CollectorCLI

@Suite("The commands of sohoa-collector", .timeLimit(.minutes(5)))
struct CommandTests {
    @Test("What was delivered can be shown, exported, verified by openssl, and got; each view is in the audit trail")
    func deliverAndLook() async throws {
        try await withServedCollector { collector, root in
            let pages = try TestPage.samples(2)
            let (found, exitCode) = try await collector.serving { client in
                let station = try await collector.enrol(client)
                let sealed = station.seal(pages)
                let receipt = try #require(try await client.deliver(sealed, as: station).receipt)
                // Commands work beside the server.
                #expect(try await collector.does("verify").contains("Everything is whole"))
                return (station, sealed, receipt)
            }
            #expect(exitCode == 0)
            let (station, sealed, receipt) = found
            let digest = sealed.digest.rawValue

            let listed = try await collector.does("dossier", "find", "--owner", "nguyen thi hoa")
            #expect(listed.contains("H51-210615-0001"))
            let shown = try await collector.does("dossier", "show", "H51-210615-0001")
            #expect(shown.contains(digest))
            for page in pages { #expect(shown.contains(page.page.digest.rawValue)) }

            let manifest = try await collector.does("dossier", "show", "--envelope", digest)
            #expect(Data(manifest.utf8) == sealed.body)
            let exported = try await collector.does("dossier", "show", "--receipt", digest)
            #expect(try Wire.decode(Envelope.self, from: Data(exported.utf8)) == receipt)
            for (name, text, pem) in [
                ("manifest", manifest, try await collector.does("station", "show", station.id.rawValue, "--pem")),
                ("receipt", exported, try await collector.does("key")),
            ] {
                let envelope = try Wire.decode(Envelope.self, from: Data(text.utf8))
                let signed = Data(
                    "DSSEv1 \(envelope.payloadType.utf8.count) \(envelope.payloadType) \(envelope.payload.count) ".utf8)
                let result = try await runTool(
                    "openssl",
                    [
                        "dgst", "-sha256", "-verify", try root.file("\(name).pem", pem), "-signature",
                        try root.file("\(name).sig", envelope.signatures[0].sig),
                        try root.file("\(name).bin", signed + envelope.payload),
                    ])
                #expect(result.exitCode == 0, "\(name): \(result.output) \(result.errors)")
            }

            let page = pages[1].page.digest
            let file = root.appending("page.jpg")
            try await collector.does(
                "page", "get", page.rawValue, "--reason", "kiểm tra", "--output", file.string, "--by", "thanhtra")
            #expect(try Data(contentsOf: URL(filePath: file.string)) == pages[1].bytes)
            let trail = try Registry.open(at: collector.data.appending("registry.sqlite").string).auditTrail(
                subject: page.rawValue)
            #expect(trail.map(\.actor) == ["thanhtra"])
            #expect(trail.first?.action == "page.get")
            #expect(trail.first?.reason?.contains("kiểm tra") == true)
            #expect(trail.first?.detail.contains("Hoa") == false)
        }
    }

    @Test("Procedures are imported, listed and shown, and stations of the running server are told of them at once")
    func procedures() async throws {
        try await withServedCollector { collector, root in
            let file = Programs.data.appending("procedures.csv").string
            #expect(try await collector.does("procedure", "list").contains("procedure import"))
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let headers: HTTPFields = [.authorization: "Bearer \(station.token())"]
                let before = try await client.send(.get, "/v1/briefing", headers).decoded(Briefing.self)
                #expect(before.procedures.isEmpty)
                #expect(try await collector.does("procedure", "import", file).contains("0 removed"))
                let after = try await client.send(.get, "/v1/briefing", headers).decoded(Briefing.self)
                let listed = try await collector.does("procedure", "list", "--json")
                #expect(try Wire.decode([Procedure].self, from: Data(listed.utf8)) == after.procedures)
            }
            #expect(try await collector.does("procedure", "list").contains("1.001193"))
            let shown = try await collector.does("procedure", "show", "1.001193")
            #expect(shown.contains("Đăng ký khai sinh"))
            #expect(shown.contains("giay-chung-sinh"))
            let unknown = try await collector.run("procedure", "show", "9.999999")
            #expect(unknown.exitCode == 2)
            #expect(unknown.errors.contains("procedure list"))

            let bad = try root.file("bad.csv", "procedure;name;paper;paperName;role;compulsory\n1;A;p;P;x;1\n")
            let refused = try await collector.run("procedure", "import", bad)
            #expect(refused.exitCode == 1)
            #expect(refused.errors.contains("bad.csv, line 2, column role: “x” is not a role"))
            let good = try root.file("good.csv", "procedure,name,paper,paperName,role,compulsory\n1,A,p,P,result,0\n")
            #expect(try await collector.does("procedure", "import", good, "--by", "an").contains("1 procedures added"))
            let trail = try Registry.open(at: collector.data.appending("registry.sqlite").string).auditTrail(
                subject: "good.csv")
            #expect(trail.map(\.actor) == ["an"])
        }
    }

    @Test("A server that is killed goes on where it was")
    func killed() async throws {
        try await withServedCollector { collector, _ in
            let sealed = Kept<(TestStation, Sealed, String)>()
            let server = BackgroundProgram(
                Programs.collector, ["serve", "--port", "0"], environment: ["SOHOA_DATA": collector.data.string])
            try await server.start()
            let line = try await server.line { $0.hasPrefix("listening on ") }
            await server.kill()
            #expect(line.hasPrefix("listening on http://127.0.0.1:"))
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let dossier = station.seal([.random(300_000, seed: 1)])
                let upload = try await client.post(dossier, as: station).upload()
                #expect(
                    try await client.patch(upload, at: 0, dossier.stream.prefix(123_456), as: station).status == 204)
                sealed.value = (station, dossier, upload)
            }
            try await collector.serving { client in
                let (station, dossier, upload) = try #require(sealed.value)
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "123456")
                let rest = try await client.patch(
                    upload, at: 123_456, dossier.stream.dropFirst(123_456), as: station)
                #expect(rest.receipt != nil)
            }
            try await collector.does("verify")
            try await collector.does("recount")
        }
    }

    @Test("Asked to stop, the server ends a request that hangs, keeps what came, and ends well")
    func stop() async throws {
        try await withServedCollector { collector, _ in
            let kept = Kept<(TestStation, String)>()
            let connections = Kept<RawConnection>()
            let start = Kept<ContinuousClock.Instant>()
            let (_, exitCode) = try await collector.serving { client in
                let station = try await collector.enrol(client)
                let dossier = station.seal([.random(300_000, seed: 1)])
                let upload = try await client.post(dossier, as: station).upload()
                let hanging = try RawConnection(port: client.port!)
                hanging.send(station.patchHeader(upload, at: 0, length: 300_000))
                hanging.send(dossier.stream.prefix(100_000))
                try await Task.sleep(for: .milliseconds(500))
                kept.value = (station, upload)
                connections.value = hanging
                start.value = .now
            }
            #expect(exitCode == 0)
            #expect(try .now - #require(start.value) < .seconds(15))
            connections.value = nil
            try await collector.serving { client in
                let (station, upload) = try #require(kept.value)
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "100000")
            }
        }
    }

    @Test("With too little room left nothing more is taken in")
    func littleRoom() async throws {
        try await withServedCollector { collector, _ in
            try await collector.serving(["--minimum-free", "\(1 << 40)"]) { client in
                let station = try await collector.enrol(client)
                let answer = try await client.post(station.seal([.random(10, seed: 1)]), as: station)
                #expect(answer.status == 507)
                #expect(answer.code == .storageFull)
            }
            #expect(try await collector.run("serve", "--minimum-free", "-1").exitCode != 0)
        }
    }

    @Test("A damaged page is found, named and put aside; a wrong figure is found and put right")
    func damage() async throws {
        try await withServedCollector { collector, _ in
            let page = TestPage.random(5000, seed: 1)
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([page]), as: station)
            }
            let registry = collector.data.appending("registry.sqlite").string
            _ = try await runTool(
                "sqlite3", [registry, "UPDATE counter SET pages = pages + 1 WHERE pages > 0"])
            let wrong = try await collector.run("recount")
            #expect(wrong.exitCode == 1)
            #expect(wrong.output.contains("counter"))
            #expect(try await collector.run("recount", "--repair").exitCode == 0)
            #expect(try await collector.run("recount").exitCode == 0)

            let digest = page.page.digest.rawValue
            let path = collector.data.appending("blobs").appending(String(digest.prefix(2))).appending(digest).string
            _ = try await runTool("chmod", ["600", path])
            var bytes = page.bytes
            bytes[100] ^= 1
            try bytes.write(to: URL(filePath: path))
            let found = try await collector.run("verify", "--json")
            #expect(found.exitCode == 1)
            #expect(found.output.contains(digest))
            #expect(found.output.contains("content_damaged"))
            let got = try await collector.run("page", "get", digest, "--reason", "x", "--output", "-")
            #expect(got.exitCode == 1)
            #expect(got.errors.contains("damaged"))
            #expect(try await collector.run("verify", "--quarantine").exitCode == 1)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("Tokens and stations are listed and revoked")
    func administration() async throws {
        try await withServedCollector { collector, _ in
            let token = try await collector.run("token", "issue", "--site", "st-31498", "--valid-for", "2h")
            #expect(token.output.split(separator: "-").count == 7)
            let listed = try await collector.does("token", "list")
            let id = try #require(listed.split(whereSeparator: { " \n".contains($0) }).first { $0.hasPrefix("j-") })
            try await collector.does("token", "revoke", String(id))
            #expect(try await !collector.does("token", "list").contains(id))
            #expect(try await collector.does("token", "list", "--all").contains("revoked"))
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                #expect(try await collector.does("station", "list").contains(station.id.rawValue))
                let shown = try await collector.does("station", "show", station.id.rawValue)
                #expect(shown.contains(station.key.verificationKey.spokenFingerprint))
                try await collector.does("station", "revoke", station.id.rawValue)
                #expect(
                    try await client.post(station.seal([.random(10, seed: 1)]), as: station).code == .stationRevoked)
            }
            let unknown = try await collector.run("station", "show", "t-0000000000000000")
            #expect(unknown.exitCode == 2)
            #expect(unknown.errors.contains("station list"))
        }
    }
}

/// Something that one part of a test leaves for the next.
final class Kept<Value>: @unchecked Sendable {
    // The parts run one after another.
    var value: Value?
}
