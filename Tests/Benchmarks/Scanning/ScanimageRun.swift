import FoundationEssentials
import SystemPackage
import TestSupport

/// A scan by `scanimage --format=jpeg --batch`, followed by `sha256sum` of its files.
struct ScanimageRun: Sendable {
    /// What both programs took.
    let cost: Cost
    /// In the order of the scan.
    let pages: [FilePath]

    /// Scans into `folder`, an empty one.
    init(_ task: ScanTask, into folder: FilePath) async throws {
        let (scanning, scan) = try await Cost.of {
            // Ends with the status of an empty feeder, so that the files alone tell of success.
            try await runTool(
                "scanimage", task.arguments + ["--format=jpeg", "--batch=\(folder)/%04d.jpg"],
                environment: task.environment, within: .seconds(600))
        }
        pages = try FileManager.default.contentsOfDirectory(atPath: folder.string)
            .filter { $0.hasSuffix(".jpg") }.sorted().map { folder.appending($0) }
        guard !pages.isEmpty else { throw CannotMeasure("scanimage gave no page: \(scan.errors)") }
        let (hashing, sums) = try await Cost.of { [pages] in
            try await runTool("sha256sum", pages.map(\.string), within: .seconds(600))
        }
        guard sums.exitCode == 0 else { throw CannotMeasure("sha256sum failed: \(sums.errors)") }
        cost = scanning + hashing
    }
}
