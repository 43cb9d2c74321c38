import CSQLite
import ContentStore
import Dossiers
import Exchange
import Foundation
import Spool
import SystemPackage
import TestSupport

/// An enrolled station with its spool, and the collector's key beside it.
struct Office: Sendable {
    let directory: FilePath
    let spool: Spool
    let credentials: Credentials
    let collectorKey: SigningKey

    static let noon = SampleStation.noon
    static let site = "xa-dai-tam"
    static let collector = "c-soc-trang"

    /// The code of the dossier with the running number `number`.
    static func code(_ number: Int) -> DossierCode {
        DossierCode(rawValue: "000.18.29.H51-210615-" + String(String(10_000 + number).dropFirst()))!
    }

    /// A paper to be scanned.
    static func paper(_ type: String, sheets: Int? = nil) -> DocumentDraft {
        DocumentDraft(
            document: Document(role: .component, type: type, authority: "xa-dai-tam", level: .commune), sheets: sheets)
    }

    /// What is known of a dossier before its papers are scanned.
    static func dossier(_ code: DossierCode, owner: String = "Nguyễn Thị Ánh") -> Dossier {
        Dossier(code: code, procedure: "1.001193", owner: Owner(name: owner), componentsComplete: true)
    }

    /// Opens a dossier.
    func open(
        _ code: DossierCode, _ papers: [DocumentDraft] = [Office.paper("to-khai")], sheets: Int? = nil,
        extending: Bool = false
    ) async throws {
        try await spool.openDossier(
            Self.dossier(code), operatorName: "lan.tt", sheetsExpected: sheets, drafts: papers, extending: extending,
            now: Self.noon)
    }

    /// Stores the page that `seed` stands for and puts it into the dossier, as a scan does.
    @discardableResult
    func scan(_ seed: UInt64, into code: DossierCode, isBack: Bool = false, awaitsBack: Bool = false) async throws
        -> ContentDigest
    {
        try await add(seed, to: code, isBack: isBack, awaitsBack: awaitsBack)
        return Self.digest(seed)
    }

    /// Stores the page that `seed` stands for and puts it into the dossier at a place.
    ///
    /// - Returns: its identity in the spool.
    @discardableResult
    func add(
        _ seed: UInt64, to code: DossierCode, at placement: PagePlacement = .next, flags: Set<PageFlag> = [],
        isBack: Bool = false, awaitsBack: Bool = false
    ) async throws -> Int {
        let bytes = SampleContent.bytes(seed, count: 200)
        try spool.pages.put(bytes)
        var page = SampleContent.page(bytes)
        page.flags = flags.sorted()
        return try await spool.addPage(
            page, to: code, at: placement, by: "minh.nv", startsSheet: !isBack, awaitsBack: awaitsBack, now: Self.noon
        ).id
    }

    /// The digest of the page that `seed` stands for.
    static func digest(_ seed: UInt64) -> ContentDigest {
        SampleContent.page(SampleContent.bytes(seed, count: 200)).digest
    }

    /// Corrects pages of a dossier.
    func correct(_ code: DossierCode, _ change: PageChange) async throws {
        try await spool.correct(code, by: "minh.nv", change, now: Self.noon)
    }

    /// The seeds of the pages that are in, by paper.
    func seeds(in code: DossierCode, upTo last: UInt64 = 60) async throws -> [[UInt64]] {
        let bySeed = Dictionary(uniqueKeysWithValues: (0...last).map { (Self.digest($0), $0) })
        return try await dossier(code).papers.map { $0.document.pages.map { bySeed[$0.digest]! } }
    }

    /// What the history says was corrected, without times and names.
    func corrections(of code: DossierCode) async throws -> [String] {
        try await spool.history(of: code).compactMap { entry in
            guard case .corrected(let action) = entry.action else { return nil }
            return ([action.rawValue] + [entry.detail].compactMap { $0 }).joined(separator: " ")
        }
    }

    /// Opens a dossier, scans its pages and seals it.
    @discardableResult
    func submit(_ code: DossierCode, _ seeds: [UInt64]) async throws -> ContentDigest {
        try await open(code)
        for seed in seeds { try await scan(seed, into: code) }
        return try await seal(code)
    }

    /// Seals a dossier.
    @discardableResult
    func seal(_ code: DossierCode, isUrgent: Bool = false) async throws -> ContentDigest {
        try await spool.seal(code, with: credentials, isUrgent: isUrgent, now: Self.noon)
    }

    /// The manifest of a submission, its signature verified with the present key.
    func manifest(_ digest: ContentDigest) async throws -> Manifest {
        try Manifest.open(try await envelope(digest), with: credentials.key.verificationKey)
    }

    func envelope(_ digest: ContentDigest) async throws -> Envelope {
        guard let data = try await spool.envelope(of: digest) else { throw SpoolError.submissionNotFound(digest) }
        return try Wire.decode(Envelope.self, from: data)
    }

