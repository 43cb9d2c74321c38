import ContentStore
import Dossiers
import Exchange
import Foundation
import GRDB
import Logging
import Registry
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import Intake

let commune = SiteID(rawValue: "pb-cm-001")!
let district = SiteID(rawValue: "pb-d01")!

/// A clock that a test sets.
final class TestClock: Sendable {
    private let time = Mutex(SampleStation.noon)

    var now: Date {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}

/// A collector over a directory, without HTTP. Opening another over the same directory is what a restart is.
final class Collector: Sendable {
    let folder: FilePath
    let registry: Registry
    let store: ContentStore
    let key: SigningKey
    let clock = TestClock()
    let intake: Intake

    init(
        at folder: FilePath, key: SigningKey = SigningKey(),
        settings: IntakeSettings = IntakeSettings(minimumFreeBytes: 0),
        pageThreads: WaitingThreads = WaitingThreads(label: "pages", limit: 16)
    ) async throws {
        self.folder = folder
        self.key = key
        registry = try Registry.open(
            at: folder.appending("registry.sqlite").string, identityKey: IdentityKey(of: key))
        store = try ContentStore(directory: folder.appending("blobs"))
        let clock = clock
        intake = Intake(
            registry: registry, store: store, key: key, identity: "tinh", settings: settings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), pageThreads: pageThreads,
            now: { clock.now })
        if try registry.siteRecords().facts.isEmpty {
            let day = CalendarDay("2020-01-01")!
            _ = try registry.changeSites(by: "test", from: "fixture", at: clock.now) { (_) throws(Never) in
                SiteChanges(added: [
                    Site(
                        id: district, name: "Huyện", level: .district, parent: nil, statisticalCode: nil, validFrom: day
                    ),
                    Site(
                        id: commune, name: "Phường 1", level: .commune, parent: district, statisticalCode: nil,
                        validFrom: day),
                ])
            }
        }
        try await intake.start()
    }

    /// Stops as a crash does, as far as one process can: nothing is finished but the pages that are on their way to the
    /// disk, and another takes over.
    func restarted(settings: IntakeSettings = IntakeSettings(minimumFreeBytes: 0)) async throws -> Collector {
        for session in intake.sessions.withLock({ Array($0.values) }) { try? await session.pagesInFlight.wait() }
        try registry.close()
        let collector = try await Collector(at: folder, key: key, settings: settings)
        collector.clock.now = clock.now
        return collector
    }

    /// An enrolment request with a new token.
    func request(_ key: SigningKey, at site: SiteID = commune, replaces: StationID? = nil) throws -> EnrolmentRequest {
        let secret = try registry.issueToken(for: site, lifetime: 3600, by: "admin", at: clock.now).secret
        return EnrolmentRequest(
            token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "PC-1", agentVersion: "1.0",
            replaces: replaces)
    }

    /// Enrols a station as its agent does.
    func enrol(at site: SiteID = commune, replaces: StationID? = nil) async throws -> SampleStation {
        let key = SigningKey()
        let request = try Wire.encode(try request(key, at: site, replaces: replaces))
        let answer = try await intake.enrol(
            try Wire.encode(key.seal(request, type: EnrolmentRequest.payloadType)))
        return SampleStation(id: answer.station, site: answer.site, key: key)
    }

    func identity(of station: SampleStation) async throws -> StationIdentity {
        try await intake.authenticate(station.token(for: "tinh", at: clock.now))
    }

