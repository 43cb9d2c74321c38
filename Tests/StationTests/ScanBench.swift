import ContentStore
import Scanning
import Station
import SystemPackage
import TestSupport

/// A spool's directories beside a virtual scanner, and the pages scanned into them.
final class ScanBench {
    let store: ContentStore
    private(set) var pages: [ScannedPage] = []

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

    /// Scans the feeder at a low resolution, unless told otherwise.
    func scan(
        _ settings: ScanSettings? = nil, stop: ScanStop = ScanStop(),
        pageSaved: (ScannedPage) async throws -> Void = { _ in }
    ) async throws -> ScanOutcome {
        let usual = ScanSettings(scanner: ScannerSelection(name: scanner.device), source: .feeder, resolution: 75)
        let job = ScanJob(
            settings: settings ?? usual, store: store.directory.string, previews: folder.string)
        return try await supervisor.scan(
            job, stop: stop,
            pageSaved: { page in
                try await pageSaved(page)
                pages.append(page)
            })
    }
}
