package import Dossiers
import FoundationEssentials
import Scanning
package import Spool
package import SystemPackage

/// A folder that copiers and people put files into.
///
/// Files that are whole make the inbox, from which the officer imports them. One that is named after an open dossier goes
/// into it by itself. What is imported moves to `done/`, and is deleted there after some days; what is refused moves to
/// `refused/`, and stays.
///
/// The folder is looked at every other second: that costs nothing, and shows what was put there over a network, too.
package actor WatchedFolder {
    /// Where it is.
    nonisolated package let directory: FilePath

    private let spool: Spool
    private let importer: FileImporter
    private let shelf: FolderShelf
    private let pace: Duration
    private var arrivals: Arrivals
    /// Whole files by identity.
    private var whole: [String: FolderFile] = [:]
    private var inHand: Set<String> = []
    /// Files that are in their dossiers, wherever they lie now.
    private var handled: Set<String> = []
    /// Files that could not go into their dossier for now, and until when they are left alone.
    private var resting: [String: ContinuousClock.Instant] = [:]
    private var sweptAt: ContinuousClock.Instant?
    /// Listing can hang where the folder is on a network.
    nonisolated private let executor = QueueExecutor(label: "sohoa.watched-folder")

    nonisolated package var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// How much longer a file must have stayed the same where the system does not tell whether it is still written to.
    private static let untoldFactor = 4
    /// Who imports the files that go into their dossiers by themselves.
    private static let operatorName = "watch-folder"
    private static let rest = Duration.seconds(30)
    /// After which it is asked again whether a dossier is open now.
    private static let shortRest = Duration.seconds(5)
    private static let sweepInterval = Duration.seconds(3600)

    /// - Parameters:
    ///   - keeping: how long imported files stay in `done/`.
    ///   - quiet: how long a file must have stayed the same to be taken for whole.
    ///   - pace: time between two looks at the folder.
    package init(
        _ directory: FilePath, spool: Spool, importer: FileImporter, keeping: Duration, quiet: Duration = .seconds(3),
        pace: Duration = .seconds(2)
    ) {
        self.directory = directory
        self.spool = spool
        self.importer = importer
        self.pace = pace
        shelf = FolderShelf(directory, keeping: keeping)
        arrivals = Arrivals(quiet: quiet)
    }

    /// The files that wait, the oldest first.
    package var inbox: [InboxFile] {
        whole.values.filter { !inHand.contains($0.id) }
            .map { file in
                InboxFile(
                    id: file.id, name: file.shownName, byteLength: file.byteLength,
                    arrivedAt: Date(timeIntervalSince1970: Double(file.arrivedAt) / 1e9))
            }
            .sorted { ($0.arrivedAt, $0.name) < ($1.arrivedAt, $1.name) }
    }

    /// Imports a file of the inbox into an open dossier, and puts it away.
    ///
    /// A file stays where it is when nothing is wrong with itself: a scan runs, the disk is full, the user stopped it.
    package func importFile(
        _ id: InboxFile.ID, into code: DossierCode, at placements: PagePlacements = PagePlacements(),
        by operatorName: String? = nil, stop: ScanStop = ScanStop(), progress: (ScanProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let file = try take(id)
        defer { inHand.remove(id) }
        // Before anything of it is in the dossier: it must not be there twice.
        try shelf.prepare()
        if try await spool.wasImported(id) {
            // The program ended between the import and this.
            handled.insert(id)
            try shelf.put(file, .done)
            whole[id] = nil
            throw WatchedFolderError.gone
        }
        let report = try await importer.importFile(
            at: directory.appending(file.name), into: code, at: placements, by: operatorName, mark: id, stop: stop,
            progress: progress)
        switch report.fault {
        case nil:
            // One that cannot be put away must not come in again.
            handled.insert(id)
            try shelf.put(file, .done)
        case .some(let fault) where fault.isOfTheFile: try shelf.put(file, .refused)
        default: return report
        }
        whole[id] = nil
        return report
    }

    /// Puts a file of the inbox away among the refused, because the officer has no use for it.
    package func refuse(_ id: InboxFile.ID) throws {
        let file = try take(id)
        defer { inHand.remove(id) }
        try shelf.prepare()
        try shelf.put(file, .refused)
        whole[id] = nil
    }

    private func take(_ id: InboxFile.ID) throws(WatchedFolderError) -> FolderFile {
        guard !inHand.contains(id) else { throw .inHand }
        guard let file = whole[id], FolderListing.look(at: file.name, in: directory) == file else { throw .gone }
        inHand.insert(id)
        return file
    }

    /// Watches the folder until the task is cancelled.
    ///
    /// - Parameter happened: told of everything that an officer may want to see.
    package func run(_ happened: @Sendable (FolderEvent) -> Void) async {
        while !Task.isCancelled {
            if look() { happened(.inboxChanged) }
            await importNamed(happened)
            sweep()
            try? await Task.sleep(for: pace)
        }
    }

    /// Looks at the folder.
    ///
    /// - Returns: whether the inbox is another one.
    private func look() -> Bool {
        let before = whole.keys
        var now: [String: FolderFile] = [:]
        for (file, quiet) in arrivals.note(FolderListing.files(in: directory), at: .now) {
            if handled.contains(file.id) { continue }
            if whole[file.id] == file || isWhole(file, quiet) { now[file.id] = file }
        }
        whole = now
        resting = resting.filter { now[$0.key] != nil }
        return before != now.keys
    }

    private func isWhole(_ file: FolderFile, _ quiet: Duration) -> Bool {
        switch OpenWriters.has(directory.appending(file.name)) {
        case .some(let hasWriter): !hasWriter
        case nil: quiet >= arrivals.quiet * Self.untoldFactor
        }
    }

    /// Imports the files that are named after open dossiers, in the order of their numbers.
    private func importNamed(_ happened: @Sendable (FolderEvent) -> Void) async {
        let now = ContinuousClock.now
        let named = whole.values.compactMap { file in DossierFileName(file.name).map { (file, $0) } }
            .filter { !inHand.contains($0.0.id) && resting[$0.0.id].map { $0 <= now } ?? true }
            .sorted { $0.1 < $1.1 }
        for (file, name) in named {
            if Task.isCancelled { return }
            guard (try? await spool.dossier(name.code))?.isOpen == true else {
                resting[file.id] = .now + Self.shortRest
                continue
            }
            do {
                let report = try await importFile(file.id, into: name.code, by: Self.operatorName)
                switch report.fault {
                case nil: happened(.imported(pages: report.pages.count))
                case .some(let fault) where fault.isOfTheFile: happened(.refused(fault))
                default: resting[file.id] = .now + Self.rest
                }
                happened(.inboxChanged)
            } catch {
                // A scan is running, the disk is nearly full, or an officer has taken it: it waits.
                resting[file.id] = .now + Self.rest
            }
        }
    }

    private func sweep() {
        if let sweptAt, sweptAt.duration(to: .now) < Self.sweepInterval { return }
        sweptAt = .now
        shelf.sweep()
    }
}
