import Dossiers
import Exchange
import Foundation
import HTTPTypes
import Registry
import SystemPackage
import TestSupport
import Testing

@Suite("The commands for other systems", .timeLimit(.minutes(3)))
struct SystemCommandTests {
    @Test("A token is shown once, opens what was said until it is renewed or revoked, and curl can use it")
    func life() async throws {
        try await withServedCollector { collector, root in
            let made = try await collector.run(
                "system", "add", "kho", "--permission", "figures", "--permission", "dossier-lists", "--scope", "st-941",
                "--by", "an")
            #expect(made.exitCode == 0)
            let token = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(token.hasPrefix("shs_") && !token.contains("\n"))
            #expect(made.errors.contains("limited to st-941"))
            let listed = try await collector.does("system", "list")
            #expect(listed.contains("kho") && listed.contains("figures dossier-lists") && !listed.contains(token))
            #expect(try await !collector.does("system", "list", "--json", "--all").contains(token))

            try await collector.serving { client in
                let header = try root.file("header", "Authorization: Bearer \(token)")
                let address = "http://127.0.0.1:\(client.port!)/api/v1/access"
                let fetched = try await runTool(
                    "curl", ["--silent", "--show-error", "--fail", "--header", "@\(header)", address])
                #expect(fetched.exitCode == 0, "\(fetched.errors)")
                #expect(fetched.output.contains(#""scope":"st-941""#))
                let renewed = try await collector.does("system", "renew", "kho", "--valid-for", "30d")
                    .trimmingCharacters(in: .whitespacesAndNewlines)
                #expect(try await client.ask("/access", token).systemCode == "unauthorized")
                #expect(try await client.ask("/access", renewed).status == 200)
                try await collector.does("system", "revoke", "kho")
                #expect(try await client.ask("/access", renewed).systemCode == "access_revoked")
            }
            #expect(try await !collector.does("system", "list").contains("kho"))
            #expect(try await collector.does("system", "list", "--all").contains("revoked"))
            #expect(try await collector.does("audit", "list").contains("system.revoke"))
        }
    }

    @Test("What cannot be given is refused with the reason, and nothing is made")
    func refusals() async throws {
        try await withServedCollector { collector, _ in
            let base = ["system", "add", "kho"]
            for (arguments, code, text): ([String], Int, String) in [
                (["--permission", "accounts"], 2, "opens nothing"),
                (["--permission", "manage-imports", "--scope", "st-941"], 2, "whole province"),
                (["--permission", "figures", "--scope", "st-x"], 2, "no site"), ([], 64, "permission"),
                (["--permission", "figures", "--valid-for", "400d"], 64, "valid-for"),
            ] {
                let result = try await runProgram(
                    Programs.collector, base + arguments, environment: ["SOHOA_DATA": collector.data.string])
                #expect(Int(result.exitCode ?? -1) == code && result.errors.contains(text), "\(result.errors)")
            }
            try await collector.does("system", "add", "kho", "--permission", "figures")
            let twice = try await collector.run("system", "add", "kho", "--permission", "figures")
            #expect(twice.exitCode == 2 && twice.errors.contains("system renew"))
            let unknown = try await collector.run("system", "revoke", "khac")
            #expect(unknown.exitCode == 2 && unknown.errors.contains("system list"))
        }
    }
}
