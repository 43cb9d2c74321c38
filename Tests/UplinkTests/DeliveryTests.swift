import Dossiers
import Exchange
import FoundationEssentials
import TestSupport
import Testing

@testable import Uplink

@Suite(.timeLimit(.minutes(1)))
struct DeliveryTests {
    @Test func `a stack is announced, uploaded and receipted, with two requests for each dossier`() async throws {
        let stack = Stack(5, sizes: [30_000, 40_000])
        try await withDelivery(of: stack) { delivery in
            try await delivery.untilAllReceipted()
            let model = await delivery.collector.model
            #expect(model.chain == stack.manifests.map(\.digest))
            #expect(model.bytesTaken == stack.pageBytes)
            #expect(await delivery.collector.count("POST", "/v1/manifests") == 5)
            #expect(await delivery.collector.count("PATCH", "/v1/uploads/") == 5)
            #expect(await delivery.collector.seen.count == 10)
            let entries = await delivery.outbox.entries
            #expect(entries.allSatisfy { $0.receipt?.outcome == .accepted && $0.sentBytes == 70_000 })
        }
    }

    @Test func `those who watch see each dossier go from announced over its bytes to its receipt`() async throws {
        let stack = Stack(2, sizes: [300_000])
        try await withDelivery(of: stack) { delivery in
            try await delivery.untilAllReceipted()
            try await delivery.until { await delivery.courier.status.activity == .idle }
            for manifest in stack.manifests {
                var stages: [Int] = []
                for event in delivery.events.events {
                    switch event {
                    case .announced(manifest.digest): stages.append(-1)
                    case .sending(manifest.digest, let sent, let total):
                        #expect(total == 300_000)
                        stages.append(sent)
                    case .settled(manifest.digest, _): stages.append(300_001)
                    default: break
                    }
                }
                #expect(stages == stages.sorted() && stages.first == -1 && stages.last == 300_001)
                #expect(stages.contains(300_000))
            }
            #expect(
                delivery.events.events.contains {
                    if case .link(let link) = $0 { link.activity == .working } else { false }
                })
            #expect(await delivery.courier.status.bytesPerSecond.map { $0 > 0 } == true)
        }
    }

    @Test func `a page that two dossiers share is sent once`() async throws {
        var stack = Stack()
        let first = stack.seal(sizes: [50_000, 20_000])
        let shared = try Manifest.open(first.envelope, with: stack.key.verificationKey).pages.map(\.digest)
        stack.seal(sizes: [10_000], repeating: shared)
        let bytes = stack.pageBytes
        try await withDelivery(of: stack) { delivery in
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.bytesTaken == bytes)
        }
    }

    @Test func `a correction whose pages are all there is settled without an upload`() async throws {
        var stack = Stack()
        stack.seal(sizes: [5_000])
        let outbox = stack.outbox
        let again = stack.seal(sizes: [], repeating: Array(stack.pages.keys))
        try await withDelivery(of: stack, outbox: outbox) { delivery in
            try await delivery.untilAllReceipted()
            await outbox.add(again)
            delivery.courier.wake()
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.count("PATCH", "/") == 1)
        }
    }

    @Test func `a large dossier goes in several appends, each no longer than the link allows`() async throws {
        let stack = Stack(1, sizes: [2_000_000, 3_000_000, 1_500_000])
        try await withDelivery(of: stack) { delivery in
            try await delivery.untilAllReceipted()
            let model = await delivery.collector.model
            #expect(model.bytesTaken == stack.pageBytes)
            #expect((2...8).contains(await delivery.collector.count("PATCH", "/")))
            #expect(await delivery.collector.count("HEAD", "/") == 0)
        }
    }

    @Test func `new work is begun at once when somebody rings`() async throws {
        var stack = Stack(1, sizes: [1_000])
        let outbox = stack.outbox
        let later = stack.seal(sizes: [], repeating: Array(stack.pages.keys))
        try await withDelivery(of: stack, outbox: outbox, settings: CourierSettings(pollInterval: .seconds(3600))) {
            delivery in
            try await delivery.untilAllReceipted()
            await outbox.add(later)
            delivery.courier.wake()
            try await delivery.untilAllReceipted()
        }
    }

    @Test func `nothing is sent while it is asked to rest, and all after`() async throws {
        let stack = Stack(2, sizes: [1_000])
        let outbox = stack.outbox
        await outbox.pause(true)
        try await withDelivery(of: stack, outbox: outbox) { delivery in
            try await delivery.until { await delivery.courier.status.activity == .paused }
            try await Task.sleep(for: .milliseconds(100))
            #expect(await delivery.collector.seen.isEmpty)
            await outbox.pause(false)
            try await delivery.untilAllReceipted()
        }
    }

    @Test func `hours without traffic are kept`() async throws {
        let stack = Stack(1, sizes: [1_000])
        let settings = CourierSettings(schedule: try BandwidthSchedule("0"), pollInterval: .milliseconds(10))
        try await withDelivery(of: stack, settings: settings) { delivery in
            try await delivery.until { await delivery.courier.status.activity == .paused }
            try await Task.sleep(for: .milliseconds(50))
            #expect(await delivery.collector.seen.isEmpty)
        }
    }

    @Test func `an urgent dossier overtakes the one that is being sent`() async throws {
        var stack = Stack(2, sizes: [9 << 20])
        let outbox = stack.outbox
        let urgent = stack.seal(sizes: [10_000], isUrgent: true)
        for (digest, bytes) in stack.pages { outbox.damage(digest, bytes) }
        try await withDelivery(
            of: stack, outbox: outbox,
            prepare: { await $0.inject(.wait(.milliseconds(50)), on: "PATCH", "/", times: Int.max) }
        ) { delivery in
            try await delivery.until { await delivery.collector.model.bytesTaken > 0 }
            await outbox.add(urgent)
            delivery.courier.wake()
            try await delivery.until { await outbox.receipts > 0 }
            #expect(await outbox.entry(urgent.digest)?.receipt != nil)
            #expect(await outbox.receipts == 1)
            try await delivery.untilAllReceipted()
            #expect(await delivery.collector.model.bytesTaken == (18 << 20) + 10_000)
        }
    }

    @Test func `cancelling ends it, in the middle of an upload too`() async throws {
        let stack = Stack(1, sizes: [5_000_000])
        let settings = CourierSettings(schedule: try BandwidthSchedule("80"), pollInterval: .milliseconds(10))
        let start = ContinuousClock.now
        try await withDelivery(of: stack, settings: settings) { delivery in
            try await delivery.until { await delivery.collector.model.bytesTaken > 0 }
        }
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `an outbox that fails ends delivery with its error`() async throws {
        struct Broken: Error {}
        struct BrokenOutbox: Outbox {
            func isPaused() -> Bool { false }
            func nextToAnnounce() throws -> OutgoingManifest? { throw Broken() }
            func manifest(sequence: Int) -> OutgoingManifest? { nil }
            func nextToUpload(excluding: Set<ContentDigest>) -> PendingUpload? { nil }
            func recordAnnounced(_: ContentDigest, needed: [SubmissionStatus.NeededPage], upload: String?) {}
            func recordProgress(_: ContentDigest, sentBytes: Int, totalBytes: Int) {}
            func recordReceipt(_: ContentDigest, envelope: Envelope, receipt: Receipt) {}
            func recordProblem(_: ContentDigest, _: SubmissionProblem) {}
            func recordStationProblem(_: StationProblem?) {}
            func recordClockCorrection(_: ClockCorrection) {}
            func openPage(_: ContentDigest) throws -> any PageReader { throw Broken() }
        }
        let stack = Stack()
        let model = ModelCollector(station: stack.station, stationKey: stack.key.verificationKey)
        let courier = Courier(
            identity: stack.identity(of: model),
            transport: try CurlTransport(
                to: CollectorAddress("http://127.0.0.1:9"), settings: TransportSettings(version: "0")),
            outbox: BrokenOutbox(), logger: quiet)
        await #expect(throws: Broken.self) { try await courier.run() }
    }
}
