import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("Starting sohoa-collector", .timeLimit(.minutes(5)))
struct SetupTests {
    @Test("A directory that was not initialised is refused with what to do, and nothing is made")
    func notInitialised() async throws {
        try await withTemporaryDirectory { root in
            let collector = ServedCollector(data: root.appending("nowhere"))
            for command in [
                ["serve"], ["verify"], ["key"], ["token", "list"], ["backup", root.appending("b").string],
            ] {
                let result = try await runProgram(
                    Programs.collector, command, environment: ["SOHOA_DATA": collector.data.string])
                #expect(result.exitCode == 2, "\(command)")
                #expect(result.errors.contains("sohoa-collector init"), "\(result.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: collector.data.string))
        }
    }

    @Test("A directory that cannot be made or read is refused with what to do")
    func cannotBeMade() async throws {
        try await withTemporaryDirectory { root in
            let collector = ServedCollector(data: root.appending("collector"))
            try await collector.does("init")
            for arguments in [["init", "--data", "/nowhere/at/all"], ["backup", "/nowhere/at/all"]] {
                let result = try await runProgram(
                    Programs.collector, arguments, environment: ["SOHOA_DATA": collector.data.string])
                #expect(result.exitCode == 2, "\(arguments)")
                #expect(result.errors.contains("make the folder it is to be in first"), "\(result.errors)")
            }
            // No file, and so unreadable for whoever runs this.
            let other = ServedCollector(data: root.appending("other"))
            try FileManager.default.createDirectory(
                atPath: other.data.appending("collector.json").string, withIntermediateDirectories: true)
            let unreadable = try await other.run("site", "list")
            #expect(unreadable.exitCode == 2)
            #expect(unreadable.errors.contains("the account that the data belongs to"), "\(unreadable.errors)")
        }
    }

    @Test("init makes a directory and a key that only its owner can read, once")
    func initialise() async throws {
        try await withTemporaryDirectory { root in
            let collector = ServedCollector(data: root.appending("collector"))
            try await collector.does("init", "--name", "Sóc Trăng")
            for (name, mode) in [("", 0o700), ("collector.key", 0o600)] {
                let attributes = try FileManager.default.attributesOfItem(atPath: collector.data.appending(name).string)
                #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
            }
            let key = try await collector.does("key")
            let again = try await collector.run("init")
            #expect(again.exitCode == 2)
            #expect(again.errors.contains("already"))
            #expect(try await collector.does("key") == key)
        }
    }

    @Test("A key that others can read, a newer layout, a newer index and a lost index are refused")
    func refusedDirectories() async throws {
        try await withServedCollector { collector, root in
            func refusal(_ because: String) async throws {
                let result = try await collector.run("key")
                #expect(result.exitCode == 2, "\(because): \(result.output)")
                #expect(result.errors.contains(because), "\(result.errors)")
            }
            let key = collector.data.appending("collector.key").string
            _ = try await runTool("chmod", ["644", key])
            try await refusal("chmod 600")
            _ = try await runTool("chmod", ["600", key])

            let identity = collector.data.appending("collector.json").string
            let kept = try Data(contentsOf: URL(filePath: identity))
            let newer = String(decoding: kept, as: UTF8.self).replacingOccurrences(
                of: #""version":1"#, with: #""version":2"#)
            try Data(newer.utf8).write(to: URL(filePath: identity))
            try await refusal("newer version")
            try kept.prefix(10).write(to: URL(filePath: identity))
            try await refusal("cannot be used")
            try kept.write(to: URL(filePath: identity))

            let index = collector.data.appending("registry.sqlite").string
            _ = try await runTool(
                "sqlite3", [index, "INSERT INTO grdb_migrations (identifier) VALUES ('99 later')"])
            try await refusal("later version")
            _ = try await runTool("sqlite3", [index, "DELETE FROM grdb_migrations WHERE identifier = '99 later'"])
            try FileManager.default.moveItem(atPath: index, toPath: root.appending("lost").string)
            try await refusal("restore it from a backup")
            try FileManager.default.moveItem(atPath: root.appending("lost").string, toPath: index)
            try await collector.does("key")
        }
    }

    @Test("Two servers cannot run on one directory, nor on one port")
    func twice() async throws {
        try await withServedCollector { collector, root in
            let other = ServedCollector(data: root.appending("other"))
            try await other.does("init")
            try await collector.serving { client in
                let second = try await collector.run("serve", "--port", "0")
                #expect(second.exitCode == 2)
                #expect(second.errors.contains("another server"), "\(second.errors)")
                let port = try await other.run("serve", "--listen", "127.0.0.1:\(client.port!)")
                #expect(port.exitCode == 2)
                #expect(port.errors.contains("in use"), "\(port.errors)")
                #expect(port.errors.contains("\(client.port!)"))
            }
        }
    }

    @Test("Plain HTTP beyond loopback, half of TLS and unusable addresses are refused")
    func refusedOptions() async throws {
        try await withServedCollector { collector, root in
            let missing = root.appending("missing.pem").string
            for (arguments, reason) in [
                (["--listen", "0.0.0.0:0"], "--behind-proxy"), (["--listen", "8460"], "HOST:PORT"),
                (["--tls-certificate", missing], "--tls-key"), (["--tls-key", missing], "--tls-certificate"),
                (["--tls-key", missing, "--tls-certificate", missing], "missing.pem"),
                (["--log-level", "loud"], "critical"), (["--config", missing], "missing.pem"),
                (["--listen", "192.0.2.1:8460", "--behind-proxy"], "192.0.2.1"),
            ] {
                let result = try await runProgram(
                    Programs.collector, ["serve"] + arguments, environment: ["SOHOA_DATA": collector.data.string])
                #expect(result.exitCode == 2, "\(arguments): \(result.errors)")
                #expect(result.errors.contains(reason), "\(arguments): \(result.errors)")
            }
        }
    }

    @Test("Flags go over the environment, the environment over the file, the file over the default")
    func precedence() async throws {
        try await withServedCollector { collector, root in
            func told(_ arguments: [String], _ environment: [String: String]) async throws -> String {
                // An address that is refused is told back.
                let result = try await runProgram(Programs.collector, ["serve"] + arguments, environment: environment)
                #expect(result.exitCode == 2, "\(result.output)")
                return result.errors
            }
            let file = try root.file(
                "collector.json", #"{"data": "\#(collector.data)", "listen": "file", "tls": {"key": "/k"}}"#)
            #expect(try await told(["--config", file], [:]).contains("is file;"))
            #expect(try await told([], ["SOHOA_CONFIG": file]).contains("is file;"))
            #expect(try await told(["--config", file], ["SOHOA_LISTEN": "environment"]).contains("is environment;"))
            let flag = try await told(["--config", file, "--listen", "flag"], ["SOHOA_LISTEN": "environment"])
            #expect(flag.contains("is flag;"))
            #expect(try await told(["--config", file, "--listen", "127.0.0.1:1"], [:]).contains("--tls-certificate"))
            #expect(
                try await told(
                    ["--config", file, "--listen", "[::]:1"], ["SOHOA_BEHIND_PROXY": "maybe", "SOHOA_TLS_KEY": ""]
                )
                .contains("true or false"))
            let misspelt = try root.file("misspelt.json", #"{"listen": "x", "tls": {"cert": "y"}}"#)
            #expect(try await told(["--config", misspelt], [:]).contains("tls.cert"))
            let broken = try root.file("broken.json", "{")
            #expect(try await told(["--config", broken], [:]).contains("broken.json"))
        }
    }

    @Test("TLS is served, and a replaced certificate is used without a restart")
    func tls() async throws {
        try await withServedCollector { collector, root in
            func certificate(_ name: String) async throws -> (certificate: String, key: String) {
                let (certificate, key) = (root.appending("\(name).pem").string, root.appending("\(name).key").string)
                let made = try await runTool(
                    "openssl",
                    [
                        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                        "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
                        certificate,
                    ])
                try #require(made.exitCode == 0, "\(made.errors)")
                return (certificate, key)
            }
            let (first, second) = (try await certificate("first"), try await certificate("second"))
            _ = try await runTool("chmod", ["644", first.key])
            let exposed = try await collector.run(
                "serve", "--tls-certificate", first.certificate, "--tls-key", first.key)
            #expect(exposed.exitCode == 2)
            #expect(exposed.errors.contains("chmod o="), "\(exposed.errors)")
            _ = try await runTool("chmod", ["640", first.key])
            let mismatched = try await collector.run(
                "serve", "--tls-certificate", second.certificate, "--tls-key", first.key)
            #expect(mismatched.exitCode == 2)
            #expect(mismatched.errors.contains("does not fit"), "\(mismatched.errors)")

            let server = BackgroundProgram(
                Programs.collector,
                ["serve", "--port", "0", "--tls-certificate", first.certificate, "--tls-key", first.key],
                environment: ["SOHOA_DATA": collector.data.string])
            try await server.start()
            let line = try await server.line { $0.hasPrefix("listening on ") }
            let address = String(line.dropFirst("listening on ".count))
            #expect(address.hasPrefix("https://"))
            func health(trusting certificate: String) async throws -> ToolResult {
                try await runTool("curl", ["-sSi", "--cacert", certificate, address + "/v1/health"])
            }
            let answer = try await health(trusting: first.certificate)
            #expect(answer.output.contains("200"), "\(answer.errors)")
            #expect(answer.output.lowercased().contains("strict-transport-security: max-age="))
            #expect(try await health(trusting: second.certificate).exitCode == 60)

            try FileManager.default.removeItem(atPath: first.key)
            try FileManager.default.removeItem(atPath: first.certificate)
            try FileManager.default.moveItem(atPath: second.key, toPath: first.key)
            try FileManager.default.copyItem(atPath: second.certificate, toPath: first.certificate)
            while try await health(trusting: second.certificate).exitCode != 0 {
                try await Task.sleep(for: .milliseconds(500))
            }
            #expect(await server.stop() == 0)
        }
    }
}
