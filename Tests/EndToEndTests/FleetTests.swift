import Dossiers
import Exchange
import FoundationEssentials
import Glibc
import Registry
import Spool
import SystemPackage
import TestSupport
import Testing
import Uplink

/// How large a simulated fleet is, and how long its day.
private struct FleetDay {
    var stations: Int
    var dossiers: Int
    var pages: Int
    var pageBytes: Int
    /// Seconds that the office hours of the day are squeezed into.
    var seconds: Double
    var links: Int

    /// What fits into every run of the tests.
    static let short = FleetDay(stations: 24, dossiers: 4, pages: 2, pageBytes: 6000, seconds: 16, links: 4)
    /// One province-day: 814,602 dossiers a year are 27 a day for each of 120 stations. Pages are a tenth of real ones.
    static let full = FleetDay(stations: 120, dossiers: 27, pages: 5, pageBytes: 15_000, seconds: 300, links: 12)

    static var asked: FleetDay {
        ProcessInfo.processInfo.environment["SOHOA_FLEET"] == "full" ? .full : .short
    }
}

@Suite(.timeLimit(.minutes(20)))
struct FleetTests {
    @Test(
        "A fleet's day with bad links, a crash and an upgrade of the collector: nothing lost, nothing twice, all told")
    func day() async throws {
        try Self.raiseFileLimit()
        let day = FleetDay.asked
        try await withTemporaryDirectory { root in
            let data = root.appending("collector")
            func collector(_ arguments: String...) async throws -> ToolResult {
                try await runTool(
                    Programs.collector.string, arguments, environment: ["SOHOA_DATA": data.string],
                    within: .seconds(600))
            }
            for arguments in [
                ["init", "--name", "Kiểm thử"],
                ["site", "import", Programs.data.appending("sites-soc-trang-2021.csv").string],
            ] {
                let made = try await runTool(
                    Programs.collector.string, arguments, environment: ["SOHOA_DATA": data.string])
                try #require(made.exitCode == 0, "\(made.errors)")
            }
            let port = try FreePort.find()
            let server = BackgroundProgram(
                Programs.collector, ["serve", "--listen", "127.0.0.1:\(port)"],
                environment: ["SOHOA_DATA": data.string])
            try await server.start()
            _ = try await server.line { $0.contains(":\(port)") }
            var links: [SimulatedLink] = []
            for index in 0..<day.links {
                links.append(
                    try await SimulatedLink.start(
                        to: port, conditions: .init(delay: 5 + 10 * (index % 4), kilobitsPerSecond: 8000)))
            }
            let started = ContinuousClock.now
            let stations = try await Self.enrol(day, data: data, root: root, links: links)
            let enrolled = ContinuousClock.now
            let pace = HeartbeatSender.Pace(
                look: .seconds(2), shortest: .seconds(2), interval: .seconds(max(15, day.seconds / 10)))
            for station in stations { try await station.start(version: "0.1.0", pace: pace) }

            let weather = Task { try await Self.drop(links) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, station) in stations.enumerated() {
                    group.addTask { try await Self.work(station, day, seed: UInt64(index + 1)) }
                }
                group.addTask {
                    // A power cut in the data centre, and then an upgrade: the index as the version before left it.
                    try await Task.sleep(for: .seconds(day.seconds * 0.3))
                    await server.kill()
                    try await server.start()
                    try await Task.sleep(for: .seconds(day.seconds * 0.3))
                    await server.stop()
                    let former = try await runTool(
                        "sqlite3",
                        [
                            data.appending("registry.sqlite").string,
                            """
                            DROP TABLE heartbeat; DROP TABLE stationSettings;
                            DELETE FROM grdb_migrations WHERE identifier LIKE '% fleet';
                            """,
                        ])
                    try #require(former.exitCode == 0, "\(former.errors)")
                    try await server.start()
                    let set = try await runTool(
                        Programs.collector.string, ["settings", "set", "--bandwidth", "00:00-24:00=9000"],
                        environment: ["SOHOA_DATA": data.string])
                    try #require(set.exitCode == 0, "\(set.errors)")
                }
                group.addTask {
                    // The stations are upgraded one after the other, in the middle of what they do.
                    try await Task.sleep(for: .seconds(day.seconds * 0.5))
                    for station in stations {
                        try await station.stop()
                        try await station.start(version: "0.2.0", pace: pace)
                    }
                }
                for try await _ in group {}
            }
            let worked = ContinuousClock.now
            for station in stations {
                while try await station.health.waiting > 0 { try await Task.sleep(for: .milliseconds(200)) }
            }
            let delivered = ContinuousClock.now
            weather.cancel()
            let cuts = (try? await weather.value) ?? 0
            for link in links { try await link.restore() }
            // Until every station has told that its queue is empty.
            let registry = try Registry.open(at: data.appending("registry.sqlite").string)
            while true {
                let health = try registry.stationHealth()
                if health.count == day.stations,
                    health.allSatisfy({
                        $0.heard?.beat.waiting == 0 && $0.sign.agentVersion == "0.2.0"
                            && $0.heard?.beat.settings != nil
                    })
                {
                    break
                }
                try await Task.sleep(for: .milliseconds(500))
            }
            let told = ContinuousClock.now
            for station in stations { try await station.stop() }
            let fleet = FleetReading(try registry.stationHealth(), at: Date())
            #expect(fleet.entries.allSatisfy { $0.concerns.isEmpty }, "\(fleet.counts)")
            #expect(Set(fleet.entries.map(\.station.sign.site)) == Set(stations.map(\.site)))

            var states: [Int] = []
            for station in stations {
                #expect(try await station.states == [.received: day.dossiers])
                #expect(try await station.settings?.settings.bandwidth == "00:00-24:00=9000")
                states.append(try registry.station(await station.id)?.headSequence ?? 0)
            }
            #expect(states.allSatisfy { $0 == day.dossiers })
            let total = day.stations * day.dossiers
            let counted = try await runTool(
                "sqlite3",
                [
                    data.appending("registry.sqlite").string,
                    """
                    SELECT count(*), count(DISTINCT dossierCode), sum(isEffective) FROM manifest WHERE state = 'complete';
                    SELECT count(*), sum(outcome = 'accepted') FROM receipt;
                    SELECT count(*) FROM blob;
                    """,
                ])
            #expect(
                counted.output == "\(total)|\(total)|\(total)\n\(total)|\(total)\n\(total * day.pages)\n",
                "\(counted.output) \(counted.errors)")
            let listed = try await collector("station", "list", "--json")
            #expect(listed.output.ranges(of: "\"concerns\":[]").count == day.stations, "\(listed.errors)")
            for check in ["recount", "verify"] {
                let result = try await collector(check)
                #expect(result.exitCode == 0, "\(check): \(result.output.suffix(500)) \(result.errors.suffix(500))")
            }
            await server.stop()
            var (bytesUp, connections) = (0, 0)
            for link in links {
                let own = try await link.figures()
                bytesUp += own.bytesUp
                connections += own.connections
                try await link.close()
            }
            print(
                """
                fleet: \(day.stations) stations, \(total) dossiers, \(total * day.pages) pages; \
                enrolled in \(enrolled - started), worked \(worked - enrolled), delivered \(delivered - worked) after, \
                told \(told - delivered) after; \(cuts) cuts of a link, \(connections) connections, \
                \(bytesUp >> 20) MiB sent for \(total * day.pages * day.pageBytes >> 20) MiB of pages
                """)
        }
    }

    private static func enrol(
        _ day: FleetDay, data: FilePath, root: FilePath, links: [SimulatedLink]
    ) async throws -> [FleetStation] {
        let registry = try Registry.open(at: data.appending("registry.sqlite").string)
        let sites = Array(try registry.sites(on: CalendarDay(Date())).filter { $0.level == .commune })
        var stations: [FleetStation] = []
        for number in 0..<day.stations {
            // More stations than communes: some offices have two.
            let site = sites[number % sites.count]
            let (_, secret) = try registry.issueToken(for: site.id, lifetime: 3600, by: "test", at: Date())
            stations.append(
                try await FleetStation(
                    number, at: site, token: secret.text, port: links[number % links.count].port,
                    data: root.appending("station-\(number)")))
        }
        try registry.close()
        return stations
    }

    private static func work(_ station: FleetStation, _ day: FleetDay, seed: UInt64) async throws {
        var random = Seeded(seed)
        for _ in 0..<day.dossiers {
            let share = Double(random.next() % 1000) / 1000
            try await Task.sleep(for: .seconds(day.seconds / Double(day.dossiers) * 2 * share * 0.95))
            try await station.seal(pages: day.pages, size: day.pageBytes)
        }
    }

    /// Cuts one link after the other for a moment, until cancelled; gives how often.
    private static func drop(_ links: [SimulatedLink]) async throws -> Int {
        var cuts = 0
        var random = Seeded(99)
        while !Task.isCancelled {
            let link = links[Int(random.next() % UInt64(links.count))]
            do {
                try await Task.sleep(for: .milliseconds(300 + Int(random.next() % 900)))
                try await link.cut()
                cuts += 1
                try await Task.sleep(for: .milliseconds(100 + Int(random.next() % 900)))
            } catch is CancellationError {}
            try await link.restore()
        }
        return cuts
    }

    private static func raiseFileLimit() throws {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 16_384)
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            throw Errno(rawValue: errno)
        }
    }
}
