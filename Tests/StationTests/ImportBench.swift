import ContentStore
import Dossiers
import Exchange
import FoundationEssentials
import Scanning
import Spool
import Station
import SystemPackage
import TestSupport
import Testing

/// A spool with one open dossier, a folder for files, and what imports them.
struct ImportBench {
    static let code = DossierCode(rawValue: "H51-210615-0001")!

    /// Where tests put their files.
    let folder: FilePath
    let spool: Spool

    /// Gives `body` a bench that goes away afterwards.
    static func with<Result>(_ body: (ImportBench) async throws -> Result) async throws -> Result {
        try await withTemporaryDirectory { folder in
            let files = folder.appending("files")
            try FileManager.default.createDirectory(atPath: files.string, withIntermediateDirectories: true)
            let bench = ImportBench(
                folder: files, spool: try Spool(directory: folder.appending("spool"), minimumFreeBytes: 0))
            try await bench.open(code)
            return try await body(bench)
        }
    }

    /// Opens a dossier with one paper, which takes everything.
    func open(_ code: DossierCode) async throws {
        let paper = Document(role: .component, type: "to-khai", authority: "xa-dai-tam", level: .commune)
        try await spool.openDossier(
            Dossier(code: code, procedure: "1.001193", owner: Owner(name: "Mẫu"), componentsComplete: true),
            operatorName: "lan.tt", sheetsExpected: nil, drafts: [DocumentDraft(document: paper)])
    }

    /// Makes the spool that of an enrolled station, which the commands want.
    func enrol() throws {
        let answer = EnrolmentAnswer(
            station: StationID(), site: SiteID(rawValue: "xa-dai-tam")!, siteName: "Xã Đại Tâm", level: .commune,
            collector: "c", collectorKey: SigningKey().verificationKey.derRepresentation)
        try Credentials.store(
            EnrolledStation(answer: answer, collectorURL: "https://thu.example", enrolledAt: Date()),
            key: SigningKey(), in: spool.directory)
    }

    func importer(limits: ImportLimits = ImportLimits(), environment: [String: String] = [:]) -> FileImporter {
        FileImporter(spool: spool, worker: Programs.agent, environment: environment, limits: limits)
    }

    /// Imports a file of the folder into the dossier.
    @discardableResult
    func take(
        _ name: String, limits: ImportLimits = ImportLimits(), at placements: PagePlacements = PagePlacements()
    ) async throws -> ImportReport {
        try await importer(limits: limits).importFile(at: path(name), into: Self.code, at: placements)
    }

    /// Where a file of the folder is.
    func path(_ name: String) -> FilePath { folder.appending(name) }

    /// The bytes of a file of the folder.
    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name).string))) }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(filePath: path(name).string)) }

    /// Puts one of the sample pages into the folder.
    func putSample(_ number: Int, as name: String) throws {
        try FileManager.default.copyItem(
            atPath: SamplePages.files()[number].string, toPath: path(name).string)
    }

    /// Runs a line of shell in the folder.
    func make(_ line: String) async throws {
        let result = try await runTool(
            "sh", ["-ec", "cd \"$FOLDER\"; \(line)"], environment: ["FOLDER": folder.string])
        try #require(result.exitCode == 0, "\(line): \(result.errors)")
    }

    /// The pages that are in the dossier.
    func pages() async throws -> [Page] {
        try #require(try await spool.dossier(Self.code)).papers.flatMap(\.document.pages)
    }

    /// The one page that is in the dossier.
    func page() async throws -> Page {
        let pages = try await pages()
        try #require(pages.count == 1)
        return pages[0]
    }

    /// What a stored page shows.
    func picture(of page: Page) async throws -> Picture { try await Picture(decoding: spool.pages.read(page.digest)) }
}
