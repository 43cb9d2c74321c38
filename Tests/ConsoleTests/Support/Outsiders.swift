import Foundation
import SystemPackage
import TestSupport

/// Programs of others that check ours: Python scripts in `Tests/Outsiders` with the packages of its requirements.txt.
enum Outsiders {
    /// The Python that has the packages: `SOHOA_OUTSIDERS`, else where `make test` puts them.
    static let python: FilePath =
        ProcessInfo.processInfo.environment["SOHOA_OUTSIDERS"].map { FilePath($0) }
        ?? Programs.package.appending(".build/outsiders/bin/python")

    /// Whether they are there. Where `SOHOA_OUTSIDERS` is set they must be.
    static var areThere: Bool {
        ProcessInfo.processInfo.environment["SOHOA_OUTSIDERS"] != nil
            || FileManager.default.isExecutableFile(atPath: python.string)
    }

    static let explanation = "make test installs the programs that this needs"

    /// Runs a script.
    static func run(_ script: String, _ arguments: String..., within limit: Duration = .seconds(60)) async throws
        -> ToolResult
    {
        let path = Programs.package.appending("Tests/Outsiders").appending(script)
        return try await runProgram(python, [path.string] + arguments, within: limit)
    }
}

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
