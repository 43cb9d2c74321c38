package import Exchange
package import FoundationEssentials
package import Logging
package import Registry
import ServiceLifecycle
import Synchronization

/// Empties the outbox while the collector runs: for each webhook one message after another, in the order in which they
/// were accepted; webhooks do not wait for each other, and intake waits for none.
///
/// A message counts as delivered once that stands in the index: what was sent before a power cut and not noted is sent
/// again, under the same identity.
package struct WebhookCourier: Service {
    private let registry: Registry
    private let key: SigningKey
    private let version: String
    private let schedule: WebhookSchedule
    private let logger: Logger
    private let now: @Sendable () -> Date

    /// How often it looks into the outbox.
    package static let interval: Duration = .seconds(1)

    /// Seconds for which it is kept what was delivered.
    package static let memory: Double = 30 * 86_400

    /// - Parameters:
    ///   - key: the collector's; the webhooks' secrets come of it.
    ///   - version: of the program.
    package init(
        registry: Registry, key: SigningKey, version: String, schedule: WebhookSchedule = WebhookSchedule(),
        logger: Logger, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.registry = registry
        self.key = key
        self.version = version
        self.schedule = schedule
        self.logger = logger
        self.now = now
    }

    package func run() async throws {
        try await WebhookSender.with(version: version) { sender in
            await cancelWhenGracefulShutdown { await deliver(with: sender) }
        }
    }

    private func deliver(with sender: WebhookSender) async {
        let busy = Busy()
        await withDiscardingTaskGroup { group in
            var forgotten = Date.distantPast
            while !Task.isCancelled {
                let moment = now()
                do {
                    if moment.timeIntervalSince(forgotten) >= 3600 {
                        try await registry.perform { registry throws(RegistryError) in
                            try registry.forgetDeliveries(before: moment.addingTimeInterval(-Self.memory))
                        }
                        forgotten = moment
                    }
                    let due = try await registry.perform { registry throws(RegistryError) in
                        try registry.dueWebhooks(at: moment)
                    }
                    for hook in due where busy.begin(hook.id) {
                        group.addTask {
                            await drain(hook, with: sender)
                            busy.end(hook.id)
                        }
                    }
                } catch {
                    logger.error("the outbox cannot be read", metadata: ["reason": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Sends a webhook's messages until there are none, or one does not arrive.
    private func drain(_ hook: WebhookRecord, with sender: WebhookSender) async {
        do {
            while !Task.isCancelled {
                let moment = now()
                let next = try await registry.perform { registry throws(RegistryError) in
                    try registry.nextMessage(of: hook.id, at: moment)
                }
                guard let (hook, message) = next else { return }
                let answer = try await sender.send(
                    WebhookEvent(message).body, id: message.name, to: hook.url,
                    secret: WebhookSecret(hook.secret(from: key)), at: now())
                try await settle(message, of: hook, answer)
            }
        } catch is CancellationError {
            // Not noted: sent again after the next start.
        } catch {
            logger.error("a webhook failed", metadata: ["webhook": "\(hook.name)", "reason": "\(error)"])
        }
    }

    private func settle(_ message: WebhookMessage, of hook: WebhookRecord, _ answer: WebhookAnswer) async throws {
        let moment = now()
        let outcome: WebhookOutcome =
            switch answer.meaning {
            case .delivered: .delivered(status: answer.status ?? 0)
            case .gone: .unreachable(problem: answer.text, nextAt: nil)
            case .unreachable:
                .unreachable(
                    problem: answer.text,
                    nextAt: schedule.next(
                        afterFailures: hook.failures, since: hook.failingSince, wish: answer.retryAfter, now: moment))
            case .refused:
                .refused(
                    status: answer.status ?? 0, nextAt: schedule.next(afterRefusals: message.refusals, now: moment))
            }
        if answer.meaning != .delivered {
            logger.info(
                "a webhook was not delivered",
                metadata: ["webhook": "\(hook.name)", "message": "\(message.name)", "reason": "\(answer.text)"])
        }
        try await registry.perform { registry throws(RegistryError) in
            try registry.settle(message, of: hook, outcome, at: moment)
        }
    }
}

/// The webhooks that are being served.
private final class Busy: Sendable {
    private let hooks = Mutex<Set<Int>>([])

    /// Whether nobody served it before.
    func begin(_ hook: Int) -> Bool { hooks.withLock { $0.insert(hook).inserted } }

    func end(_ hook: Int) { hooks.withLock { _ = $0.remove(hook) } }
}
