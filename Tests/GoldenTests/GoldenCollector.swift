import ContentStore
import Dossiers
import Exchange
import Foundation
import Intake
import Logging
import Registry
import SystemPackage
import TestSupport
import Testing

/// A collector's data directory, set up by the collector's own commands and filled through its intake.
struct GoldenCollector: Sendable {
    let data: FilePath

    var index: String { data.appending("registry.sqlite").string }

    /// Offices, successions, denominators and targets are imported.
    static func setUp(in folder: FilePath) async throws -> GoldenCollector {
        let collector = GoldenCollector(data: folder.appending("collector"))
        try await collector.does("init", "--name", "Golden")
        func file(_ name: String, _ text: String) throws -> String {
            let path = folder.appending(name).string
            try Data(text.utf8).write(to: URL(filePath: path))
            return path
        }
        try await collector.does("site", "import", file("sites.csv", GoldenTables.sites))
        try await collector.does("site", "succession", "import", file("successions.csv", GoldenTables.successions))
        try await collector.does("target", "import", file("targets.csv", GoldenTables.targets))
        for (index, batch) in GoldenTables.baselines.enumerated() {
            let rows = ["indicator,scope,period,denominator,numerator"] + batch.rows
            let table = try file("baselines-\(index).csv", rows.joined(separator: "\n") + "\n")
            try await collector.does(
                "baseline", "import", table, "--source", "QĐ \(index)", "--by", "lan", "--replace")
            switch batch.fate {
            case .approved: try await collector.does("baseline", "approve", "\(index + 1)", "--by", "minh")
            case .rejected:
                try await collector.does("baseline", "reject", "\(index + 1)", "--by", "minh", "--reason", "sai")
            case .waiting: break
            }
        }
        return collector
    }

    /// A copy with all that is there now.
    func copy(to path: FilePath) throws -> GoldenCollector {
        try FileManager.default.copyItem(atPath: data.string, toPath: path.string)
        return GoldenCollector(data: path)
    }

    /// Runs `sohoa-collector` and gives what it prints.
    @discardableResult
    func does(_ arguments: String...) async throws -> String {
        let result = try await runTool(
            Programs.collector.string, arguments, environment: ["SOHOA_DATA": data.string], within: .seconds(60))
        try #require(result.exitCode == 0, "\(arguments.joined(separator: " ")): \(result.errors)")
        return result.output
    }

    /// Two stations of each office, enrolled before the first change.
    func enrol() throws -> [GoldenStation] {
        let registry = try Registry.open(at: index)
        defer { try? registry.close() }
        let (records, start) = (try registry.siteRecords(), CalendarDay(year: 2024, month: 1, day: 2)!.start)
        return try records.facts.keys.sorted().flatMap { site in
            try (0..<2).map { _ in
                let key = SigningKey()
                let (_, secret) = try registry.issueToken(for: site, lifetime: 3600, by: "test", at: start)
                let request = EnrolmentRequest(
                    token: secret.text, publicKey: key.verificationKey.derRepresentation, label: "PC",
                    agentVersion: "1.0")
                let outcome = try registry.enrol(request, key: key.verificationKey, at: start)
                guard case .enrolled(let record, _, _) = outcome else {
                    throw GoldenFailure(description: "\(site) was not enrolled: \(outcome)")
                }
                let (first, last) = try #require(records.life(of: site))
                return GoldenStation(
                    sample: SampleStation(id: record.id, site: site, key: key),
                    level: try #require(records.facts[site]?.first?.level), first: first, last: last)
            }
        }
    }

    /// Delivers everything through the intake: each station's chain in order, what is superseded first, all else in an
    /// order that `random` chooses; pages at any time after their manifest.
    func deliver(_ history: GoldenHistory, from stations: [GoldenStation], using random: inout Seeded) async throws {
        let registry = try Registry.open(at: index)
        defer { try? registry.close() }
        var logger = Logger(label: "golden")
        logger.logLevel = .critical
        let now = CalendarDay(year: 2026, month: 1, day: 15)!.start
        let intake = Intake(
            registry: registry, store: try ContentStore(directory: data.appending("blobs")), key: SigningKey(),
            identity: "golden", settings: IntakeSettings(minimumFreeBytes: 0), logger: logger, now: { now })
        let senders = Dictionary(
            uniqueKeysWithValues: stations.map { station in
                (
                    station.sample.id,
                    StationIdentity(
                        station: station.sample.id, site: station.site, key: station.sample.key.verificationKey)
                )
            })
        let known = Set(history.sealed.map(\.digest))
        var chains = Dictionary(grouping: history.sealed, by: \.manifest.station).values.map { ArraySlice($0) }
        // The order in which dictionaries are walked over is no choice of ours.
        chains.sort { $0.first!.manifest.station.rawValue < $1.first!.manifest.station.rawValue }
        var posted: Set<ContentDigest> = []
        var waiting: [(upload: UploadState, needed: [UInt8], from: StationIdentity)] = []
        while !chains.isEmpty || !waiting.isEmpty {
            if !waiting.isEmpty, chains.isEmpty || random.next() % 2 == 0 {
                let next = waiting.remove(at: Int(random.next() % UInt64(waiting.count)))
                let append = try await intake.beginAppend(
                    to: next.upload.id, at: next.upload.offset, count: nil, from: next.from)
                try await append.write(next.needed)
                let state = try await append.finish()
                try #require(state.submission?.receipt != nil, "a submission with all its pages got no receipt")
                continue
            }
            let ready = chains.indices.filter { index in
                chains[index].first!.manifest.supersedes.allSatisfy { posted.contains($0) || !known.contains($0) }
            }
            let index = try #require(ready.randomElement(using: &random))
            let sealed = chains[index].removeFirst()
            if chains[index].isEmpty { chains.remove(at: index) }
            posted.insert(sealed.digest)
            let sender = try #require(senders[sealed.manifest.station])
            let answer = try await intake.submit(sealed.bytes, from: sender)
            guard let upload = answer.upload, !history.unfinished.contains(sealed.digest) else { continue }
            let bytes = answer.status.needed.flatMap { history.contents[$0.digest] ?? [] }
            waiting.append((upload, bytes, sender))
        }
    }
}

/// Why the province-year cannot be made.
struct GoldenFailure: Error, CustomStringConvertible {
    let description: String
}
