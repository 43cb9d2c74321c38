import ContentStore
import Scanning
import Station
import SystemPackage
import TestSupport

/// A spool's directories beside a virtual scanner, and the pages scanned into them.
final class ScanBench {
    let store: ContentStore
    private(set) var pages: [ScannedPage] = []
    private(set) var progress: [ScanProgress] = []

    private let scanner: VirtualScanner
    private let folder: FilePath
    private let supervisor: ScanSupervisor

    init(_ scanner: VirtualScanner, patience: Duration = ScanSupervisor.defaultPatience) throws {
        self.scanner = scanner
        folder = scanner.scratch
        store = try ContentStore(directory: folder.appending("pages"))
        supervisor = ScanSupervisor(
            lock: folder.appending("scan.lock"), worker: Programs.agent, environment: scanner.environment,
            patience: patience)
    }

    /// The feeder at a low resolution.
    func settings(source: ScanSource = .feeder) -> ScanSettings {
        ScanSettings(scanner: ScannerSelection(name: scanner.device), source: source, resolution: 75)
    }

    /// A job that scans into this spool.
    func job(_ settings: ScanSettings) -> ScanJob {
        ScanJob(settings: settings, store: store.directory.string, previews: folder.appending("previews").string)
    }

    /// Scans the feeder at a low resolution, unless told otherwise.
    func scan(
        _ settings: ScanSettings? = nil, stop: ScanStop = ScanStop(),
        pageSaved: (ScannedPage) async throws -> Void = { _ in }
    ) async throws -> ScanOutcome {
        try await supervisor.scan(
            job(settings ?? self.settings()), stop: stop,
            pageSaved: { page in
                try await pageSaved(page)
                pages.append(page)
            },
            progress: { progress.append($0) })
    }
}
