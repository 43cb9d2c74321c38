import ContentStore
import Dossiers
import Exchange
import Foundation
import HTTPTypes
import HummingbirdTesting
import Logging
import NIOCore
import Scanning
import ServiceLifecycle
import Spool
import Station
import Synchronization
import SystemPackage
import TestSupport

/// An officer's station on this machine: spool, virtual scanner, page; and the province as a test wants it.
struct OfficeBench: Sendable {
    static let code = "H51.18-210615-0001"
    static let dossierCode = DossierCode(rawValue: code)!
    static let pin = "294715"

    let spool: Spool
    let desk: StationDesk
    let province: ScriptedProvince
    let scanner: VirtualScanner
    let log: LogRecord
    let clock: BenchClock
    let port: Int
    let manager: Int
    let officer: Int

    /// A browser that has not signed in.
    func browser() -> Browser { Browser(port: port) }

    /// A browser in which somebody has signed in.
    func browser(of officer: Int) async throws -> Browser {
        let browser = browser()
        let answer = try await browser.signIn(officer, pin: Self.pin)
        guard answer.status == 200 else { throw Unexpected(answer: answer) }
        return browser
    }

    /// Opens the usual dossier with one paper; returns the paper's number.
    @discardableResult
    func openDossier(_ browser: Browser, code: String = OfficeBench.code, sheets: Int? = nil) async throws -> Int {
        var fields: [String: Any] = ["code": code, "procedure": "1.001193", "ownerName": "Nguyễn Thị Ánh"]
        if let sheets { fields["sheetsExpected"] = sheets }
        try await browser.does(.post, "/api/dossiers", fields)
        let dossier = try await browser.does(
            .post, "/api/dossiers/\(code)/papers", ["role": "component", "type": "to-khai"])
        return try dossier.papers.last?["id"] as? Int ?? { throw Unexpected(answer: dossier) }()
    }

    /// Scans into a dossier and waits for the end.
    @discardableResult
    func scan(_ browser: Browser, _ fields: [String: Any]) async throws -> Answer {
        var fields = fields
        fields["code"] = fields["code"] ?? Self.code
        fields["source"] = fields["source"] ?? "feeder"
        try await browser.does(.post, "/api/scan", fields)
        return try await scanEnds(browser)
    }

    /// Waits until no scan runs; gives the desk.
    func scanEnds(_ browser: Browser) async throws -> Answer {
        while true {
            let desk = try await browser.does(.get, "/api/desk")
            if (desk.object["scan"] as? [String: Any])?["state"] as? String == "ended" { return desk }
            try await Task.sleep(for: .milliseconds(30))
        }
    }
}

/// An answer that the test did not count on.
struct Unexpected: Error, CustomStringConvertible {
    let answer: Answer
    var description: String { "\(answer.status): \(String(decoding: answer.body, as: UTF8.self))" }
}

/// The time, as tests set it.
final class BenchClock: Sendable {
    private let offset = Mutex<Double>(0)
    var now: Date { Date().addingTimeInterval(offset.withLock { $0 }) }
    func advance(by seconds: Double) { offset.withLock { $0 += seconds } }
}

/// A province that answers what a test told it to.
final class ScriptedProvince: Province {
    private struct State {
        var papers: [FoundPaper]?
        var briefing: Briefing?
        var lookups: [Lookup] = []
        var deliversNow = true
    }

    private let state = Mutex(State())

    /// Nil is silence.
    func answers(_ papers: [FoundPaper]?) { state.withLock { $0.papers = papers } }
    func briefs(_ briefing: Briefing?) { state.withLock { $0.briefing = briefing } }
    func delivers(_ now: Bool) { state.withLock { $0.deliversNow = now } }
    var lookups: [Lookup] { state.withLock { $0.lookups } }

    func lookUp(_ lookup: Lookup) async throws(ProvinceSilence) -> LookupAnswer {
        let papers = state.withLock { state in
            state.lookups.append(lookup)
            return state.papers
        }
        guard let papers else { throw ProvinceSilence("scripted") }
        return LookupAnswer(papers: papers, isCut: false)
    }

