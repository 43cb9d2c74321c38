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

    /// Gives `body` an empty folder, which is removed by `clear`.
    ///
    /// Not before: ext4 without a journal passes over inodes that were deleted in the last minutes one by one, and whoever
    /// makes files next pays for it.
    func withFolder<Result>(_ body: (FilePath) async throws -> Result) async throws -> Result {
        let path = scratch.appending(UUID().uuidString)
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        return try await body(path)
    }

    /// Seconds for which an inode that was deleted is passed over (RECENTCY_MIN and RECENTCY_DIRTY of fs/ext4/ialloc.c).
    private static let recency: Double = 360

    /// Warns when the last run removed its files so short a time ago that this one would be slowed by it.
    func warnOfRecentDeletions() {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: mark.string),
            let cleared = attributes[.modificationDate] as? Date
        else { return }
        let left = Self.recency - Date().timeIntervalSince(cleared)
        guard left > 0 else { return }
        say(
            "The last run removed its files just now. On ext4 without a journal that slows down new files (intake, decade): "
                + "for figures worth keeping wait \(Int(left)) s more.")
    }

    /// Removes what this run left.
    func clear() {
        try? FileManager.default.removeItem(atPath: scratch.string)
        _ = FileManager.default.createFile(atPath: mark.string, contents: nil)
    }

    private var mark: FilePath { folder.appending("cleared") }

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
