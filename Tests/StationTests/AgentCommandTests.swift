import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("The agent's commands", .timeLimit(.minutes(2)))
struct AgentCommandTests {
    private static let code = DossierCode(rawValue: "H51-210615-0001")!

    /// Runs the agent on a spool.
    private func agent(
        _ data: FilePath, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> ToolResult {
        try await runTool(
            Programs.agent.string, arguments,
            environment: ["SOHOA_DATA": data.string, "SOHOA_MINIMUM_FREE_MIB": "0"].merging(environment) { $1 },
            input: input)
    }

    /// Gives `body` an enrolled station's spool with an open dossier that has a page.
    private func withDossier(_ body: (Spool, FilePath) async throws -> Void) async throws {
        try await withTemporaryDirectory { folder in
            let data = folder.appending("spool")
            let spool = try Spool(directory: data, minimumFreeBytes: 0)
            try enrol(spool)
            let paper = Document(role: .component, type: "to-khai", authority: "xa-dai-tam", level: .commune)
            try await spool.openDossier(
                Dossier(code: Self.code, procedure: "1.001193", owner: Owner(name: "Mẫu"), componentsComplete: true),
                operatorName: "lan.tt", sheetsExpected: nil, drafts: [DocumentDraft(document: paper)])
            let bytes = SampleContent.bytes(1)
            try spool.pages.put(bytes)
            _ = try await spool.addPage(SampleContent.page(bytes), to: Self.code, startsSheet: true)
            try await body(spool, data)
        }
    }

    @Test("end with status 2 where what was asked cannot be done so, and with no secret in the message")
    func exitCodes() async throws {
        try await withDossier { spool, data in
            let enroll = ["enroll", "--again", "--token", "-", "--collector"]
            let missing = data.appending("no-such.json").string
            for (arguments, reason) in [
                (enroll + ["http://collector.example"], "write https://"),
                (enroll + ["gopher://x"], "write its address with https://"),
                (enroll + ["https://collector.example", "--proxy", "socks5://lan:s3cret@proxy"], "***@proxy"),
                (["run", "--bandwidth", "fast"], "not a bandwidth limit"), (["status", "--config", missing], missing),
                (["seal", "H51-210615-0009"], "no dossier"),
                (["queue", "retry", "H51-210615-0009"], "no dossier"),
                (["status", "--data", "/nowhere/at/all"], "--data"),
            ] {
                let result = try await agent(data, arguments, input: "token\n")
                #expect(result.exitCode == 2, "\(arguments): \(result.errors)")
                #expect(result.errors.contains(reason), "\(result.errors)")
                #expect(!result.errors.contains("s3cret"))
            }
            let lock = try ScanLock(DossierScanner.lock(of: spool))
            for arguments in [["seal", Self.code.rawValue], ["discard", Self.code.rawValue]] {
                let busy = try await agent(data, arguments)
                #expect(busy.exitCode == 2)
                #expect(busy.errors.contains("is running on this PC"), "\(busy.errors)")
            }
            withExtendedLifetime(lock) {}
            #expect(try await spool.dossier(Self.code)?.isOpen == true)
            let lost = try await agent(data, enroll + ["https://127.0.0.1:1"], input: "token\n")
            #expect(lost.exitCode == 1, "nobody is there: \(lost.errors)")
            #expect(lost.errors.contains("then try again"), "nothing is tried again by itself: \(lost.errors)")

            try "no database".write(toFile: data.appending("spool.sqlite").string, atomically: true, encoding: .utf8)
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: data.appending("spool.sqlite\(suffix)").string)
            }
            for command in ["status", "verify", "run"] {
                let damaged = try await agent(data, [command])
                #expect(damaged.exitCode == 2)
                #expect(damaged.errors.contains("sohoa-agent doctor"), "\(damaged.errors)")
            }
        }
    }

    @Test("scan shows on a terminal how much of the page at hand has come, and elsewhere only what is saved")
    func progress() async throws {
        try await withVirtualScanner(pages: .samples(2), settings: ["line-delay=200"]) { scanner in
            let data = scanner.scratch.appending("spool")
            try enrol(try Spool(directory: data, minimumFreeBytes: 0))
            let environment = scanner.environment.merging([
                "SOHOA_DATA": data.string, "SOHOA_MINIMUM_FREE_MIB": "0",
            ]) { $1 }
            func scan(_ number: Int) -> [String] {
                [
                    "scan", "--code", "H51-210615-000\(number)", "--procedure", "1", "--owner", "M", "--operator",
                    "lan.tt", "--document", "component:to-khai", "--scanner", scanner.device, "--source", "feeder",
                ]
            }
            // util-linux's script gives the command a terminal of its own and shows all that is seen on it.
            let line = ([Programs.agent.string] + scan(1)).joined(separator: " ")
            let seen = try await runTool("script", ["-qec", line, "/dev/null"], environment: environment)
            #expect(seen.exitCode == 0, "\(seen.output)")
            #expect(seen.output.contains("Đang quét trang thứ 1 của lần này: "), "\(seen.output)")
            #expect(seen.output.contains("\r\u{1B}[KTrang 1: đã lưu trên máy"), "\(seen.output)")
            try scanner.reload()
            let piped = try await runTool(Programs.agent.string, scan(2), environment: environment)
            #expect(piped.output.split(separator: "\n").count == 4, "\(piped.output)")
            #expect(!piped.output.contains("Đang quét") && piped.errors.isEmpty, "\(piped.output) \(piped.errors)")
        }
    }

    @Test("seal a dossier anew that was refused, and say so where it is listed")
    func sealAgain() async throws {
        try await withDossier { spool, data in
            let code = Self.code.rawValue
            #expect(try await agent(data, ["seal", code]).exitCode == 0)
            let waiting = try await agent(data, ["seal", code, "--again"])
            #expect(waiting.exitCode == 2)
            #expect(waiting.errors.contains("was not refused"), "\(waiting.errors)")

            let first = try #require(try await spool.submissions().last)
            try await spool.recordReceipt(
                first.digest, envelope: Data("{}".utf8), outcome: .refused, issuedAt: Date(),
                refusal: Receipt.Refusal(code: .siteClosed, detail: "closed"))
            let plain = try await agent(data, ["seal", code])
            #expect(plain.exitCode == 2)
            #expect(plain.errors.contains("sohoa-agent seal \(code) --again"), "\(plain.errors)")
            let retry = try await agent(data, ["queue", "retry"])
            #expect(retry.output.contains("Thử lại: 0 hồ sơ"), "\(retry.output)")
            #expect(retry.output.contains("sohoa-agent seal \(code) --again"), "\(retry.output)")

            let told = try await agent(data, ["queue", "retry", "--json"])
            #expect(told.output == "{\"refused\":[\"\(code)\"],\"retried\":0}\n")

            let again = try await agent(data, ["seal", code, "--again"])
            #expect(again.exitCode == 0, "\(again.errors)")
            let all = try await spool.submissions()
            #expect(all.map(\.state) == [.refused, .sealed])
            #expect(try await spool.dossier(Self.code)?.isOpen == false)
            #expect(try await !agent(data, ["queue", "retry"]).output.contains("--again"))
            let actions = try await spool.history(of: Self.code).map(\.action)
            #expect(actions == [.opened, .sealed, .extended, .sealed])
        }
    }

    @Test("take the owner from a file or standard input, where no other user of the PC sees it")
    func ownerFile() async throws {
        try await withDossier { spool, data in
            let file = data.appending("owner.txt").string
            try "NGUYỄN VĂN MẪU\r\n094099000123\r\n".write(toFile: file, atomically: true, encoding: .utf8)
            let page = data.appending("a.jpg").string
            try FileManager.default.copyItem(atPath: try SamplePages.files()[0].string, toPath: page)
            for (number, source, input) in [
                (2, file, ""), (3, "-", "NGUYỄN VĂN MẪU\n094099000123\n"), (4, "-", "NGUYỄN VĂN MẪU"),
            ] {
                let code = "H51-210615-000\(number)"
                let imported = try await agent(
                    data,
                    [
                        "import", "--code", code, "--procedure", "1", "--owner-file", source, "--operator", "lan.tt",
                        "--document", "component:to-khai", page,
                    ], input: input)
                #expect(imported.exitCode == 0, "\(imported.errors)")
                let owner = try #require(try await spool.dossier(DossierCode(rawValue: code)!)).dossier.owner
                #expect(owner.name == "NGUYỄN VĂN MẪU")
                #expect(owner.identityNumber == (number == 4 ? nil : "094099000123"))
            }
            let new = ["import", "--code", "H51-210615-0005", page, "--owner-file"]
            for (source, input) in [("-", ""), ("-", "\n"), (data.appending("nobody").string, "")] {
                #expect(try await agent(data, new + [source], input: input).exitCode == 2)
            }
            #expect(try await agent(data, new + ["-", "--owner", "A"], input: "B\n").exitCode == 64)
        }
    }
}
