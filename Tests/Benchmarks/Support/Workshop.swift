import FoundationEssentials
import Glibc
import SystemPackage
import TestSupport

/// Where benchmarks work: a folder on the disk of the build, which is the one that is measured.
struct Workshop: Sendable {
    /// What is kept from run to run.
    let folder: FilePath
    private let scratch: FilePath
    private let repetitions: Int?
    /// How many dossiers the decade has in each year.
    let dossiersPerYear: Int

    /// - Parameter repetitions: instead of each benchmark's own number.
    init(repetitions: Int?, dossiersPerYear: Int) throws {
        self.dossiersPerYear = dossiersPerYear
        folder = Programs.package.appending(".build/bench")
        scratch = folder.appending("run-\(getpid())")
        self.repetitions = repetitions
        try FileManager.default.createDirectory(atPath: scratch.string, withIntermediateDirectories: true)
    }

    /// How often to measure, where `usual` would be the number.
    func repetitions(usual: Int) -> Int { repetitions ?? usual }

    /// Gives `body` an empty folder and removes it afterwards.
    func withFolder<Result>(_ body: (FilePath) async throws -> Result) async throws -> Result {
        let path = scratch.appending(UUID().uuidString)
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path.string) }
        return try await body(path)
    }

    /// Removes what this run left.
    func clear() { try? FileManager.default.removeItem(atPath: scratch.string) }

    /// Tells those who watch.
    func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // The array outlives the call; a line that is not seen is no failure.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// Why a measurement cannot be made, or would say nothing.
struct CannotMeasure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
