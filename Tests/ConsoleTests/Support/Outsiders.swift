import Foundation
import SystemPackage
import TestSupport

/// Runs the program at `path` and collects its output.
func runProgram(
    _ path: FilePath, _ arguments: [String], environment: [String: String] = [:], within limit: Duration = .seconds(60)
) async throws -> ToolResult {
    // `runTool` looks names up; `env` takes a path as well.
    try await runTool("env", [path.string] + arguments, environment: environment, within: limit)
}

extension FilePath {
    /// Writes `bytes` to a file of that name in this directory, and gives its path.
    func file(_ name: String, _ bytes: some DataProtocol) throws -> String {
        let path = appending(name).string
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }
}