    /// Records the collector's receipt for a submission.
    func receive(_ digest: ContentDigest, _ outcome: Receipt.Outcome = .accepted, at time: Date = Office.noon)
        async throws
    {
        let manifest = try Wire.decode(Manifest.self, from: try await envelope(digest).payload)
        let refusal = Receipt.Refusal(code: .ruleBroken, detail: "not so")
        let receipt = Receipt(
            manifest: digest, station: manifest.station, sequence: manifest.sequence, site: manifest.site, number: 1,
            issuedAt: time, outcome: outcome, refusal: outcome == .refused ? refusal : nil,
            pages: manifest.distinctPages.count, bytes: 0)
        let envelope = collectorKey.seal(try Wire.encode(receipt), type: Receipt.payloadType)
        try await spool.recordReceipt(
            digest, envelope: try Wire.encode(envelope), outcome: outcome, issuedAt: time, refusal: receipt.refusal)
    }

    /// The dossier as it stands.
    func dossier(_ code: DossierCode) async throws -> SpooledDossier {
        guard let dossier = try await spool.dossier(code) else { throw SpoolError.dossierNotFound(code) }
        return dossier
    }

    /// The submission as the queue lists it.
    func submission(_ digest: ContentDigest) async throws -> Submission {
        guard let found = try await spool.submissions().first(where: { $0.digest == digest }) else {
            throw SpoolError.submissionNotFound(digest)
        }
        return found
    }

    /// This PC after it was enrolled again: another station and key, the same spool.
    func enrolledAgain(at site: String = Office.site, collector: String = Office.collector) throws -> Office {
        try Office(in: directory, site: site, collector: collector, collectorKey: collectorKey, spool: spool)
    }

    /// The same spool and enrolment, as another process has them.
    func otherProcess() throws -> Office {
        Office(
            directory: directory, spool: try Spool(directory: directory, minimumFreeBytes: 0), credentials: credentials,
            collectorKey: collectorKey)
    }

    /// Changes the spool's file as damage or a bad program would.
    func tamper(_ sql: String) async throws { try await tamperWithSpool(in: directory, sql) {} }

    /// The office whose spool is in `directory`, in a process of its own. No receipts come from it.
    init(reopening directory: String) throws {
        let path = FilePath(directory)
        self.init(
            directory: path, spool: try Spool(directory: path, minimumFreeBytes: 0),
            credentials: try Credentials(in: path)!,
            collectorKey: SigningKey())
    }

    private init(directory: FilePath, spool: Spool, credentials: Credentials, collectorKey: SigningKey) {
        self.directory = directory
        self.spool = spool
        self.credentials = credentials
        self.collectorKey = collectorKey
    }

    /// Enrols a PC whose spool is in `directory`.
    init(
        in directory: FilePath, site: String = Office.site, collector: String = Office.collector,
        collectorKey: SigningKey = SigningKey(), spool: Spool? = nil
    ) throws {
        let spool = try spool ?? Spool(directory: directory, minimumFreeBytes: 0)
        let answer = EnrolmentAnswer(
            station: StationID(), site: SiteID(rawValue: site)!, siteName: "Xã Đại Tâm", level: .commune,
            collector: collector, collectorKey: collectorKey.verificationKey.derRepresentation)
        try Credentials.store(
            EnrolledStation(answer: answer, collectorURL: "https://thu.example", enrolledAt: Self.noon),
            key: SigningKey(),
            in: directory)
        self.init(
            directory: directory, spool: spool, credentials: try Credentials(in: directory)!, collectorKey: collectorKey
        )
    }
}

/// Runs `body` with an enrolled station whose spool is new.
func withOffice<Result>(_ body: (Office) async throws -> Result) async throws -> Result {
    try await withScratchDirectory { directory in
        try await body(Office(in: directory.appending("spool")))
    }
}

/// Runs `body` with an empty directory, in memory where there is room for one: these tests sync thousands of times.
func withScratchDirectory<Result>(_ body: (FilePath) async throws -> Result) async throws -> Result {
    guard FileManager.default.isWritableFile(atPath: "/dev/shm") else {
        return try await withTemporaryDirectory(body)
    }
    let path = FilePath("/dev/shm/sohoa-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path.string) }
    return try await body(path)
}

/// Runs `sql` on the file of the spool in `directory`, behind the spool's back, and `body` before the connection closes.
func tamperWithSpool<Result>(
    in directory: FilePath, _ sql: String, holding body: () async throws -> Result
) async throws -> Result {
    var handle: OpaquePointer?
    // The connection lives in this function only.
    defer { unsafe sqlite3_close_v2(handle) }
    guard unsafe sqlite3_open(directory.appending("spool.sqlite").string, &handle) == SQLITE_OK else {
        throw TamperingFailed(message: "cannot open")
    }
    unsafe sqlite3_busy_timeout(handle, 5000)
    guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
        throw TamperingFailed(message: unsafe String(cString: sqlite3_errmsg(handle)))
    }
    return try await body()
}

struct TamperingFailed: Error { let message: String }
