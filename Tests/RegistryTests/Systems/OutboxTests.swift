import Dossiers
import Exchange
import Foundation
import TestSupport
import Testing

@testable import Registry

@Suite("The outbox of webhooks", .timeLimit(.minutes(1)))
struct OutboxTests {
    private static let name = Username(rawValue: "kho")!

    private func hook(_ province: Province, scope: SiteID? = nil, name: Username = name) throws -> WebhookRecord {
        try province.registry.addWebhook(name, url: "https://example.vn/", scope: scope, by: "an", at: noon)
    }

    private func accept(_ count: Int, in province: Province, at site: SiteID = commune) throws {
        var station = try province.station(at: site)
        for number in 1...count {
            try province.accept(
                station.seal("H51-210615-000\(number)", documents: [.component(SampleContent.page(UInt64(number)))]))
        }
    }

    @Test("What is accepted is in the outbox or not accepted: one transaction")
    func atomic() async throws {
        try await withProvince { province in
            let hook = try hook(province)
            try province.sql(
                """
                CREATE TRIGGER trouble BEFORE INSERT ON webhookMessage BEGIN SELECT RAISE(ABORT, 'trouble'); END;
                """)
            #expect(throws: RegistryError.self) { try accept(1, in: province) }
            #expect(try province.registry.acceptedDossiers(AcceptedQuery()).dossiers.isEmpty)
            try province.sql("DROP TRIGGER trouble")
            try accept(2, in: province)
            #expect(try province.registry.webhookMessages(hook.id, all: true, limit: 9).map(\.receipt) == [2, 1])
        }
    }

    @Test("A webhook of a part of the province is told of that part, and nobody of what was before, refused or waits")
    func scope() async throws {
        try await withProvince { province in
            try accept(1, in: province)
            let (all, part, other) = (
                try hook(province), try hook(province, scope: district, name: Username(rawValue: "huyen")!),
                try hook(province, scope: SiteID(rawValue: "pb-cm-002")!, name: Username(rawValue: "khac")!)
            )
            try accept(2, in: province)
            var station = try province.station()
            try province.announce(
                station.seal("H51-210615-0009", documents: [.component(SampleContent.page(9))]),
                terms: province.terms { _, _ in false })
            for (hook, count) in [(all, 2), (part, 2), (other, 0)] {
                #expect(try province.registry.webhookCounts(hook.id).waiting == count, "\(hook.name)")
            }
        }
    }

    @Test("Failures wait and park the webhook, refusals park the message, both until somebody asks")
    func life() async throws {
        try await withProvince { province in
            let hook = try hook(province)
            try accept(2, in: province)
            let registry = province.registry
            func next(_ seconds: Double = 0) throws -> (hook: WebhookRecord, message: WebhookMessage)? {
                try registry.nextMessage(of: hook.id, at: noon.addingTimeInterval(seconds))
            }
            func settle(_ outcome: WebhookOutcome, _ seconds: Double = 0) throws {
                let one = try #require(try next(seconds))
                try registry.settle(one.message, of: one.hook, outcome, at: noon.addingTimeInterval(seconds))
            }
            try settle(.unreachable(problem: "x", nextAt: noon.addingTimeInterval(60)))
            #expect(try next(59) == nil)
            #expect(try registry.dueWebhooks(at: noon.addingTimeInterval(59)).isEmpty)
            let waited = try #require(try next(60))
            #expect(waited.message.receipt == 1 && waited.hook.failures == 1 && waited.hook.failingSince == noon)
            try settle(.unreachable(problem: "y", nextAt: nil), 60)
            #expect(try next(1e9) == nil)
            let parked = try registry.webhook(Self.name)
            #expect((parked.state, parked.failures, parked.lastProblem) == (.parked, 2, "y"))
            #expect(try registry.retryWebhook(Self.name, by: "an", at: noon) == 2)
            try settle(.refused(status: 400, nextAt: nil))
            #expect(try next()?.message.receipt == 2)
            try settle(.delivered(status: 204))
            #expect(try next() == nil)
            let counts = try registry.webhookCounts(hook.id)
            #expect((counts.waiting, counts.parked, counts.delivered) == (0, 1, 1))
            try registry.forgetDeliveries(before: noon)
            #expect(try registry.webhookCounts(hook.id).delivered == 1)
            try registry.forgetDeliveries(before: noon.addingTimeInterval(1))
            #expect(try registry.webhookCounts(hook.id).delivered == 0)
            #expect(try registry.removeWebhook(Self.name, by: "an", at: noon) == 1)
            #expect(try registry.webhooks().isEmpty)
            let again = try self.hook(province)
            #expect(again.secret(from: province.collectorKey) != hook.secret(from: province.collectorKey))
            #expect(throws: RegistryError.webhookNameTaken("kho")) { try self.hook(province) }
            let actions = try registry.auditTrail(subject: "kho").map(\.action)
            #expect(actions == ["webhook.add", "webhook.remove", "webhook.retry", "webhook.add"])
        }
    }
}
