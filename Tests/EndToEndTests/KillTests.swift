import Dossiers
import FoundationEssentials
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Power cuts: every program of the line is killed at random moments while dossiers flow.
struct KillTests {
    @Test(
        "Two hundred kills of agent and collector lose nothing, double nothing and falsify no figure",
        .timeLimit(.minutes(20)))
    func killsLoseNothing() async throws {
        let seed =
            ProcessInfo.processInfo.environment["SOHOA_SEED"].flatMap { UInt64($0) } ?? .random(in: 1...1_000_000)
        print("KillTests: seed \(seed) (SOHOA_SEED=\(seed) repeats it)")
        try await withProvince(pages: .samples(6), settings: ["reload=auto"]) { province in
            let other = try province.scanner.addingDevice(
                named: "other", pages: .samples(4), settings: ["reload=auto"])
            let desks = [
                Desk(station: try await province.station(at: "st-31498"), device: province.scanner.device, seed: seed),
                Desk(station: try await province.station(at: "st-31501"), device: other.device, seed: seed &+ 1),
            ]
            for desk in desks { try await desk.station.daemon.start() }
            let kills = Kills(wanted: 200)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for desk in desks { group.addTask { try await desk.scanDossiers(until: kills) } }
                group.addTask { try await Self.pullPlugs(province, desks, kills, seed: seed &+ 2) }
                try await group.waitForAll()
            }
            try await province.collector.start()
            for desk in desks {
                try await desk.station.daemon.start()
                try await desk.station.delivered()
            }
            try await check(province, desks, kills)
            for desk in desks { await desk.station.daemon.stop() }
        }
    }

    /// Kills the daemons and the collector in turn, at random moments, and starts them again.
    private static func pullPlugs(_ province: Province, _ desks: [Desk], _ kills: Kills, seed: UInt64) async throws {
        var random = Seeded(seed)
        while kills.isOpen {
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...700, using: &random)))
            let victim = [province.collector, desks[0].station.daemon, desks[1].station.daemon].randomElement(
                using: &random)!
            await victim.kill()
            kills.count(victim === province.collector ? "collector" : "agent run")
            try await victim.start()
        }
    }

    private func check(_ province: Province, _ desks: [Desk], _ kills: Kills) async throws {
        print("KillTests: \(kills.summary)")
        let saved = desks.reduce(into: Set<ContentDigest>()) { $0.formUnion($1.acknowledged) }
        #expect(saved.count > 10, "the run is worth something only with pages in it")
        for desk in desks {
            let verified = try await desk.station.runs(["verify"])
            #expect(verified.exitCode == 0, "\(verified.output)")
        }
        let verified = try await province.collector("verify", within: .seconds(120))
        #expect(verified.exitCode == 0, "\(verified.output) \(verified.errors)")
        let recounted = try await province.collector("recount")
        #expect(recounted.exitCode == 0, "\(recounted.output) \(recounted.errors)")

        // Every dossier that was sealed was submitted once and received once, and none was refused.
        var accepted: Set<ContentDigest> = []
        for desk in desks {
            let queue = try await desk.station.does("queue", "list", "--all", "--json")
            let states = try JSONDecoder().decode(Queue.self, from: Data(queue.utf8)).submissions
            #expect(states.allSatisfy { $0.state == "received" }, "\(queue)")
            #expect(states.map(\.dossier).sorted() == desk.sealed.sorted(), "a dossier was submitted twice, or never")
            for dossier in desk.sealed {
                let listing = try await province.collectorDoes(
                    "dossier", "show", dossier, "--site", desk.station.site, "--json")
                let received = try JSONDecoder().decode([Received].self, from: Data(listing.utf8)).flatMap(\.manifests)
                #expect(received.map { $0.receipt?.outcome } == ["accepted"], "\(dossier): \(listing)")
                accepted.formUnion(received.flatMap { $0.manifest.documents.flatMap { $0.pages.map(\.digest) } })
            }
        }

        // Every page that a station ever reported as saved is at the collector; and of each page that a manifest names
        // there is one file, and no other.
        let missing = saved.subtracting(accepted)
        #expect(missing.isEmpty, "acknowledged pages are in no accepted manifest: \(missing)")
        let files = try Files.below(province.root.appending("collector/blobs"))
        let stored = files.compactMap { $0.lastComponent.flatMap { ContentDigest(rawValue: $0.string) } }
        #expect(Set(stored) == accepted, "pages are missing, or stored for nothing")
        #expect(files.count == accepted.count, "a page is stored twice, or left-overs lie about")
    }

    /// What `dossier show --json` tells of a dossier at a site.
    private struct Received: Decodable {
        struct Entry: Decodable {
            struct Manifest: Decodable {
                struct Document: Decodable {
                    struct Page: Decodable { var digest: ContentDigest }
                    var pages: [Page]
                }
                var documents: [Document]
            }
            struct Receipt: Decodable { var outcome: String }
            var manifest: Manifest
            var receipt: Receipt?
        }

        var manifests: [Entry]
    }

}

