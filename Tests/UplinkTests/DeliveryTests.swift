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
        }
    }
}
