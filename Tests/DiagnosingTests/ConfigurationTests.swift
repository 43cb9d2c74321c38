import FoundationEssentials
import SystemPackage
import TestSupport
import Testing

@Suite("doctor, of the configuration", .timeLimit(.minutes(2)))
struct ConfigurationTests {
    /// Runs the installed program on a configuration file.
    private func doctor(_ text: String, in folder: FilePath, _ arguments: [String] = []) async throws -> ToolResult {
        let file = folder.appending("agent.json")
        try text.write(toFile: file.string, atomically: true, encoding: .utf8)
        return try await runTool(
            Programs.agent.string, ["doctor", "--json", "--config", file.string] + arguments,
            environment: [
                "SOHOA_DATA": folder.appending("spool").string, "SANE_CONFIG_DIR": folder.string,
            ])
    }

    @Test(
        "is a finding where it is broken, and all the rest is looked at all the same",
        arguments: [
            ("{\"listen-port\": 1,,}", "is no JSON object"), ("{\"bandwith\": \"256\"}", "bandwith"),
            ("{\"keep-days\": -1}", "keep-days must be a whole number from 0 to 3650"),
            ("{\"listen-port\": true}", "listen-port must be a whole number"),
            ("{\"bandwidth\": \"7-17\"}", "7-17"), ("{\"scanner\": false}", "scanner must be a text"),
            ("{\"watch-folder\": \"anh\"}", "watch-folder"), ("{\"log-level\": \"loud\"}", "log-level"),
        ])
    func broken(_ text: String, said: String) async throws {
        try await withTemporaryDirectory { folder in
            let result = try await doctor(text, in: folder)
            #expect(result.exitCode == 1, "\(result.errors)")
            #expect(result.output.contains("\"code\":\"configuration_broken\""), "\(result.output)")
            #expect(result.output.contains(said), "\(result.output)")
            for check in ["disk", "port", "scanner", "enrolment"] {
                #expect(result.output.contains("\"check\":\"\(check)\""), "\(check): \(result.output)")
            }
        }
    }

    @Test("names every fault of it, is told well when it is well, and takes numbers for texts")
    func several() async throws {
        try await withTemporaryDirectory { folder in
            let two = try await doctor("{\"keep-days\": \"x\", \"lock-minutes\": 0}", in: folder)
            #expect(two.output.contains("keep-days must") && two.output.contains("lock-minutes must"))
            let bundle = folder.appending("bundle.tar.gz")
            let well = try await doctor("{\"bandwidth\": 256}", in: folder, ["--bundle", bundle.string])
            #expect(well.output.contains("\"code\":\"configuration\",\"severity\":\"ok\""), "\(well.output)")
            let unpacked = try await runTool("tar", ["xzf", bundle.string, "-O", "sohoa-agent/settings.json"])
            #expect(unpacked.output.contains("\"bandwidth\":\"256\""), "\(unpacked.output)")
        }
    }
}
