import Dossiers
import Exchange
import Foundation
import GRDB
import Registry
import TestSupport
import Testing

@testable import Intake

/// Links break, requests repeat, bytes are wrong, the collector restarts: the figures come out as if nothing happened.
struct RoughDeliveryTests {
    @Test("Random troubles in random interleavings give the figures of a smooth delivery", arguments: 1...6)
    func property(seed: UInt64) async throws {
        var random = Seeded(seed)
        let plan = Plan(stations: 3, dossiers: 18, using: &random)
        let smooth = try await withCollector { collector in
            var delivery = try await Delivery(of: plan, to: collector)
            while try await delivery.finishNext() {}
            return try collector.figures()
        }
        #expect(!smooth.isEmpty)
        try await withCollector { collector in
            var delivery = try await Delivery(of: plan, to: collector)
            for _ in 0..<120 { try await delivery.disturb(using: &random) }
            while try await delivery.finishNext() {}
            #expect(try delivery.collector.figures() == smooth, "seed \(seed)")
            #expect(try delivery.collector.partials == [])
            try delivery.collector.expectSound()
            try delivery.collector.registry.close()
        }
    }
}

/// What each station will seal, in order.
private struct Plan {
    struct Dossier {
        var station: Int
        var code: String
        var contents: [[UInt8]]
        var isResult: Bool
        /// An earlier dossier that this one corrects.
        var supersedes: Int?
        var sealedAt: Date
    }

    var stations: Int
    var dossiers: [Dossier] = []

    init(stations: Int, dossiers count: Int, using random: inout Seeded) {
        self.stations = stations
        for number in 0..<count {
            let station = Int.random(in: 0..<stations, using: &random)
            let code = "H51.1\(station)-210615-000\(Int.random(in: 1...4, using: &random))"
            let former = dossiers.indices.filter { dossiers[$0].code == code }
            let pages = Int.random(in: 1...4, using: &random)
            dossiers.append(
                Dossier(
                    station: station, code: code,
                    // Some pages occur in several dossiers.
                    contents: (0..<pages).map { _ in
                        let page = UInt64.random(in: 0..<25, using: &random)
                        return SampleContent.bytes(page, count: 1 + Int(page) * 997)
                    },
                    isResult: Bool.random(using: &random), supersedes: former.randomElement(using: &random),
                    sealedAt: SampleStation.noon.addingTimeInterval(Double(number) * 40_000)))
        }
    }
}

/// The stations at work.
private struct Delivery {
    private(set) var collector: Collector
    private let stations: [SampleStation]
    /// What is sealed, by station, and how many of it have receipts.
    private let queues: [[SealedManifest]]
    private var done: [Int]
    /// Stations that have sent a wrong byte which has not been found yet, as its page is not whole.
    private var tainted: Set<Int> = []
    private let contents: [ContentDigest: [UInt8]]

    init(of plan: Plan, to collector: Collector) async throws {
        self.collector = collector
        var stations: [SampleStation] = []
        for _ in 0..<plan.stations { stations.append(try await collector.enrol()) }
        var queues = stations.map { _ in [SealedManifest]() }
        var sealed: [ContentDigest] = []
        for dossier in plan.dossiers {
            var document = dossier.isResult ? Document.result("\(dossier.contents.count)") : .component()
            document.pages = dossier.contents.map { SampleContent.page($0) }
            let manifest = stations[dossier.station].seal(
                dossier.code, documents: [document], sealedAt: dossier.sealedAt,
                supersedes: dossier.supersedes.map { [sealed[$0]] } ?? [])
            sealed.append(manifest.digest)
            queues[dossier.station].append(manifest)
        }
        self.stations = stations
        self.queues = queues
        done = stations.map { _ in 0 }
        contents = Dictionary(
            plan.dossiers.flatMap(\.contents).map { (ContentDigest(sha256Of: $0), $0) }, uniquingKeysWith: { a, _ in a }
        )
    }

    /// Delivers the next manifest of some station to the end.
    ///
    /// - Returns: false when all have receipts.
    mutating func finishNext() async throws -> Bool {
        guard let index = stations.indices.first(where: { done[$0] < queues[$0].count }) else { return false }
        let sealed = queues[index][done[index]]
        do {
            let receipt = try await collector.deliver(sealed, from: stations[index], contents: Array(contents.values))
            #expect(receipt.outcome != .refused)
            done[index] += 1
        } catch let error as IntakeError { try expectTaint(error, of: index) }
        return true
    }

    /// Passes over an error that a wrong byte sent before explains.
    private mutating func expectTaint(_ error: IntakeError, of index: Int) throws {
        guard tainted.remove(index) != nil, [.pageMismatch, .uploadGone].contains(error.code) else { throw error }
    }

    /// Does something that goes wrong, or half-way.
    mutating func disturb(using random: inout Seeded) async throws {
        if Int.random(in: 0..<15, using: &random) == 0 {
            collector = try await collector.restarted()
            return
        }
        let index = Int.random(in: 0..<stations.count, using: &random)
        guard done[index] < queues[index].count else { return }
        let identity = try await collector.identity(of: stations[index])
        // Some announce what comes later before they send pages.
        let ahead = Int.random(in: 0...2, using: &random)
        var answer: SubmissionAnswer?
        for sealed in queues[index][done[index]...].prefix(ahead + 1) {
            let current = try await collector.intake.submit(sealed.bytes, from: identity)
            answer = answer ?? current
        }
        guard let answer, let upload = answer.upload else {
            done[index] += 1
            return
        }
        var bytes = answer.status.needed.flatMap { contents[$0.digest] ?? [] }
        #expect(bytes.count == upload.length)
        let rest = upload.length - upload.offset
        let count = Int.random(in: 1...rest, using: &random)
        let action = Int.random(in: 0..<8, using: &random)
        if action == 0 {
            bytes[upload.offset + Int.random(in: 0..<count, using: &random)] ^= 0x40
            tainted.insert(index)
        }
        let append = try await collector.intake.beginAppend(
            to: upload.id, at: upload.offset, count: nil, from: identity)
        do throws(IntakeError) {
            for start in stride(from: upload.offset, to: upload.offset + count, by: 4096) {
                try await append.write(Array(bytes[start..<min(start + 4096, upload.offset + count)]))
            }
            switch action {
            case 1: await append.abandon()
            case 2: return
            case 3:
                try await collector.intake.terminate(upload.id, from: identity)
                tainted.remove(index)
            case 4: _ = try await collector.intake.upload(upload.id, for: identity)
            default: if try await append.finish().submission != nil { done[index] += 1 }
            }
        } catch {
            await append.abandon()
            try expectTaint(error, of: index)
        }
    }
}

extension Collector {
    /// Facts and counters, without the stations' identities.
    fileprivate func figures() throws -> [String] {
        let database = try DatabaseQueue(path: registry.path)
        defer { try? database.close() }
        return try database.read { db in
            try ["counter", "dossierFact", "resultFact"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
            }
        }
    }
}
