import Glibc
import SystemPackage
import TestSupport
import Testing

/// An administrator's commands beside a service that has an account of its own.
@Suite(.timeLimit(.minutes(2)), .enabled(if: geteuid() == 0))
struct AdministratorTests {
    /// Debian's account `nobody`, and its group.
    private static let nobody: uid_t = 65_534

    @Test("What root's commands make in a service's data belongs to the service")
    func ownership() async throws {
        try await withTemporaryDirectory { directory in
            // Others may look for what is theirs in here.
            _ = unsafe chmod(directory.string, 0o755)
            for program in [Programs.agent, Programs.collector] {
                let data = directory.appending(program.lastComponent?.string ?? "")
                try #require(unsafe mkdir(data.string, 0o700) == 0)
                try #require(unsafe chown(data.string, Self.nobody, Self.nobody) == 0)
                let command = program == Programs.agent ? ["queue", "pause"] : ["init"]
                let result = try await runTool(program.string, command + ["--data", data.string])
                #expect(result.exitCode == 0, "\(result.errors)")
                let found = try await runTool("find", [data.string, "-mindepth", "1", "-printf", "%U %f\n"])
                let lines = found.output.split(separator: "\n")
                #expect(lines.count > 1)
                #expect(lines.allSatisfy { $0.hasPrefix("\(Self.nobody) ") }, "\(found.output)")
            }
        }
    }
}
