import FoundationEssentials
package import SystemPackage

/// Programs of others that check ours: Python scripts in `Tests/Outsiders` with the packages of its requirements.txt.
package enum Outsiders {
    /// The Python that has the packages: `SOHOA_OUTSIDERS`, else where `make test` puts them.
    package static let python: FilePath =
        ProcessInfo.processInfo.environment["SOHOA_OUTSIDERS"].map { FilePath($0) }
        ?? Programs.package.appending(".build/outsiders/bin/python")

    /// Checks figures for Prometheus and rules of its alerts; beside the Python.
    package static let promtool = python.removingLastComponent().appending("promtool")

    /// Whether they are there. Where `SOHOA_OUTSIDERS` is set they must be.
    package static var areThere: Bool {
        ProcessInfo.processInfo.environment["SOHOA_OUTSIDERS"] != nil
            || FileManager.default.isExecutableFile(atPath: python.string)
    }

    package static let explanation = "make test installs the programs that this needs"

    /// Runs a script.
    package static func run(_ script: String, _ arguments: String..., within limit: Duration = .seconds(60))
        async throws
        -> ToolResult
    {
        let path = Programs.package.appending("Tests/Outsiders").appending(script)
        return try await runTool(python.string, [path.string] + arguments, within: limit)
    }
}