    /// The receipt in `status`, found to be signed with the collector's key.
    func receipt(in status: SubmissionStatus?) throws -> Receipt {
        try Receipt.open(try #require(status?.receipt), with: key.verificationKey)
    }

    /// Appends bytes in chunks of `size`.
    func append(
        _ bytes: some Collection<UInt8>, to id: String, at offset: Int, chunk size: Int = 65_536,
        count: Int? = nil, checksum: UploadChecksum? = nil, from station: SampleStation
    ) async throws -> UploadState {
        let identity = try await identity(of: station)
        let append = try await intake.beginAppend(
            to: id, at: offset, count: count, checksum: checksum, from: identity)
        let all = Array(bytes)
        do throws(IntakeError) {
            for start in stride(from: 0, to: all.count, by: size) {
                try await append.write(Array(all[start..<min(start + size, all.count)]))
            }
        } catch {
            await append.abandon()
            throw error
        }
        return try await append.finish()
    }

    /// Delivers a manifest and the pages that are asked for.
    @discardableResult
    func deliver(_ sealed: SealedManifest, from station: SampleStation, contents: [[UInt8]]) async throws -> Receipt {
        let answer = try await intake.submit(sealed.bytes, from: try await identity(of: station))
        guard let upload = answer.upload else { return try receipt(in: answer.status) }
        let bytes = stream(answer.status, contents)
        let state = try await append(bytes.dropFirst(upload.offset), to: upload.id, at: upload.offset, from: station)
        return try receipt(in: state.submission)
    }

    /// The bytes that an upload takes, in its order.
    func stream(_ status: SubmissionStatus, _ contents: [[UInt8]]) -> [UInt8] {
        let byDigest = Dictionary(contents.map { (ContentDigest(sha256Of: $0), $0) }) { first, _ in first }
        return status.needed.flatMap { byDigest[$0.digest] ?? [] }
    }

    func sql(_ text: String) throws {
        let database = try DatabaseQueue(path: registry.path)
        try database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.execute(sql: text)
        }
        try database.close()
    }

    func count(_ table: String) throws -> Int {
        let database = try DatabaseQueue(path: registry.path)
        defer { try? database.close() }
        return try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM \(table)") ?? 0 }
    }

    func verify(quarantine: Bool = false) throws -> [Finding] {
        var findings: [Finding] = []
        _ = try Verification.run(
            registry: registry, store: store, key: key.verificationKey, quarantine: quarantine, by: "admin",
            at: clock.now
        ) { findings.append($0) }
        return findings
    }

    /// Nothing is damaged, and every figure is what a recount gives.
    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try verify().filter(\.kind.isDamage) == [], sourceLocation: sourceLocation)
        var differences: [RecountDifference] = []
        _ = try registry.recount(by: "test", at: clock.now) { differences.append($0) }
        #expect(differences == [], sourceLocation: sourceLocation)
    }

    /// The names of all partial files, `<upload>.<index>`.
    var partials: [String] {
        get throws {
            let manager = FileManager.default
            return try manager.contentsOfDirectory(atPath: store.directory.string)
                .flatMap { try manager.contentsOfDirectory(atPath: store.directory.appending($0).string) }
                .filter { $0.hasPrefix("partial.") }.map { String($0.dropFirst(8)) }.sorted()
        }
    }

    /// Where the partial file of the upload's page `index` is.
    func partialPath(_ posted: Posted, _ index: Int) -> String {
        store.partialPath("\(posted.upload.id).\(index)", of: posted.sealed.manifest.pages[index].digest).string
    }
}

/// Gives `body` a collector over an empty directory.
func withCollector<Result>(
    settings: IntakeSettings = IntakeSettings(minimumFreeBytes: 0), _ body: (Collector) async throws -> Result
) async throws -> Result {
    try await withTemporaryDirectory { folder in
        let collector = try await Collector(at: folder, settings: settings)
        defer { try? collector.registry.close() }
        return try await body(collector)
    }
}

/// Expects an error of intake with that code, and a sentence with it.
@discardableResult
func expectError(
    _ code: ErrorCode, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> IntakeError? {
    do {
        try await body()
        Issue.record("expected \(code)", sourceLocation: sourceLocation)
    } catch let error as IntakeError {
        #expect(error.code == code, "\(error.detail)", sourceLocation: sourceLocation)
        #expect(error.detail.utf8.count > 20, sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("expected \(code), got \(error)", sourceLocation: sourceLocation)
    }
    return nil
}
