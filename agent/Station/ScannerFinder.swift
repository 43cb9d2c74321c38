import FoundationEssentials
package import Scanning
import Subprocess
package import SystemPackage

/// Finds the scanners of this PC in a process of its own: drivers hang while they look, and can bring a program down.
package struct ScannerFinder: Sendable {
    /// How long a search may take: drivers ask the network.
    static let patience = Duration.seconds(30)
    /// The most bytes that a list of scanners can have.
    private static let limit = 1 << 20

    private let program: FilePath
    private let environment: [String: String]

    /// - Parameters:
    ///   - program: the one that has the command `scanners`; this very one unless told otherwise.
    ///   - environment: what it needs beside the caller's environment.
    package init(program: FilePath = "/proc/self/exe", environment: [String: String] = [:]) {
        self.program = program
        self.environment = environment
    }

    /// The scanners there are; none when the search fails or takes too long.
    package func find() async -> [ScannerIdentity] {
        await withTaskGroup(of: [ScannerIdentity]?.self) { group in
            group.addTask { try? await search() }
            group.addTask {
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap(\.self) ?? []
        }
    }

    private func search() async throws -> [ScannerIdentity] {
        var variables: [Environment.Key: String?] = ["LC_ALL": "C", "SWIFT_BACKTRACE": "enable=no"]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        var options = PlatformOptions()
        options.processGroupID = 0
        // Cancellation ends the child with all that a driver has started.
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        let result = try await run(
            .path(program), arguments: ["scanners", "--json"], environment: .inherit.updating(variables),
            platformOptions: options, output: .string(limit: Self.limit), error: .discarded)
        return try JSONDecoder().decode([ScannerIdentity].self, from: Data(result.standardOutput.utf8))
    }
}
