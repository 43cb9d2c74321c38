import ArgumentParser
import FoundationEssentials
import Registry

/// `webhook retry`
struct WebhookRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try a webhook again at once, and send again what was parked.",
        discussion:
            "The running collector does it; messages that were parked come after others that are later than they.")

    @OptionGroup var directory: DataDirectoryOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The webhook's name.")
    var name: Username

    func run() async throws {
        let waiting = try await directory.open().registry.retryWebhook(name, by: actor.actor, at: Date())
        printLine("Webhook \(name): \(waiting) messages are to be delivered.")
    }
}
