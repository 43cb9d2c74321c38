import Dossiers
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

@Suite("The commands for officers and for discarding", .timeLimit(.minutes(2)))
struct OfficerCommandTests {
    /// Runs the agent on a spool, with a line on its standard input where one is given.
    private func agent(_ data: FilePath, _ arguments: String..., input: String = "") async throws -> ToolResult {
        try await runTool(
            "sh", ["-c", "printf '%s\\n' \"$INPUT\" | \"$0\" \"$@\"", Programs.agent.string] + arguments,
            environment: ["SOHOA_DATA": data.string, "INPUT": input])
    }

    @Test("make the first officer a manager, take a good PIN alone, and print none")
    func officers() async throws {
        try await withTemporaryDirectory { folder in
            let data = folder.appending("spool")
            for weak in ["1234", "7777", "12", "abcd", ""] {
                let refused = try await agent(data, "officer", "add", "lan.tt", "--pin-stdin", input: weak)
                #expect(refused.exitCode == 2, "\(weak)")
                #expect(refused.errors.contains("Mã PIN"))
            }
            let name = "Trần Thị Lan"
            let added = try await agent(
                data, "officer", "add", "lan.tt", "--display-name", name, "--pin-stdin", input: "2580")
            #expect(added.exitCode == 0, "\(added.errors)")
            #expect(try await agent(data, "officer", "add", "minh.nv", "--pin-stdin", input: "1379").exitCode == 0)
            let again = try await agent(data, "officer", "add", "LAN.TT", "--pin-stdin", input: "1379")
            #expect(again.exitCode == 2)
            let list = try await agent(data, "officer", "list")
            #expect(list.output == "lan.tt  Trần Thị Lan  quản lý\nminh.nv  minh.nv  cán bộ\n")
            let spool = try Spool(directory: data)
            let officers = try await spool.officers()
            #expect(officers.map(\.role) == [.manager, .officer])
            #expect(PINHash.verifies("2580", against: try await spool.pinHash(of: officers[0].id)))
            #expect(try await agent(data, "officer", "reset-pin", "lan.tt", "--pin-stdin", input: "9753").exitCode == 0)
            #expect(PINHash.verifies("9753", against: try await spool.pinHash(of: officers[0].id)))
            let json = try await agent(data, "officer", "list", "--json")
            for text in [added.output, list.output, json.output] {
                #expect(!text.contains("2580") && !text.contains("pbkdf2"))
            }
        }
    }

    @Test("disable officers, but never the last manager")
    func disabling() async throws {
        try await withTemporaryDirectory { folder in
            let data = folder.appending("spool")
            for name in ["lan.tt", "minh.nv"] {
                _ = try await agent(data, "officer", "add", name, "--pin-stdin", input: "2580")
            }
            #expect(try await agent(data, "officer", "disable", "minh.nv").exitCode == 0)
            #expect(try await agent(data, "officer", "list").output.contains("minh.nv  cán bộ  (ngừng hoạt động)"))
            let last = try await agent(data, "officer", "disable", "lan.tt")
            #expect(last.exitCode == 2)
            #expect(last.errors.contains("last active manager"))
            #expect(try await agent(data, "officer", "enable", "minh.nv").exitCode == 0)
            #expect(try await agent(data, "officer", "disable", "nobody").exitCode == 2)
            #expect(try await Spool(directory: data).officers().allSatisfy(\.isActive))
        }
    }

    @Test("ask on the terminal without showing what is typed, and take it when it is typed twice the same")
    func terminal() async throws {
        try await withTemporaryDirectory { folder in
            let data = folder.appending("spool")
            func typed(_ lines: String) async throws -> ToolResult {
                // util-linux's script gives the command a terminal of its own and shows all that is seen on it.
                try await runTool(
                    "sh",
                    [
                        "-c",
                        "(for line in $LINES_TYPED; do sleep 1; echo $line; done; sleep 1) | "
                            + "script -qec \"\\\"$0\\\" officer add lan.tt\" /dev/null",
                        Programs.agent.string,
                    ], environment: ["SOHOA_DATA": data.string, "LINES_TYPED": lines])
            }
            let different = try await typed("2580 2581")
            #expect(different.exitCode == 2, "\(different.output)")
            #expect(try await Spool(directory: data).officers().isEmpty)
            let same = try await typed("2580 2580")
            #expect(same.exitCode == 0, "\(same.output)")
            #expect(same.output.contains("Mã PIN mới"))
            #expect(!same.output.contains("2580"))
            let officers = try await Spool(directory: data).officers()
            #expect(officers.map(\.name) == ["lan.tt"])
        }
    }

    @Test("discard an open dossier, which comes back under its code")
    func discarding() async throws {
        try await withTemporaryDirectory { folder in
            let data = folder.appending("spool")
            let spool = try Spool(directory: data, minimumFreeBytes: 0)
            let code = DossierCode(rawValue: "H51-210615-0001")!
            #expect(try await agent(data, "discard", code.rawValue).exitCode == 2)
            let dossier = Dossier(
                code: code, procedure: "1.001193", owner: Owner(name: "Mẫu"), componentsComplete: true)
            try await spool.openDossier(dossier, operatorName: "lan.tt", sheetsExpected: nil, drafts: [])
            let discarded = try await agent(data, "discard", code.rawValue, "--operator", "minh.nv")
            #expect(discarded.exitCode == 0, "\(discarded.errors)")
            #expect(discarded.output.contains("đã hủy"))
            #expect(try await agent(data, "queue", "list").output == "Hàng đợi trống.\n")
            #expect(try await spool.history(of: code).map(\.by) == ["lan.tt", "minh.nv"])
            try await spool.openDossier(dossier, operatorName: "lan.tt", sheetsExpected: nil, drafts: [])
            #expect(try await agent(data, "queue", "list").output.contains(code.rawValue))
        }
    }
}
