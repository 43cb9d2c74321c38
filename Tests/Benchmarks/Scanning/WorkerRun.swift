import ContentStore
import Dossiers
import FoundationEssentials
import Scanning
import Station
import SystemPackage
import TestSupport

/// A scan by `sohoa-agent scan-worker`, started and followed as the station does it.
struct WorkerRun: Sendable {
    /// The worker's processor time, and the time from its start to its end as the station sees it.
    let cost: Cost
    /// In the order of the scan.
    let pages: [FilePath]

    /// Scans into `folder`, an empty one.
    ///
    /// - Parameter pageSaved: called after each page, while the worker waits for the station's answer.
    init(_ task: ScanTask, into folder: FilePath, pageSaved: () throws -> Void = {}) async throws {
        let store = folder.appending("pages")
        let previews = folder.appending("previews")
        // A station has its store long before it scans.
        _ = try ContentStore(directory: store)
        try FileManager.default.createDirectory(atPath: previews.string, withIntermediateDirectories: true)
        let supervisor = ScanSupervisor(
            lock: folder.appending("scan.lock"), worker: Programs.agent, environment: task.environment)
        let job = ScanJob(settings: task.settings, store: store.string, previews: previews.string)
        var pages: [FilePath] = []
        let (cost, outcome) = try await Cost.of {
            try await supervisor.scan(job) { page in
                let digest = page.page.digest.rawValue
                pages.append(store.appending(String(digest.prefix(2))).appending(digest))
                try pageSaved()
            }
        }
        guard outcome.ending.isComplete, !pages.isEmpty else {
            throw CannotMeasure("the worker stopped after \(pages.count) pages: \(outcome.ending)")
        }
        (self.cost, self.pages) = (cost, pages)
    }
}
