import ContentStore
package import Dossiers
package import Scanning
package import Spool
package import SystemPackage

/// Scans into an open dossier of the spool: each page is in the dossier before the scanner is asked for the next.
package struct DossierScanner: Sendable {
    private let spool: Spool
    private let supervisor: ScanSupervisor
    private let finder: ScannerFinder

    /// - Parameters:
    ///   - worker: the program that has the command `scan-worker`; this very one unless told otherwise.
    ///   - environment: what the worker needs beside the caller's environment.
    package init(spool: Spool, worker: FilePath = "/proc/self/exe", environment: [String: String] = [:]) {
        self.spool = spool
        supervisor = ScanSupervisor(lock: Self.lock(of: spool), worker: worker, environment: environment)
        finder = ScannerFinder(program: worker, environment: environment)
    }

    /// The file that keeps scans of one spool apart.
    package static func lock(of spool: Spool) -> FilePath { spool.directory.appending("scan.lock") }

    /// Scans until the paper or the scanner ends it.
    ///
    /// - Parameters:
    ///   - placements: where its pages go; behind what the dossier has unless told otherwise.
    ///   - operatorName: the officer at work; whoever opened the dossier without it.
    ///   - pageSaved: told of each page once it is in the dossier, with its identity and number there.
    /// - Returns: how the scan ended; the dossier remembers when it stopped short. `remember` is to follow once that is told.
    /// - Throws: `SpoolError` when the dossier is not open or the disk is nearly full, `ScanError` when another scan runs.
    package func scan(
        _ settings: ScanSettings, into code: DossierCode, at placements: PagePlacements = PagePlacements(),
        by operatorName: String? = nil, stop: ScanStop = ScanStop(),
        pageSaved: (ScannedPage, AddedPage) -> Void = { _, _ in }, progress: (ScanProgress) -> Void = { _ in }
    ) async throws -> ScanReport {
        try spool.checkSpace()
        guard let before = try await spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        guard before.isOpen else { throw SpoolError.dossierIsSealed(code) }
        try await spool.check(placements, in: code)
        var settings = settings
        settings.scanner = try await recognisable(settings.scanner)
        var used: ScannerIdentity?
        var hasBegun = false
        let isOfStack = placements.isOfStack
        var placements = placements
        let job = ScanJob(
            settings: settings, store: spool.pages.directory.string, previews: spool.previews.directory.string)
        let outcome = try await supervisor.scan(job, stop: stop) { page in
            let added: AddedPage
            do throws(SpoolError) {
                if !hasBegun { try await spool.beginScan(of: code) }
                hasBegun = true
                added = try await spool.addPage(
                    page.page, to: code, at: placements.next, by: operatorName, startsSheet: page.side == .front,
                    awaitsBack: page.awaitsBack)
            } catch { throw ScanFault(error) }
            placements.added(added)
            pageSaved(page, added)
            // A stack can fill what was free when it began: end it while there is room for what is under way.
            do throws(SpoolError) { try spool.checkSpace() } catch { stop.request(because: ScanFault(error)) }
        } progress: {
            if case .opened(let scanner, _) = $0 { used = scanner }
            progress($0)
        }
        // A scan that saved nothing leaves a half sheet of the one before to be fed again.
        let isWithinSheet = !isOfStack || outcome.pagesSaved == 0 ? nil : outcome.endsWithinSheet
        try await spool.setInterruption(
            outcome.ending.isComplete ? nil : outcome.ending.stored, isWithinSheet: isWithinSheet, of: code)
        let after = try await spool.dossier(code) ?? before
        return ScanReport(
            outcome: outcome, pagesBefore: after.pageCount - outcome.pagesSaved,
            sheetsBefore: after.sheetsOfStack - outcome.sheetsDone, scanner: used)
    }
}

extension DossierScanner {
    /// A selection by name, with the maker and model that had it: a scanner that was plugged in anew has another name.
    private func recognisable(_ selection: ScannerSelection) async throws -> ScannerSelection {
        guard let name = selection.name, !selection.canBeDetectedAgain,
            let known = try await spool.usedScanners().first(where: { $0.name == name }),
            !known.vendor.isEmpty || !known.model.isEmpty
        else { return selection }
        return ScannerSelection(name: name, vendor: known.vendor, model: known.model)
    }

    /// Remembers the scanner that was used. One that was opened by its name alone is looked for once, to know its maker and
    /// model: that can take half a minute, and nobody is to wait for it.
    package func remember(_ report: ScanReport) async throws {
        guard let used = report.scanner else { return }
        var scanner = UsedScanner(name: used.name, vendor: used.vendor, model: used.model)
        if scanner.vendor.isEmpty, scanner.model.isEmpty {
            if try await spool.usedScanners().contains(where: { $0.name == used.name }) { return }
            if let found = await finder.find().first(where: { $0.name == used.name }) {
                scanner = UsedScanner(name: found.name, vendor: found.vendor, model: found.model)
            }
        }
        try await spool.recordUse(of: scanner)
    }
}

/// How a scan into a dossier ended.
package struct ScanReport: Sendable, Hashable {
    package let outcome: ScanOutcome
    /// Pages that the dossier has beside those of this scan, and sheets of the stack at hand.
    package let pagesBefore: Int
    package let sheetsBefore: Int
    /// What was scanned with; nil when no scanner could be opened.
    package let scanner: ScannerIdentity?

    /// What happened and, after an interruption, how many pages are saved and from which sheet to go on.
    package var text: BilingualText { outcome.text(pagesBefore: pagesBefore, sheetsBefore: sheetsBefore) }

    /// How many pages there are, and the sheet to load again.
    var resumeText: BilingualText { outcome.resumeText(pagesBefore: pagesBefore, sheetsBefore: sheetsBefore) }
}
