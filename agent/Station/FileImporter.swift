import ContentStore
package import Dossiers
import Exchange
import Glibc
package import Scanning
package import Spool
package import SystemPackage

/// Imports files into an open dossier of the spool: a file goes in whole or not at all.
package struct FileImporter: Sendable {
    private let spool: Spool
    private let limits: ImportLimits
    private let worker: WorkerProcess

    /// Beyond the computing that a page may take, for the disk and for other programs, in seconds.
    private static let leeway = 30

    /// - Parameters:
    ///   - worker: the program that has the command `import-worker`; this very one unless told otherwise.
    ///   - environment: what the worker needs beside the caller's environment.
    ///   - limits: what a file may cost.
    package init(
        spool: Spool, worker: FilePath = "/proc/self/exe", environment: [String: String] = [:],
        limits: ImportLimits = ImportLimits()
    ) {
        self.spool = spool
        self.limits = limits
        self.worker = WorkerProcess(
            executable: worker, command: "import-worker", environment: environment,
            patience: .seconds(limits.secondsPerPage + Self.leeway))
    }

    /// Imports a JPEG, PNG, TIFF or PDF file. What kind it is, its content tells.
    ///
    /// - Parameters:
    ///   - placements: where its pages go; behind what the dossier has unless told otherwise.
    ///   - operatorName: the officer at work; whoever opened the dossier without it.
    ///   - mark: what the file is known by, where it could come again by itself.
    /// - Returns: the pages that are in the dossier now, or why none is.
    /// - Throws: `SpoolError` when the dossier is not open or the disk is nearly full, `ScanError` while a scan or
    ///   another import runs.
    package func importFile(
        at path: FilePath, into code: DossierCode, at placements: PagePlacements = PagePlacements(),
        by operatorName: String? = nil, mark: String? = nil, stop: ScanStop = ScanStop(),
        progress: (ScanProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        try spool.checkSpace()
        guard let before = try await spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        guard before.isOpen else { throw SpoolError.dossierIsSealed(code) }
        // Held until the pages are in the dossier: without it they could be swept as strays before.
        let lock = try await ScanLock.afterSweep(DossierScanner.lock(of: spool))
        defer { withExtendedLifetime(lock) {} }
        let job = ImportJob(
            path: path.string, store: spool.pages.directory.string, previews: spool.previews.directory.string,
            limits: limits)
        var pages: [Page] = []
        let outcome = try await worker.run(.importFile(job), stop: stop) { scanned in
            do throws(SpoolError) { try spool.checkSpace() } catch { throw ScanFault(error) }
            pages.append(scanned.page)
        } progress: {
            progress($0)
        }
        // Whoever stops this ends the worker: that says nothing of the file.
        if Task.isCancelled { return ImportReport(pages: [], fault: .cancelled) }
        if case .fault(.diskNearlyFull(let free, let required)) = outcome.ending {
            throw SpoolError.diskNearlyFull(free: free, required: required)
        }
        if let fault = ImportFault(outcome.ending) { return ImportReport(pages: [], fault: fault) }
        let room = Manifest.maximumPages - before.pageCount
        guard pages.count <= room else { return ImportReport(pages: [], fault: .tooManyPages(limit: room)) }
        // Between two transactions somebody could seal the dossier with half a file in it.
        let added = try await spool.addPages(pages, to: code, at: placements, by: operatorName, mark: mark)
        return ImportReport(pages: added, fault: nil)
    }
}

/// What became of a file.
package struct ImportReport: Sendable, Hashable {
    /// The pages in the dossier, in their order in the file.
    package let pages: [AddedPage]
    /// Why there are none.
    package let fault: ImportFault?

    /// What happened and what to do next.
    package var text: BilingualText {
        fault?.text
            ?? BilingualText(
                vietnamese: "Đã nhập \(pages.count) trang. Hãy kiểm tra các trang rồi hoàn tất.",
                english: "\(pages.count) pages imported. Check them, then finish.")
    }
}

extension ImportFault {
    /// What the end of a worker says of its file; nil when it is imported.
    init?(_ ending: ScanEnding) {
        switch ending {
        case .fileDone: return nil
        case .cancelled: self = .cancelled
        case .fault(.file(let fault)): self = fault
        case .fault(.storage(let reason)): self = .storage(reason)
        case .fault(.unusableImage): self = .damaged
        // Out of time, in its various ways: by the watchdog, the kernel's limit, and the worker's own alarm.
        case .hang, .crash(SIGXCPU), .crash(SIGALRM), .crash(SIGKILL): self = .tooComplex
        case .crash(let signal): self = .failed("signal \(signal)")
        default: self = .failed(ending.code)
        }
    }
}