    func briefing(known: String?) async throws(ProvinceSilence) -> TaggedBriefing? {
        guard let briefing = state.withLock({ $0.briefing }) else { throw ProvinceSilence("scripted") }
        return known == "1" ? nil : TaggedBriefing(briefing: briefing, tag: "1")
    }

    func deliversNow() async -> Bool { state.withLock { $0.deliversNow } }
    func deliverNow(retryingAll: Bool) async {}
}

/// Gives `body` an officer's station with two officers, the first a manager, both with the same PIN.
func withOfficeBench<Result: Sendable>(
    pages: VirtualStack = .shades([10, 60, 110]), settings: [String] = [], faults: [String] = [],
    minimumFreeBytes: Int = 0, lockSeconds: Int = 300, isEnrolled: Bool = true,
    _ body: @escaping @Sendable (OfficeBench) async throws -> Result
) async throws -> Result {
    try await withVirtualScanner(pages: pages, settings: settings, faults: faults) { scanner in
        let spool = try Spool(directory: scanner.scratch.appending("spool"), minimumFreeBytes: minimumFreeBytes)
        if isEnrolled { try enrol(spool) }
        let hash = try PINHash.make(OfficeBench.pin)
        let manager = try await spool.addOfficer(
            name: "hoa.lt", displayName: "Lê Thị Hòa", role: .manager, pinHash: hash)
        let officer = try await spool.addOfficer(
            name: "lan.tt", displayName: "Trần Thị Lan", role: .officer, pinHash: hash)
        return try await withStation(
            spool, scanner, manager: manager, officer: officer, lockSeconds: lockSeconds, body)
    }
}

/// Runs the page of a spool; a test can do so again on the same spool, as after a restart.
func withStation<Result: Sendable>(
    _ spool: Spool, _ scanner: VirtualScanner, manager: Int, officer: Int, lockSeconds: Int = 300,
    clock: BenchClock = BenchClock(), _ body: @escaping @Sendable (OfficeBench) async throws -> Result
) async throws -> Result {
    let log = LogRecord()
    let logger = log.logger()
    let province = ScriptedProvince()
    let directory = spool.directory
    let desk = StationDesk(
        spool: spool,
        scanner: DossierScanner(spool: spool, worker: Programs.agent, environment: scanner.environment),
        scanners: ScannerList(finder: ScannerFinder(program: Programs.agent, environment: scanner.environment)),
        files: FileImporter(spool: spool, worker: Programs.agent),
        previews: PreviewRenderer(spool: spool, worker: Programs.agent), province: province,
        settings: DeskSettings(
            version: "0.1.0", scanner: scanner.device, credentials: { try Credentials(in: directory) }),
        logger: logger)
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let web = StationWeb(
        desk: desk, port: 0, lockSeconds: lockSeconds, now: { clock.now }, onListening: { listening.yield($0) },
        logger: logger)
    let group = ServiceGroup(services: [desk, web], logger: logger)
    return try await withThrowingTaskGroup(of: Result?.self) { tasks in
        tasks.addTask {
            try await group.run()
            return nil
        }
        tasks.addTask {
            var ports = ports.makeAsyncIterator()
            let port = await ports.next()!
            let bench = OfficeBench(
                spool: spool, desk: desk, province: province, scanner: scanner, log: log, clock: clock,
                port: port, manager: manager, officer: officer)
            do {
                let result = try await body(bench)
                await group.triggerGracefulShutdown()
                return result
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
        }
        var result: Result?
        for try await value in tasks { result = value ?? result }
        return result!
    }
}

/// Makes the spool that of an enrolled station.
func enrol(_ spool: Spool) throws {
    let answer = EnrolmentAnswer(
        station: StationID(), site: SiteID(rawValue: "xa-dai-tam")!, siteName: "Xã Đại Tâm", level: .commune,
        collector: "c", collectorKey: SigningKey().verificationKey.derRepresentation)
    try Credentials.store(
        EnrolledStation(answer: answer, collectorURL: "https://thu.example", enrolledAt: Date()),
        key: SigningKey(), in: spool.directory)
}