/// What `queue list --json` tells.
private struct Queue: Decodable {
    struct Open: Decodable {
        var dossier: String
    }
    struct Submission: Decodable {
        var dossier: String
        var state: String
    }

    var open: [Open]
    var submissions: [Submission]
}

/// An officer at a desk, whose PC loses power now and then in the middle of a scan.
private final class Desk: Sendable {
    let station: Station
    let device: String
    private let random: Mutex<Seeded>
    private let notes = Mutex((acknowledged: Set<ContentDigest>(), sealed: Set<String>()))

    init(station: Station, device: String, seed: UInt64) {
        self.station = station
        self.device = device
        random = Mutex(Seeded(seed))
    }

    var acknowledged: Set<ContentDigest> { notes.withLock { $0.acknowledged } }
    var sealed: Set<String> { notes.withLock { $0.sealed } }

    func scanDossiers(until kills: Kills) async throws {
        var number = 0
        while kills.isOpen {
            number += 1
            let code = "H51.\(number % 7)-210615-\(String(10_000 + number))"
            try await scan(code, resolution: 75 + number % 40, kills)
            try await seal(code, kills)
            notes.withLock { _ = $0.sealed.insert(code) }
        }
    }

    /// Seals until it is sealed; one in two seals is killed, before, while or after it signs.
    private func seal(_ code: String, _ kills: Kills) async throws {
        while true {
            let isKilled = random.withLock { Bool.random(using: &$0) }
            let delay = random.withLock { Int.random(in: 1...60, using: &$0) }
            let result = try await station.runs(["seal", code]) { program in
                guard isKilled else { return }
                try? await Task.sleep(for: .milliseconds(delay))
                if program.isRunning {
                    program.kill()
                    kills.count("agent seal")
                }
            }
            if result.exitCode == 0 { return }
            try #require(result.exitCode == nil, "\(result.output) \(result.errors)")
            // Whether it was sealed before it was killed is for the queue to say: an open dossier was not.
            let open = try await station.does("queue", "list", "--json")
            let queue = try JSONDecoder().decode(Queue.self, from: Data(open.utf8))
            if !queue.open.contains(where: { $0.dossier == code }) { return }
        }
    }

    /// Scans until a scan ends by itself; one in three is killed before.
    private func scan(_ code: String, resolution: Int, _ kills: Kills) async throws {
        var arguments = [
            "scan", "--json", "--code", code, "--scanner", device, "--source", "feeder", "--resolution",
            "\(resolution)", "--procedure", "1.001193", "--owner", "NGUYỄN VĂN MẪU", "--operator", "canbo",
            "--document", "component:to-khai,sheets=1", "--document", "result:giay-khai-sinh,number=\(code)",
        ]
        while true {
            let isKilled = random.withLock { Int.random(in: 0..<3, using: &$0) == 0 }
            let delay = random.withLock { Int.random(in: 50...900, using: &$0) }
            let result = try await station.runs(arguments) { program in
                guard isKilled else { return }
                try? await Task.sleep(for: .milliseconds(delay))
                if program.isRunning {
                    program.kill()
                    kills.count("agent scan")
                }
            }
            let digests = result.output.split(separator: "\n").compactMap { line in
                (try? Field.text("digest", in: String(line))).flatMap(ContentDigest.init(rawValue:))
            }
            notes.withLock { $0.acknowledged.formUnion(digests) }
            if result.exitCode == 0 { return }
            // A worker whose parent died ends by itself, and lets the scanner go; until then the scanner is busy.
            try #require(result.exitCode == nil || result.exitCode == 3, "\(result.output) \(result.errors)")
            try await Task.sleep(for: .milliseconds(50))
            let open = try await station.does("queue", "list", "--json")
            if open.contains("\"\(code)\"") {
                arguments = [
                    "scan", "--json", "--code", code, "--scanner", device, "--source", "feeder", "--resolution",
                    "\(resolution)",
                ]
            }
        }
    }
}

/// How often and whom.
private final class Kills: Sendable {
    private let wanted: Int
    private let counts = Mutex([String: Int]())

    init(wanted: Int) { self.wanted = wanted }

    var isOpen: Bool { counts.withLock { $0.values.reduce(0, +) } < wanted }

    var summary: String {
        counts.withLock {
            $0.sorted { $0.key < $1.key }.map { "\($0.value) kills of \($0.key)" }.joined(separator: ", ")
        }
    }

    func count(_ victim: String) { counts.withLock { $0[victim, default: 0] += 1 } }
}
