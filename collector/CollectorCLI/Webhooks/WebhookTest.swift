import ArgumentParser
import FoundationEssentials
import Registry
import Webhooks

/// `webhook test`
struct WebhookTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a signed message of type webhook.test now, and say what came back.")

    @OptionGroup var directory: DataDirectoryOptions

    @Argument(help: "The webhook's name.")
    var name: Username

    func run() async throws {
        let data = try await directory.open()
        let hook = try data.registry.webhook(name)
        let now = Date()
        let id = "msg_test" + String(UInt64.random(in: 1 << 60 ... .max), radix: 16)
        let answer = try await WebhookSender.with(version: SohoaCollector.version) { sender in
            try await sender.send(
                WebhookEvent(testAt: now).body, id: id, to: hook.url,
                secret: WebhookSecret(hook.secret(from: data.key)), at: now)
        }
        guard answer.meaning == .delivered else { throw NotDelivered(name: name, answer: answer) }
        printLine("Webhook \(name) took the message \(id): \(answer.text).")
    }

    /// The receiver did not take it.
    private struct NotDelivered: Error, CustomStringConvertible {
        let name: Username
        let answer: WebhookAnswer

        var description: String {
            "webhook \(name) did not take the message (\(answer.text)); see whether its receiver runs and its address is "
                + "right, and which signature it expects"
        }
    }
}
