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
                "sqlite3", [registry, "UPDATE counter SET value = value + 1 WHERE measure = 'pages'"])
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

    @Test(
        "A backup made while serving is a whole collector, is brought up to date, and is never another's",
        arguments: [false, true])
    func backup(_ copies: Bool) async throws {
        try await withServedCollector { collector, root in
            let target = ServedCollector(data: root.appending("backup"))
            let arguments = ["backup", target.data.string, "--json"] + (copies ? ["--copy"] : [])
            @Sendable func backUp() async throws -> Summary {
                let result = try await runProgram(
                    Programs.collector, arguments, environment: ["SOHOA_DATA": collector.data.string])
                try #require(result.exitCode == 0, "\(result.errors)")
                return try JSONDecoder().decode(Summary.self, from: Data(result.output.utf8))
            }
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([.random(5000, seed: 1)]), as: station)
                let first = try await backUp()
                #expect(first.pages == 1)
                #expect((first.linked, first.copied) == (copies ? (0, 1) : (1, 0)))
                _ = try await client.deliver(
                    station.seal([.random(6000, seed: 2)], code: "H51-210615-0002"), as: station)
                let second = try await backUp()
                #expect(second.pages == 2)
                #expect(second.linked + second.copied == 1)
                // What comes after is not in it.
                _ = try await client.deliver(
                    station.seal([.random(7000, seed: 3)], code: "H51-210615-0003"), as: station)
            }
            #expect(try await target.does("verify").contains("Looked at 2 pages"))
            try await target.does("recount")
            let key = try await collector.does("key")
            #expect(try await target.does("key") == key)
            try await target.does("dossier", "show", "H51-210615-0002")
            #expect(try await target.run("dossier", "show", "H51-210615-0003").exitCode == 2)

            let other = ServedCollector(data: root.appending("other"))
            try await other.does("init")
            for place in [other.data.string, root.string, collector.data.string] {
                let refused = try await collector.run("backup", place)
                #expect(refused.exitCode == 2, "\(place): \(refused.output)")
            }
            #expect(try await other.does("station", "list").split(separator: "\n").count == 1)
        }
    }

    @Test("A collector restored from a backup is whole, takes stations on where it was, and loses nothing")
    func restore() async throws {
        try await withServedCollector { collector, root in
            let kept = Kept<(TestStation, Sealed, Sealed, Envelope)>()
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                let first = station.seal([.random(5000, seed: 1), .random(70_000, seed: 2)])
                let receipt = try #require(try await client.deliver(first, as: station).receipt)
                // This one is on its way when the backup is made, and never comes to an end here.
                let second = station.seal([.random(6000, seed: 3)], code: "H51-210615-0002")
                let upload = try await client.post(second, as: station).upload()
                _ = try await client.patch(upload, at: 0, second.stream.prefix(1000), as: station)
                try await collector.does("backup", root.appending("backup").string, "--copy")
                kept.value = (station, first, second, receipt)
            }
            // The disk is lost; the backup is copied to its place.
            try FileManager.default.removeItem(atPath: collector.data.string)
            let copied = try await runTool("cp", ["-a", root.appending("backup").string, collector.data.string])
            try #require(copied.exitCode == 0, "\(copied.errors)")
            #expect(try await collector.does("verify").contains("Everything is whole"))
            try await collector.does("recount")
            try await collector.serving { client in
                let (station, first, second, receipt) = try #require(kept.value)
                let again: SubmissionStatus = try await client.post(first, as: station).decoded()
                #expect(again.receipt == receipt)
                // Unfinished uploads are not in a backup: the station posts the manifest again and begins anew.
                let upload = try await client.post(second, as: station).upload()
                let head = try await client.tus(.head, upload, as: station)
                #expect(head.headers[.uploadOffset] == "0")
                #expect(try await client.patch(upload, at: 0, second.stream, as: station).receipt != nil)
                let third = station.seal([.random(7000, seed: 4)], code: "H51-210615-0003")
                #expect(try await client.deliver(third, as: station).receipt != nil)
            }
            #expect(try await collector.does("verify").contains("Everything is whole"))
            try await collector.does("recount")
        }
    }

    @Test("A prepared directory that lets everybody in shows nobody the index, the key or a backup")
    func modes() async throws {
        try await withTemporaryDirectory { root in
            let (data, target) = (root.appending("collector"), root.appending("backup"))
            for directory in [data, target] {
                try FileManager.default.createDirectory(
                    atPath: directory.string, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o755])
            }
            let collector = ServedCollector(data: data)
            try await collector.does("init", "--name", "Sóc Trăng")
            try await collector.does("backup", target.string)
            for directory in [data, target] {
                let names = try FileManager.default.contentsOfDirectory(atPath: directory.string)
                #expect(names.contains("registry.sqlite"))
                for name in names {
                    let attributes = try FileManager.default.attributesOfItem(
                        atPath: directory.appending(name).string)
                    let mode = try #require(attributes[.posixPermissions] as? Int)
                    #expect(mode & 0o077 == 0, "\(name) of \(directory) has mode \(String(mode, radix: 8))")
                }
            }
        }
    }

    @Test(
        "A backup whose disk does not keep it ends the program, also where every page was there already",
        arguments: [false, true])
    func backupNotKept(atEnd: Bool) async throws {
        try await withServedCollector { collector, root in
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([.random(5000, seed: 1)]), as: station)
            }
            let target = root.appending("backup")
            try await collector.does("backup", target.string)
            let arguments = [collector.data.string, target.string]
            let result = await #expect(processExitsWith: .exitCode(74), observing: [\.standardErrorContent]) {
                [arguments = arguments as [String], atEnd = atEnd as Bool] in
                let target = FilePath(arguments[1])
                let source = try DataDirectory.open(FilePath(arguments[0]))
                let run = BackupRun(source: source, target: target, mayLink: true)
                let store = try ContentStore(directory: DataDirectory.blobsPath(in: target))
                try run.source.registry.backup(to: target.appending("registry.sqlite.new").string)
                SystemCall.fsync.replace(with: .fail(EIO))
                if atEnd { try run.putInPlace() } else { _ = try run.savePages(into: store) }
            }
            let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
            #expect(errors.contains("fsync \(target)/\(atEnd ? "registry.sqlite.new" : "blobs/")"), "\(errors)")
        }
    }

    @Test("A backup that was broken off is completed by the next, and what it left half is gone")
    func brokenOffBackup() async throws {
        try await withServedCollector { collector, root in
            try await collector.serving { client in
                let station = try await collector.enrol(client)
                _ = try await client.deliver(station.seal([.random(5000, seed: 1)]), as: station)
            }
            let target = root.appending("backup")
            try FileManager.default.createDirectory(atPath: target.string, withIntermediateDirectories: true)
            _ = try ContentStore(directory: DataDirectory.blobsPath(in: target))
            let half = DataDirectory.blobsPath(in: target).appending("ab/tmp.1.abc")
            for path in [target.appending("registry.sqlite.new"), half] {
                try Data("half".utf8).write(to: URL(filePath: path.string))
            }
            try await collector.does("backup", target.string, "--copy")
            #expect(!FileManager.default.fileExists(atPath: half.string))
            let result = try await collector.run("verify", "--data", target.string)
            #expect(result.exitCode == 0, "\(result.output) \(result.errors)")
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

    private struct Summary: Decodable, Sendable {
        let pages, linked, copied: Int
    }
}

/// Something that one part of a test leaves for the next.
final class Kept<Value>: @unchecked Sendable {
    // The parts run one after another.
    var value: Value?
}
